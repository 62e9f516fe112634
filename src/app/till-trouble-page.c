/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "till-trouble-page.h"
#include "till-widget.h"

struct _TillTroublePage
{
  GtkWidget      parent_instance;

  AdwStatusPage *status;
  GtkWidget     *reopen;
  GtkLabel      *details;
};

G_DEFINE_FINAL_TYPE (TillTroublePage, till_trouble_page, GTK_TYPE_WIDGET)

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
  gtk_widget_class_bind_template_child (widget_class, TillTroublePage, details);
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
}
