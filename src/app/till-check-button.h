/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "till-register.h"

G_BEGIN_DECLS

#define TILL_TYPE_CHECK_BUTTON (till_check_button_get_type ())

/**
 * TillCheckButton:
 *
 * "Check now": asks the platform about one payment, and cannot be pressed again before the answer.
 *
 * Properties: "register" (TillRegister, nullable), "payment" (TillPayment, nullable).
 * Signals: "answered" (error: GError, nullable).
 */
G_DECLARE_FINAL_TYPE (TillCheckButton, till_check_button, TILL, CHECK_BUTTON, GtkButton)

/** till_check_button_check: as if it were pressed; does nothing while it waits for an answer. */
void till_check_button_check (TillCheckButton *self);

G_END_DECLS
