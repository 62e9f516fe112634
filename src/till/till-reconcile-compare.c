/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-json-private.h"
#include "till-judge-private.h"
#include "till-judge-refund.h"
#include "till-reconcile.h"

/* What is the same here and there, and what is not: pure. */

static const char *const kind_words[TILL_N_FINDINGS] = {
  [TILL_FINDING_DIFFERENT] = "different",
  [TILL_FINDING_ONLY_HERE] = "only-here",
  [TILL_FINDING_ONLY_THERE] = "only-there",
  [TILL_FINDING_NOT_ANSWERED] = "not-answered",
  [TILL_FINDING_OTHER_ACCOUNT] = "other-account",
};

TillFinding *
till_finding_new (TillFindingKind  kind,
                  TillRecord      *record)
{
  TillFinding *self = g_new0 (TillFinding, 1);

  self->kind = kind;
  self->record = till_record_ref (record);
  self->there_amount = CONNECT_AMOUNT_ABSENT;

  return self;
}

void
till_finding_free (TillFinding *self)
{
  g_return_if_fail (self != NULL);

  till_record_unref (self->record);
  g_free (self->refund);
  g_free (self->there_id);
  g_free (self->there_status);
  g_free (self);
}

const char *
till_finding_kind_to_string (TillFindingKind kind)
{
  g_return_val_if_fail ((guint) kind < TILL_N_FINDINGS, NULL);

  return kind_words[kind];
}

static GPtrArray *
new_findings (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) till_finding_free);
}

static TillFinding *
add_finding (GPtrArray       *findings,
             TillFindingKind  kind,
             TillRecord      *record)
{
  TillFinding *finding = till_finding_new (kind, record);

  g_ptr_array_add (findings, finding);

  return finding;
}

static void
set_there (TillFinding *finding,
           const char  *id,
           const char  *status,
           const char  *currency,
           gint64       amount)
{
  finding->there_id = g_strdup (id);
  finding->there_status = g_strdup (status);
  g_strlcpy (finding->there_currency, currency, sizeof finding->there_currency);
  finding->there_amount = amount;
}

/* What nobody paid in its life the platform may call open for ever, or by any of the words for "no". */
static gboolean
agrees (TillRecord  *record,
        TillVerdict  verdict)
{
  switch (record->state)
    {
    case TILL_PAYMENT_PAID:
      return verdict == (record->reversed ? TILL_VERDICT_REVERSED : TILL_VERDICT_PAID);
    case TILL_PAYMENT_REFUSED:
      return verdict == TILL_VERDICT_REFUSED;
    case TILL_PAYMENT_CANCELLED:
      return verdict == TILL_VERDICT_CANCELLED;
    case TILL_PAYMENT_EXPIRED:
      return verdict == TILL_VERDICT_OPEN || verdict == TILL_VERDICT_REFUSED || verdict == TILL_VERDICT_CANCELLED;
    case TILL_PAYMENT_REQUESTED:
    case TILL_PAYMENT_WAITING:
    case TILL_PAYMENT_CONFIRMING:
      return verdict == TILL_VERDICT_OPEN;
    case TILL_PAYMENT_VOID:
    default:
      return FALSE;
    }
}

static TillDifference
compare_money (TillRecord *record,
               gint64      here,
               const char *currency,
               gint64      there)
{
  gboolean currency_differs = *currency != '\0' && !g_str_equal (currency, record->money.currency);

  return (currency_differs ? TILL_DIFFERENCE_CURRENCY : 0)
         | (there != CONNECT_AMOUNT_ABSENT && there != here ? TILL_DIFFERENCE_AMOUNT : 0);
}

static TillDifference
compare_payment (TillRecord     *record,
                 ConnectPayment *payment)
{
  TillVerdict verdict = till_judge_verdict (record, payment);
  TillDifference differs = compare_money (record, record->money.amount, payment->currency, payment->amount);

  /* Amounts by which money came are compared as everywhere. */
  if (differs == 0 && till_judge_is_money (verdict) && till_judge_differs (record, payment))
    differs |= TILL_DIFFERENCE_AMOUNT;
  if (!agrees (record, verdict))
    differs |= TILL_DIFFERENCE_STATE;

  return differs;
}

/* On a page a customer may have tried several times: only money, and what may become money, is ours to know of. */
static gboolean
is_ours_to_know (TillRecord     *record,
                 ConnectPayment *payment)
{
  TillVerdict verdict = till_judge_verdict (record, payment);

  return record->checkout_id == NULL || (verdict != TILL_VERDICT_REFUSED && verdict != TILL_VERDICT_CANCELLED
                                         && (verdict != TILL_VERDICT_OPEN || record->state != TILL_PAYMENT_PAID));
}

GPtrArray *
till_reconcile_payments (TillRecord *record,
                         GPtrArray  *found)
{
  GPtrArray *findings = new_findings ();
  gboolean known = record->payment_id == NULL;

  for (guint i = 0; i < found->len; i++)
    {
      ConnectPayment *payment = g_ptr_array_index (found, i);
      gboolean is_it = g_strcmp0 (record->payment_id, payment->id) == 0;
      TillDifference differs = is_it ? compare_payment (record, payment) : 0;
      TillFinding *finding;

      known |= is_it;
      if (is_it && differs == 0)
        continue;
      if (!is_it && (g_strcmp0 (record->other_payment_id, payment->id) == 0 || !is_ours_to_know (record, payment)))
        continue;
      finding = add_finding (findings, is_it ? TILL_FINDING_DIFFERENT : TILL_FINDING_ONLY_THERE, record);
      finding->differs = differs;
      set_there (finding, payment->id, payment->status, payment->currency, payment->amount);
    }

  if (!known)
    add_finding (findings, TILL_FINDING_ONLY_HERE, record);

  return findings;
}

