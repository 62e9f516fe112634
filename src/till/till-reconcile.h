/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-register.h"

G_BEGIN_DECLS

/*
 * The journal against the platform.  Each payment of a span of days is looked for by its merchant reference, and the
 * refunds of what was paid are listed: questions only, so nothing is changed by them, neither there nor in the
 * journal.  What the platform knows under other references than ours nobody can find out by this API.
 */

typedef enum
{
  TILL_FINDING_DIFFERENT,       /* both know it, and say different things of it */
  TILL_FINDING_ONLY_HERE,       /* the platform knows nothing of it */
  TILL_FINDING_ONLY_THERE,      /* under our reference, and the journal does not know it */
  TILL_FINDING_NOT_ANSWERED,    /* nothing is known of it */
  TILL_FINDING_OTHER_ACCOUNT,   /* not asked: it was made with another account */
} TillFindingKind;

#define TILL_N_FINDINGS 5

typedef enum
{
  TILL_DIFFERENCE_AMOUNT   = 1 << 0,
  TILL_DIFFERENCE_CURRENCY = 1 << 1,
  TILL_DIFFERENCE_STATE    = 1 << 2,
} TillDifference;

/** TillFinding: one thing that is not the same here and there. */
typedef struct
{
  TillFindingKind  kind;
  TillDifference   differs;
  TillRecord      *record;         /* (owned) the payment, or that of the refund */
  char            *refund;         /* (nullable) (owned) our id, when it is about a refund that we know */
  gboolean         is_refund;
  char            *there_id;       /* (nullable) (owned) the platform's id of it, when the platform knows it */
  char            *there_status;   /* (nullable) (owned) */
  char             there_currency[4];
  gint64           there_amount;   /* minor units, or CONNECT_AMOUNT_ABSENT or _ODD */
} TillFinding;

TillFinding *till_finding_new            (TillFindingKind  kind,
                                          TillRecord      *record);
void         till_finding_free           (TillFinding     *self);
/** till_finding_kind_to_string: (return) "only-here" … (static). */
const char  *till_finding_kind_to_string (TillFindingKind  kind);
/** till_finding_to_json: (return) (transfer full): one line, without its end. */
char        *till_finding_to_json        (TillFinding     *self);

/** till_reconcile_payments: @found: (element-type ConnectPayment): all that the platform knows under its reference. Returns: (transfer full) (element-type TillFinding) */
GPtrArray   *till_reconcile_payments     (TillRecord      *record,
                                          GPtrArray       *found);
/** till_reconcile_refunds: @listed: (element-type ConnectRefund): the refunds of its payment. The same. */
GPtrArray   *till_reconcile_refunds      (TillRecord      *record,
                                          GPtrArray       *listed);

/** TillReconciliation: how far it is, and what came of it. */
typedef struct
{
  guint n_payments;                  /* asked about, and answered */
  guint n_refunds;                   /* compared */
  guint n_findings[TILL_N_FINDINGS];
} TillReconciliation;

/** TillReconcileFunc: after each payment. @findings: (element-type TillFinding) about it, mostly empty. */
typedef void (*TillReconcileFunc) (const TillReconciliation *so_far,
                                   GPtrArray                *findings,
                                   gpointer                  func_data);

/**
 * till_reconcile_async:
 * @filter: which payments: its since and until
 *
 * One question at a time, with pauses, so that no sale waits for it; what is not answered is asked three times.
 *
 * Returns by finish: whether it came to its end; @so_far: (out): always
 *
 * Errors: %G_IO_ERROR_CANCELLED, %TILL_ERROR_NO_ACCOUNT, _KEY_REFUSED, _CLOCK_WRONG, the journal's
 */
void         till_reconcile_async        (TillRegister         *reg,
                                          const TillListFilter *filter,
                                          TillReconcileFunc     func,
                                          gpointer              func_data,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean     till_reconcile_finish       (TillRegister         *reg,
                                          GAsyncResult         *result,
                                          TillReconciliation   *so_far,
                                          GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TillFinding, till_finding_free)

G_END_DECLS
