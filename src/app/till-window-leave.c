/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-question.h"
#include "till-window-private.h"

/* A wait that cannot be written down as left in this time is left all the same: the payment is followed on by
 * whatever Till runs next. */
#define LEAVE_MS 1500

static void
go (TillWindow *self)
{
  till_window_save_size (self);
  gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
leave_timeout_cb (gpointer user_data)
{
  TillWindow *self = TILL_WINDOW (user_data);

  self->leave_id = 0;
  g_warning ("the wait could not be written down as left in time");
  go (self);

  return G_SOURCE_REMOVE;
}

static void
left_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(TillWindow) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!till_register_leave_finish (TILL_REGISTER (source), result, &error))
    g_warning ("leaving the wait: %s", error->message);

  if (self->leave_id != 0)
    go (self);
}

void
till_window_leave (TillWindow *self)
{
  g_return_if_fail (TILL_IS_WINDOW (self));

  if (self->leaving)
    return;

  self->leaving = TRUE;
  if (!till_window_is_waiting (self))
    {
      go (self);
      return;
    }

  self->leave_id = g_timeout_add (LEAVE_MS, leave_timeout_cb, self);
  till_register_leave_async (self->reg, self->payment, NULL, left_cb, g_object_ref (self));
}

static void
answered_cb (AdwMessageDialog *dialog,
             const char       *response,
             TillWindow       *self)
{
  if (g_str_equal (response, "leave"))
    till_window_leave (self);
}

static guint
count_open (TillWindow *self)
{
  guint n = self->reg != NULL ? g_list_model_get_n_items (till_register_get_unresolved (self->reg)) : 0;

  return n + (till_window_is_waiting (self) ? 1 : 0);
}

gboolean
till_window_ask_to_leave (TillWindow *self)
{
  guint n = count_open (self);
  g_autofree char *heading = NULL;
  AdwMessageDialog *dialog;

  if (self->leaving || n == 0)
    return FALSE;

  if (self->question != NULL)
    {
      gtk_window_present (GTK_WINDOW (self->question));
      return TRUE;
    }

  heading = g_strdup_printf (ngettext ("%u payment open. Leave anyway?", "%u payments open. Leave anyway?", n), n);
  dialog = till_question_present (GTK_WINDOW (self), heading,
                                  till_window_is_waiting (self)
                                  ? _("The code goes, but whoever scanned it may still pay. Nobody here would see it "
                                      "until Till is started again.")
                                  : _("Money may still come. Nobody here would see it until Till is started again."),
                                  _("Stay"), "leave", _("Leave"), ADW_RESPONSE_DESTRUCTIVE);
  g_set_weak_pointer (&self->question, GTK_WIDGET (dialog));
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), self, 0);

  return TRUE;
}