static const TillRefund *
find_refund (TillRecord    *record,
             ConnectRefund *there)
{
  for (guint i = 0; i < record->refunds->len; i++)
    {
      const TillRefund *refund = g_ptr_array_index (record->refunds, i);

      if (g_strcmp0 (refund->refund_id, there->id) == 0
          || (refund->refund_id == NULL && g_strcmp0 (refund->reference, there->merchant_reference) == 0))
        return refund;
    }

  return NULL;
}

static void
add_refund_finding (GPtrArray        *findings,
                    TillFindingKind   kind,
                    TillRecord       *record,
                    const TillRefund *refund,
                    TillDifference    differs,
                    ConnectRefund    *there)
{
  TillFinding *finding = add_finding (findings, kind, record);

  finding->is_refund = TRUE;
  finding->differs = differs;
  finding->refund = refund != NULL ? g_strdup (refund->id) : NULL;
  if (there != NULL)
    set_there (finding, there->id, there->status, there->currency, there->amount);
}

/* An answer that is still missing differs from any that there is; "void" is what was never made. */
static TillDifference
compare_refund (TillRecord       *record,
                const TillRefund *refund,
                ConnectRefund    *there)
{
  TillDifference differs = compare_money (record, refund->amount, there->currency, there->amount);

  if (!g_str_equal (till_judge_refund_state (refund, there->status), refund->state)
      || g_str_equal (refund->state, "void"))
    differs |= TILL_DIFFERENCE_STATE;

  return differs;
}

GPtrArray *
till_reconcile_refunds (TillRecord *record,
                        GPtrArray  *listed)
{
  GPtrArray *findings = new_findings ();
  g_autoptr(GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < listed->len; i++)
    {
      ConnectRefund *there = g_ptr_array_index (listed, i);
      const TillRefund *refund = find_refund (record, there);
      TillDifference differs = refund != NULL ? compare_refund (record, refund, there) : 0;

      if (refund == NULL)
        add_refund_finding (findings, TILL_FINDING_ONLY_THERE, record, NULL, 0, there);
      else if (differs != 0)
        add_refund_finding (findings, TILL_FINDING_DIFFERENT, record, refund, differs, there);
      if (refund != NULL)
        g_hash_table_add (seen, (gpointer) refund);
    }

  /* Of what the platform refused, or never got, it need not keep anything. */
  for (guint i = 0; i < record->refunds->len; i++)
    {
      const TillRefund *refund = g_ptr_array_index (record->refunds, i);

      if (!g_hash_table_contains (seen, refund) && !till_refund_has_failed (refund))
        add_refund_finding (findings, TILL_FINDING_ONLY_HERE, record, refund, 0, NULL);
    }

  return findings;
}

static void
add_differs (JsonBuilder    *builder,
             TillDifference  differs)
{
  static const char *const words[] = { "amount", "currency", "state" };

  json_builder_set_member_name (builder, "differs");
  json_builder_begin_array (builder);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (differs & (1u << i))
        json_builder_add_string_value (builder, words[i]);
    }
  json_builder_end_array (builder);
}

static void
add_here (JsonBuilder *builder,
          TillFinding *self)
{
  const TillRefund *refund = self->refund != NULL ? till_record_get_refund (self->record, self->refund) : NULL;

  if (self->is_refund && refund == NULL)
    return;

  json_builder_set_member_name (builder, "here");
  json_builder_begin_object (builder);
  till_json_add_int (builder, "amount", refund != NULL ? refund->amount : self->record->money.amount);
  till_json_add_text (builder, "currency", self->record->money.currency);
  till_json_add_text (builder, "state",
                      refund != NULL ? refund->state : till_payment_state_to_string (self->record->state));
  till_json_add_text (builder, "id", refund != NULL ? refund->refund_id : self->record->payment_id);
  json_builder_end_object (builder);
}

static void
add_there (JsonBuilder *builder,
           TillFinding *self)
{
  if (self->there_id == NULL)
    return;

  json_builder_set_member_name (builder, "there");
  json_builder_begin_object (builder);
  if (self->there_amount != CONNECT_AMOUNT_ABSENT && self->there_amount != CONNECT_AMOUNT_ODD)
    till_json_add_int (builder, "amount", self->there_amount);
  if (!g_str_equal (self->there_currency, CONNECT_CURRENCY_ODD))
    till_json_add_text (builder, "currency", self->there_currency);
  till_json_add_text (builder, "status", self->there_status);
  till_json_add_text (builder, "id", self->there_id);
  json_builder_end_object (builder);
}

char *
till_finding_to_json (TillFinding *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  json_builder_begin_object (builder);
  till_json_add_text (builder, "finding", till_finding_kind_to_string (self->kind));
  till_json_add_text (builder, "about", self->is_refund ? "refund" : "payment");
  till_json_add_text (builder, "id", self->record->id);
  till_json_add_text (builder, "reference", self->record->reference);
  till_json_add_text (builder, "merchantReference", self->record->merchant_reference);
  till_json_add_text (builder, "refund", self->refund);
  add_differs (builder, self->differs);
  add_here (builder, self);
  add_there (builder, self);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}
