/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SANDBOX_DIGITS "0123456789"
#define SANDBOX_HEX    "0123456789abcdef"
#define SANDBOX_ALNUM  "0123456789abcdefghijklmnopqrstuvwxyz"

/** sandbox_random_text: (return) (transfer full): @length characters of @alphabet, from the kernel's generator. */
char *sandbox_random_text   (gsize       length,
                             const char *alphabet);
/** sandbox_random_secret: (return) (transfer full): a secret as the platform makes them: 32 bytes in Base64. */
char *sandbox_random_secret (void);

G_END_DECLS
