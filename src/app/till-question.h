/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * till_question_present:
 * @no: label of the answer that changes nothing; its id is "cancel", and Enter and Esc mean it: they may have bounced
 * @yes_id: id of the other answer
 * @yes: its label
 *
 * Asks over @parent, with buttons for fingers.
 *
 * Returns: (transfer none): connect to its "response"
 */
AdwMessageDialog *till_question_present (GtkWindow             *parent,
                                         const char            *heading,
                                         const char            *body,
                                         const char            *no,
                                         const char            *yes_id,
                                         const char            *yes,
                                         AdwResponseAppearance  appearance);

G_END_DECLS
