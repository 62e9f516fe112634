/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "till-question.h"
#include "till-trouble-page.h"
#include "till-widget.h"

struct _TillTroublePage
{
  GtkWidget      parent_instance;

  AdwStatusPage *status;
  GtkWidget     *reopen;
  GtkWidget     *aside;
  GtkLabel      *details;
};

G_DEFINE_FINAL_TYPE (TillTroublePage, till_trouble_page, GTK_TYPE_WIDGET)

static void
answered_cb (AdwMessageDialog *dialog,
             const char       *response,
             TillTroublePage  *self)
{
  if (g_str_equal (response, "aside"))
    gtk_widget_activate_action (GTK_WIDGET (self), "app.set-journal-aside", NULL);
}

static void
aside_cb (TillTroublePage *self)
{
  AdwMessageDialog *dialog;

  dialog = till_question_present (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                  _("Begin a new journal?"),
                                  _("The damaged one is moved aside and kept. Payments that are open in it are no longer "
                                    "watched: look them up in the platform’s list before anything is charged again."),
                                  _("Cancel"), "aside", _("Begin a new journal"), ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), self, 0);
}

static gboolean
till_trouble_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (TILL_TROUBLE_PAGE (widget)->reopen);
}

static void
till_trouble_page_dispose (GObject *object)
{
  till_widget_unparent_children (GTK_WIDGET (object));

  G_OBJECT_CLASS (till_trouble_page_parent_class)->dispose (object);
}

static void
till_trouble_page_class_init (TillTroublePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = till_trouble_page_dispose;
  widget_class->grab_focus = till_trouble_page_grab_focus;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/tillpay/Till/till-trouble-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TillTroublePage, status);
  gtk_widget_class_bind_template_child (widget_class, TillTroublePage, reopen);
  gtk_widget_class_bind_template_child (widget_class, TillTroublePage, aside);
  gtk_widget_class_bind_template_child (widget_class, TillTroublePage, details);
  gtk_widget_class_bind_template_callback (widget_class, aside_cb);
}

static void
till_trouble_page_init (TillTroublePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
till_trouble_page_set_error (TillTroublePage *self,
                             TillError        code,
                             const char      *details)
{
  g_return_if_fail (TILL_IS_TROUBLE_PAGE (self));

  adw_status_page_set_title (self->status, till_error_sentence (code));
  adw_status_page_set_description (self->status, till_error_remedy (code));
  gtk_label_set_text (self->details, details);
  gtk_widget_set_visible (self->aside, code == TILL_ERROR_JOURNAL_DAMAGED);
}
