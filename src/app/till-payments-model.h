/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-payment-item.h"
#include "till-register.h"
#include "till-selection.h"

G_BEGIN_DECLS

#define TILL_TYPE_PAYMENTS_MODEL (till_payments_model_get_type ())

/**
 * TillPaymentsModel:
 *
 * What a filter chooses among all payments, as a GListModel of TillPaymentItem: the rows are known as the journal
 * is read, page by page, and each payment is read when somebody looks at its place.  Kept up to date.
 *
 * Signals: "read": get_selection() has more, or other, figures than before.
 */
G_DECLARE_FINAL_TYPE (TillPaymentsModel, till_payments_model, TILL, PAYMENTS_MODEL, GObject)

TillPaymentsModel   *till_payments_model_new           (TillRegister         *reg);

/** till_payments_model_set_query: begins to read; what was shown stays until there is something to show instead. */
void                 till_payments_model_set_query     (TillPaymentsModel    *self,
                                                        const TillListFilter *filter,
                                                        TillSort              sort,
                                                        gboolean              ascending);
/** till_payments_model_get_selection: (nullable) (transfer none): what is shown, as far as it is read; %NULL before the first page. */
const TillSelection *till_payments_model_get_selection (TillPaymentsModel    *self);

G_END_DECLS
