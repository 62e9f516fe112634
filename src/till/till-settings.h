/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TILL_TYPE_SETTINGS (till_settings_get_type ())

/**
 * TillSettings:
 *
 * GSettings schema org.tillpay.Till.  In training the real settings are read, and what is changed goes to a
 * keyfile beside the training journal, which then goes before them.
 * Signal: "changed::KEY" (detailed).
 */
G_DECLARE_FINAL_TYPE (TillSettings, till_settings, TILL, SETTINGS, GObject)

/**
 * till_settings_new:
 * @training_file: (nullable): the keyfile of training
 * @error: %TILL_ERROR_INTERNAL: the schema is not installed (GLib would abort otherwise)
 */
TillSettings *till_settings_new        (const char    *training_file,
                                        GError       **error);
/** till_settings_get_string: (return) (transfer full). */
char         *till_settings_get_string (TillSettings  *self,
                                        const char    *key);
int           till_settings_get_int    (TillSettings  *self,
                                        const char    *key);
gboolean      till_settings_get_boolean (TillSettings *self,
                                        const char    *key);
/** till_settings_set: %FALSE when locked by an administrator or out of range. @value: floating reference is sunk. */
gboolean      till_settings_set        (TillSettings  *self,
                                        const char    *key,
                                        GVariant      *value);
gboolean      till_settings_is_writable (TillSettings *self,
                                        const char    *key);
/** till_settings_sync: flushes and reads back with a fresh backend; %TILL_ERROR_SETTINGS_NOT_KEPT when something was lost (no session bus: dconf loses writes silently). */
gboolean      till_settings_sync       (TillSettings  *self,
                                        GError       **error);

G_END_DECLS
