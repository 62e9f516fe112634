/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "till-register.h"

G_BEGIN_DECLS

#define TILL_TYPE_NOTICE (till_notice_get_type ())

/**
 * TillNotice:
 *
 * Money that came late, twice, or went back: what happened, and what a person did about it.  It stands until
 * somebody says so.
 *
 * Properties: "register" (TillRegister, nullable).
 */
G_DECLARE_FINAL_TYPE (TillNotice, till_notice, TILL, NOTICE, GtkWidget)

/** till_notice_set_payment: @payment: (nullable). */
void         till_notice_set_payment (TillNotice   *self,
                                      TillPayment  *payment);
/** till_notice_set_n: how many payments need a person, this one included. */
void         till_notice_set_n       (TillNotice   *self,
                                      guint         n);

/** TillNoticeChoice: what a person can have done about it; closing it with a reason is always there. */
typedef enum
{
  TILL_NOTICE_HANDED_OVER = 1 << 0,
  TILL_NOTICE_REFUNDED    = 1 << 1,
} TillNoticeChoice;

/** till_notice_is_for: a final payment that needs a person. What is open stands among the unresolved ones. Pure. */
gboolean     till_notice_is_for      (TillRecord   *record);
/** till_notice_explain: (return) what happened and what to do (static, translated). Pure. */
const char  *till_notice_explain     (TillRecord   *record);
/** till_notice_choices: what makes sense for @record. Pure. */
TillNoticeChoice till_notice_choices (TillRecord   *record);

G_END_DECLS
