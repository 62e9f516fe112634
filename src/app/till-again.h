/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "till-register.h"

G_BEGIN_DECLS

/**
 * till_again_async:
 * @payment: an earlier one of the order that is to be charged again
 *
 * What stands before charging an order again: the platform is asked once more about @payment (5 s at most), and
 * where both could be paid in the end, the question says so.  Finish: whether to charge; not when cancelled before
 * the question.
 */
void      till_again_async    (GtkWindow            *parent,
                               TillRegister         *reg,
                               TillPayment          *payment,
                               GCancellable         *cancellable,
                               GAsyncReadyCallback   callback,
                               gpointer              user_data);
gboolean  till_again_finish   (GAsyncResult         *result);

/** till_again_asks: whether @record, as it stands now, could be paid beside another one. Pure. */
gboolean    till_again_asks    (TillRecord *record);
/** till_again_heading: (return) (static, translated). Pure. */
const char *till_again_heading (TillRecord *record);
/**
 * till_again_body:
 * @answered: the platform answered just now
 * @now: wall time, µs since 1970
 *
 * Returns: (transfer full): what is known, and what could happen. Pure, but for the local time zone
 */
char       *till_again_body    (TillRecord *record,
                                gboolean    answered,
                                gint64      now);

G_END_DECLS
