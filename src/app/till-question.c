/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-question.h"

AdwMessageDialog *
till_question_present (GtkWindow             *parent,
                       const char            *heading,
                       const char            *body,
                       const char            *no,
                       const char            *yes_id,
                       const char            *yes,
                       AdwResponseAppearance  appearance)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, body));

  adw_message_dialog_add_responses (dialog, "cancel", no, yes_id, yes, NULL);
  adw_message_dialog_set_response_appearance (dialog, yes_id, appearance);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  gtk_widget_add_css_class (GTK_WIDGET (dialog), "question");
  gtk_window_present (GTK_WINDOW (dialog));

  return dialog;
}
