/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-record.h"

G_BEGIN_DECLS

/**
 * TillStanding:
 *
 * What people are told about where a payment stands: one word for all programs, chosen in one place.
 */
typedef enum
{
  TILL_STANDING_ASKING,          /* Asking WeChat Pay */
  TILL_STANDING_WAITING,         /* Waiting for the customer */
  TILL_STANDING_CONFIRMING,      /* Confirming */
  TILL_STANDING_PAID,            /* Paid */
  TILL_STANDING_REFUSED,         /* Refused */
  TILL_STANDING_CANCELLED,       /* Cancelled */
  TILL_STANDING_NOT_PAID,        /* Not paid (expired) */
  TILL_STANDING_NOTHING,         /* Nothing was charged (void) */
  TILL_STANDING_NOT_CERTAIN,     /* Not certain (left, or no answer) */
  TILL_STANDING_CALL_MANAGER,    /* Do not hand over: call the manager */
  TILL_STANDING_PAID_LATE,       /* Paid late */
  TILL_STANDING_PAID_TWICE,      /* Paid twice */
  TILL_STANDING_REFUND_FAILED,   /* Refund failed */
} TillStanding;

#define TILL_N_STANDINGS 13

/** till_standing_of: @waited_for: somebody waits for it right now. A paid payment that is reversed is never PAID. */
TillStanding till_standing_of        (TillRecord    *record,
                                      gboolean       waited_for);
/** till_standing_of_state: the word for a state alone, for sums of many payments. */
TillStanding till_standing_of_state  (TillPaymentState state);
/** till_standing_to_text: (return) the translated words (static), as design.md names them for assistive technology. */
const char  *till_standing_to_text   (TillStanding   standing);
/** till_standing_is_money: it came and may be added up: bold in lists. */
gboolean     till_standing_is_money  (TillStanding   standing);
/** till_refund_state_to_text: (return) the translated words for TillRefund.state (static). */
const char  *till_refund_state_to_text (const char   *state);

G_END_DECLS
