/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "connect-client.h"
#include "till-settings.h"

G_BEGIN_DECLS

#define TILL_TYPE_SETUP_PAGE (till_setup_page_get_type ())

/**
 * TillSetupPage:
 *
 * Where a till gets its account, or is tried with play money.  What is typed is checked against the platform
 * while it is typed; only an account that can take a payment can be kept.
 *
 * Properties: "settings" (TillSettings, nullable).
 * Signals: "account-ready" (ConnectClient): settings and secret are kept, and this client speaks for them;
 * "try-training".
 * Actions used: win.new-sale, to go back where there was an account before.
 */
G_DECLARE_FINAL_TYPE (TillSetupPage, till_setup_page, TILL, SETUP_PAGE, GtkWidget)

G_END_DECLS
