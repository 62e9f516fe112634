/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "till-receipt.h"
#include "till-text.h"
#include "till-words.h"

/* Longer than any payment id; a code of more would be as wide as the paper. */
#define CODE_BYTES_MAX 64

static void
part_free (gpointer data)
{
  TillReceiptPart *part = data;

  g_free (part->text);
  g_free (part);
}

/* @text: (transfer full) (nullable). */
static void
take (TillReceipt     *self,
      TillReceiptKind  kind,
      const char      *name,
      char            *text)
{
  TillReceiptPart *part = g_new0 (TillReceiptPart, 1);

  part->kind = kind;
  part->name = name;
  part->text = text;
  g_ptr_array_add (self->parts, part);
}

static void
add (TillReceipt     *self,
     TillReceiptKind  kind,
     const char      *text)
{
  take (self, kind, NULL, g_strdup (text));
}

/* @value: (nullable): any bytes; what is not known has no line. */
static void
add_fact (TillReceipt *self,
          const char  *name,
          const char  *value)
{
  if (value != NULL && *value != '\0')
    take (self, TILL_RECEIPT_FACT, name, till_text_for_people (value));
}

static char *
format_money (TillRecord *record,
              gint64      amount)
{
  TillMoney money = record->money;

  money.amount = amount;

  return till_money_format (&money);
}

static char *
format_time (gint64      wall_time,
             const char *format)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (wall_time / G_USEC_PER_SEC);
  g_autoptr(GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return local != NULL ? g_date_time_format (local, format) : g_strdup ("");
}

static void
add_date_and_time (TillReceipt *self,
                   gint64       wall_time)
{
  /* Translators: a day on a receipt, as strftime writes it: 23 November 2026 */
  g_autofree char *date = format_time (wall_time, _("%-d %B %Y"));
  /* Translators: the time of day with its zone, as strftime writes it: 09:00:00 (UTC+01:00) */
  g_autofree char *time = format_time (wall_time, _("%H:%M:%S (UTC%:z)"));

  add_fact (self, _("Date"), date);
  add_fact (self, _("Time"), time);
}

static void
add_moment (TillReceipt *self,
            const char  *name,
            gint64       wall_time)
{
  /* Translators: day and time of day with its zone on one line of a receipt, as strftime writes them */
  g_autofree char *text = format_time (wall_time, _("%Y-%m-%d %H:%M:%S (UTC%:z)"));

  add_fact (self, name, text);
}

static void
add_head (TillReceipt           *self,
          TillRecord            *record,
          const TillReceiptWish *wish,
          const char            *title)
{
  if (wish->shop != NULL && *wish->shop != '\0')
    take (self, TILL_RECEIPT_SHOP, NULL, till_text_for_people (wish->shop));
  if (wish->copy)
    /* Translators: a noun: this paper is not the first of this receipt */
    add (self, TILL_RECEIPT_MARK, C_("receipt", "Copy"));

  /* Translators: title of a paper about a payment or refund that did not happen, or is not certain */
  add (self, TILL_RECEIPT_TITLE, self->proof ? title : _("Not a receipt"));

  if (g_strcmp0 (record->endpoint, "training") == 0)
    {
      /* Translators: stands large across a receipt of play money */
      self->across = _("Training");
      add (self, TILL_RECEIPT_NOTICE, _("Training with play money. Nothing was paid."));
    }
}

/* A code leads to a payment that money can go back of: the paper of anything else has none to be mistaken. */
static void
add_code (TillReceipt *self,
          TillRecord  *record)
{
  const char *id = record->payment_id;

  if (!self->proof || id == NULL || *id == '\0' || strlen (id) > CODE_BYTES_MAX || !g_str_is_ascii (id))
    return;

  add (self, TILL_RECEIPT_RULE, NULL);
  /* Translators: under a code on a receipt */
  take (self, TILL_RECEIPT_CODE, _("Scan for a refund"), till_text_on_one_line (id));
}

/* Till's own id only where the platform has none: a person types what is on the paper. */
static void
add_ids (TillReceipt *self,
         TillRecord  *record)
{
  add_fact (self, _("WeChat number"), record->wechat_id);
  add_fact (self, _("Payment ID"), record->payment_id);
  add_fact (self, _("Reference at the platform"), record->merchant_reference);
  if (record->payment_id == NULL)
    add_fact (self, _("Till’s own ID"), record->id);
}

static void
add_order (TillReceipt *self,
           TillRecord  *record)
{
  add_fact (self, _("Reference"), record->reference);
  add_fact (self, _("Description"), record->description);
  add_fact (self, _("Till"), record->till);
}

/* What went back, or may have: a refund that failed changed nothing. */
static void
add_refunds (TillReceipt *self,
             TillRecord  *record)
{
  gboolean known = TRUE;
  guint n = 0;

  for (guint i = 0; i < record->refunds->len; i++)
    {
      const TillRefund *refund = g_ptr_array_index (record->refunds, i);
      g_autofree char *amount = format_money (record, -refund->amount);

      if (till_refund_has_failed (refund))
        continue;
      if (n++ == 0)
        add (self, TILL_RECEIPT_RULE, NULL);
      known = known && !till_refund_is_unknown (refund);
      add_fact (self, till_refund_state_to_text (refund->state), amount);
    }

  if (n > 0 && known)
    {
      g_autofree char *left = format_money (record, till_record_get_paid_amount (record) - till_record_get_refunded (record));

      /* Translators: of what was paid, after refunds */
      add_fact (self, _("Remaining"), left);
    }
}

