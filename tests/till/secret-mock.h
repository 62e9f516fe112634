/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How the mock of the Secret Service behaves. */
typedef enum
{
  SECRET_MOCK_KEEPS,    /* keeps what it is given, and gives it out again */
  SECRET_MOCK_LOCKED,   /* holds an item whatever is asked for, and unlocks nothing */
  SECRET_MOCK_FAILS,    /* answers every call with an error */
} SecretMockKind;

/* Owns org.freedesktop.secrets on the session bus from now on, to the end of the process. */
void secret_mock_start (SecretMockKind kind);

G_END_DECLS
