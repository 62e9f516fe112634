/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "connect-merchant-action.h"
#include "till-code.h"
#include "till-error.h"
#include "till-record.h"

G_BEGIN_DECLS

/** TillWaitEnd: how the wait for a payment on a screen ended. */
typedef enum
{
  TILL_WAIT_NONE,         /* nobody waits, or the wait goes on */
  TILL_WAIT_FINAL,        /* the payment is final */
  TILL_WAIT_LEFT,         /* somebody left it */
  TILL_WAIT_TIMED_OUT,
  TILL_WAIT_NO_CODE,      /* no code came: nobody can pay it, one can charge again */
  TILL_WAIT_ATTENTION,    /* amount-differs, reversed, other-account: call the manager */
  TILL_WAIT_DONE,         /* a type without a screen: its data is there */
} TillWaitEnd;

#define TILL_TYPE_PAYMENT (till_payment_get_type ())

/**
 * TillPayment:
 *
 * One payment as pages and commands see it: the journal's record, and what is only true in this process while
 * it is followed.  Written by the register and its tracker alone; everybody else reads and listens to notify.
 *
 * Properties: "record" (TillRecord), "action" (ConnectMerchantAction), "url", "code" (TillCode), "wait-end",
 * "trouble" (int), "waiting" (boolean), "followed" (boolean).
 */
G_DECLARE_FINAL_TYPE (TillPayment, till_payment, TILL, PAYMENT, GObject)

/** till_payment_get_record: (transfer none); never %NULL; replaced by a new snapshot at each step ("record" notifies). */
TillRecord            *till_payment_get_record      (TillPayment *self);
/** till_payment_get_state: a short cut through the record. */
TillPaymentState       till_payment_get_state       (TillPayment *self);
/** till_payment_get_action: (nullable) (transfer none): only while it can be paid here: shown, not abandoned, not final. */
ConnectMerchantAction *till_payment_get_action      (TillPayment *self);
/** till_payment_get_url: (nullable): address of a hosted checkout, or of a urlIntent; while it can be paid. */
const char            *till_payment_get_url         (TillPayment *self);
/** till_payment_get_code: (nullable) (transfer none): what a phone can scan, while it can be paid. */
TillCode              *till_payment_get_code        (TillPayment *self);
/** till_payment_get_wait_end: see TillWaitEnd. */
TillWaitEnd            till_payment_get_wait_end    (TillPayment *self);
/** till_payment_is_waiting: somebody waits for it here (a screen, or --wait). */
gboolean               till_payment_is_waiting      (TillPayment *self);
/** till_payment_is_followed: this process holds its lock and looks after it. */
gboolean               till_payment_is_followed     (TillPayment *self);
/** till_payment_get_trouble: the last call's TillError, or -1 when the last call was answered. */
int                    till_payment_get_trouble     (TillPayment *self);
/** till_payment_get_deadline: boot time (ms) at which the wait times out; -1: none. */
gint64                 till_payment_get_deadline    (TillPayment *self);
/** till_payment_get_last_answer: boot time (ms) of the last answer about it; -1: none in this process. */
gint64                 till_payment_get_last_answer (TillPayment *self);
/** till_payment_get_next_look: boot time (ms) of the next question; -1: none planned here. */
gint64                 till_payment_get_next_look   (TillPayment *self);

G_END_DECLS