/* What only people of the shop are told (late, twice, a failed refund) changes nothing about the money that came;
 * and an order to call the manager is none to the customer. */
static const char *
describe_state (TillRecord *record)
{
  TillStanding standing = till_standing_of (record, FALSE);

  if (till_standing_is_money (standing))
    return till_standing_to_text (TILL_STANDING_PAID);
  if (standing != TILL_STANDING_CALL_MANAGER)
    return till_standing_to_text (standing);
  if (record->reversed)
    /* Translators: a state: the money of a payment that had been paid was taken back from the shop */
    return _("Taken back");

  return till_standing_to_text (TILL_STANDING_NOT_CERTAIN);
}

static void
fill_payment (TillReceipt           *self,
              TillRecord            *record,
              const TillReceiptWish *wish)
{
  gint64 came = till_record_get_paid_amount (record);
  g_autofree char *paid = format_money (record, came);
  g_autofree char *asked_for = till_money_format (&record->money);

  self->proof = till_receipt_is_due (record);
  /* Translators: title of the paper that a customer gets */
  add_head (self, record, wish, _("Receipt"));
  add (self, TILL_RECEIPT_STATE, describe_state (record));
  if (self->proof)
    add (self, TILL_RECEIPT_AMOUNT, paid);
  else
    add (self, TILL_RECEIPT_NOTICE, _("This paper is no proof of payment."));

  add (self, TILL_RECEIPT_RULE, NULL);
  if (!self->proof || came != record->money.amount)
    add_fact (self, _("Asked for"), asked_for);
  add_date_and_time (self, self->proof && record->paid_time != 0 ? record->paid_time : record->created);
  add_order (self, record);
  /* Translators: how it was paid; the value is a name */
  add_fact (self, _("Paid by"), self->proof ? "WeChat Pay" : NULL);
  add_ids (self, record);
  if (self->proof)
    add_refunds (self, record);
}

static void
fill_refund (TillReceipt           *self,
             TillRecord            *record,
             const TillRefund      *refund,
             const TillReceiptWish *wish)
{
  g_autofree char *amount = format_money (record, refund->amount);
  g_autofree char *of = format_money (record, till_record_get_paid_amount (record));

  self->proof = !till_refund_is_unknown (refund) && !till_refund_has_failed (refund);
  add_head (self, record, wish, _("Refund receipt"));
  add (self, TILL_RECEIPT_STATE, till_refund_state_to_text (refund->state));
  if (self->proof)
    add (self, TILL_RECEIPT_AMOUNT, amount);
  else
    add (self, TILL_RECEIPT_NOTICE, _("This paper is no proof of a refund."));

  add (self, TILL_RECEIPT_RULE, NULL);
  if (!self->proof)
    add_fact (self, _("Asked for"), amount);
  add_date_and_time (self, refund->created);
  add_fact (self, _("Refund reference"), refund->reference);
  add_fact (self, _("Refund ID"), refund->refund_id);

  add (self, TILL_RECEIPT_RULE, NULL);
  /* Translators: on the receipt of a refund: the amount of the payment that it belongs to */
  add_fact (self, _("Payment of"), of);
  add_moment (self, _("Paid on"), record->paid_time != 0 ? record->paid_time : record->created);
  add_order (self, record);
  add_ids (self, record);
}

TillReceipt *
till_receipt_new (TillRecord            *record,
                  const TillReceiptWish *wish)
{
  const TillRefund *refund = NULL;
  TillReceipt *self;

  g_return_val_if_fail (record != NULL, NULL);
  g_return_val_if_fail (wish != NULL, NULL);

  if (wish->refund != NULL && (refund = till_record_get_refund (record, wish->refund)) == NULL)
    return NULL;

  self = g_new0 (TillReceipt, 1);
  self->parts = g_ptr_array_new_with_free_func (part_free);
  if (refund != NULL)
    fill_refund (self, record, refund, wish);
  else
    fill_payment (self, record, wish);

  add (self, TILL_RECEIPT_RULE, NULL);
  /* Translators: when this paper was printed: what stands above is what was known then */
  add_moment (self, _("Printed"), wish->now);
  add_code (self, record);

  return self;
}

void
till_receipt_free (TillReceipt *self)
{
  g_ptr_array_unref (self->parts);
  g_free (self);
}

gboolean
till_receipt_is_due (TillRecord *record)
{
  g_return_val_if_fail (record != NULL, FALSE);

  return till_standing_is_money (till_standing_of (record, FALSE));
}

const TillRefund *
till_receipt_find_refund (TillRecord *record,
                          const char *id)
{
  g_return_val_if_fail (record != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < record->refunds->len; i++)
    {
      const TillRefund *refund = g_ptr_array_index (record->refunds, i);

      if (g_str_equal (id, refund->id) || g_strcmp0 (id, refund->refund_id) == 0 || g_str_equal (id, refund->reference))
        return refund;
    }

  return NULL;
}
