/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "till-register.h"

G_BEGIN_DECLS

#define TILL_TYPE_PAYMENTS_PAGE (till_payments_page_get_type ())

/**
 * TillPaymentsPage:
 *
 * All payments: searched, filtered, in order, with what they add up to; a press leads to one of them.
 *
 * Properties: "register" (TillRegister, nullable), "size-class" (TillSizeClass).
 */
G_DECLARE_FINAL_TYPE (TillPaymentsPage, till_payments_page, TILL, PAYMENTS_PAGE, GtkWidget)

G_END_DECLS
