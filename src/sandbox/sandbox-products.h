/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox-call.h"

G_BEGIN_DECLS

gboolean       sandbox_products_has_currency (const char  *currency);
/** sandbox_products_has_cents: %FALSE: amounts on the wire have to end in 00. */
gboolean       sandbox_products_has_cents    (const char  *currency);

/* Handlers, see SandboxHandler. */
SandboxAnswer *sandbox_products_list         (SandboxCall *call);
SandboxAnswer *sandbox_products_get          (SandboxCall *call);
SandboxAnswer *sandbox_services_test_connection (SandboxCall *call);

G_END_DECLS
