/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "sandbox.h"
#include "till-payment.h"

G_BEGIN_DECLS

#define TILL_TYPE_PHONE_WINDOW (till_phone_window_get_type ())

/**
 * TillPhoneWindow:
 *
 * The customer's phone, in training only: whoever learns the till plays the customer here with a click.
 *
 * Properties: "sandbox" (Sandbox, construct-only), "payment" (TillPayment, nullable: the one on the till's screen).
 */
G_DECLARE_FINAL_TYPE (TillPhoneWindow, till_phone_window, TILL, PHONE_WINDOW, AdwWindow)

GtkWindow *till_phone_window_new         (GtkWindow       *parent,
                                          Sandbox         *sandbox);
void       till_phone_window_set_payment (TillPhoneWindow *self,
                                          TillPayment     *payment);

G_END_DECLS
