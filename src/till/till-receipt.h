/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-record.h"

G_BEGIN_DECLS

/** TillReceiptKind: what a part of a receipt is, and so how it is set. */
typedef enum
{
  TILL_RECEIPT_SHOP,     /* its name */
  TILL_RECEIPT_MARK,     /* one word in a frame: a copy */
  TILL_RECEIPT_TITLE,
  TILL_RECEIPT_STATE,    /* what became of it, in words */
  TILL_RECEIPT_AMOUNT,   /* large: only money that came, or went back, without doubt */
  TILL_RECEIPT_NOTICE,   /* a sentence that nobody may overlook */
  TILL_RECEIPT_FACT,     /* a name and what is so called */
  TILL_RECEIPT_RULE,     /* a line between facts */
  TILL_RECEIPT_CODE,     /* the text to be drawn as a code, and what it is for (name) */
} TillReceiptKind;

/** TillReceiptPart: what stands on it, from top to bottom. Texts are for people: see till_text_for_people(). */
typedef struct
{
  TillReceiptKind  kind;
  const char      *name;   /* (nullable) static, translated */
  char            *text;   /* (nullable) (owned) of a rule none */
} TillReceiptPart;

/**
 * TillReceipt:
 *
 * What stands on paper about one payment, or about one refund of it.  Only what is certain: the paper of a payment
 * that is not paid says that it is no proof, and has neither title nor amount nor code of one that is.
 */
typedef struct
{
  GPtrArray  *parts;    /* (owned) (element-type TillReceiptPart) */
  const char *across;   /* (nullable) static, translated: large across the page, behind everything else */
  gboolean    proof;    /* of a payment, or a refund, that happened: also of play money, which it then says */
} TillReceipt;

/** TillReceiptWish: which receipt of a payment. */
typedef struct
{
  const char *shop;     /* (nullable) its name, from the settings */
  gint64      now;      /* when it is printed, µs since 1970 */
  gboolean    copy;     /* it was printed before */
  const char *refund;   /* (nullable) our id of one of its refunds: the receipt of that */
} TillReceiptWish;

/**
 * till_receipt_new:
 *
 * Pure, but for the local time zone and language.
 *
 * Returns: (transfer full) (nullable): %NULL when the payment has no such refund
 */
TillReceipt      *till_receipt_new         (TillRecord            *record,
                                            const TillReceiptWish *wish);
void              till_receipt_free        (TillReceipt           *self);

/** till_receipt_is_due: the money came, and nothing speaks against saying so: its receipt is a proof. */
gboolean          till_receipt_is_due      (TillRecord            *record);
/** till_receipt_find_refund: (return) (nullable) (transfer none): by our id, the platform's, or its merchant reference. */
const TillRefund *till_receipt_find_refund (TillRecord            *record,
                                            const char            *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TillReceipt, till_receipt_free)

G_END_DECLS
