/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "till-settings.h"

G_BEGIN_DECLS

#define TILL_TYPE_PREFERENCES (till_preferences_get_type ())

/**
 * TillPreferences:
 *
 * Everything in the settings that is neither the account nor the window's own.  What an administrator has
 * locked can be read and not changed.
 */
G_DECLARE_FINAL_TYPE (TillPreferences, till_preferences, TILL, PREFERENCES, AdwPreferencesWindow)

/** till_preferences_present: over @parent, whose "win.show-setup" leads to the account; @has_account: not so in training. */
void till_preferences_present (GtkWindow    *parent,
                               TillSettings *settings,
                               gboolean      has_account);

G_END_DECLS
