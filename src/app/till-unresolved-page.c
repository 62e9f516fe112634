/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-unresolved-page.h"
#include "till-unresolved-row.h"
#include "till-unresolved-view.h"
#include "till-widget.h"

#define TICK_SECONDS 1

struct _TillUnresolvedPage
{
  GtkWidget     parent_instance;

  GtkWidget    *back;
  GtkLabel     *headline;
  GtkLabel     *advice;
  GtkWidget    *check_all;
  GtkListBox   *list;

  TillRegister *reg;      /* (nullable) (owned) */
  TillClock    *clock;    /* (owned) */
  GListModel   *model;    /* (nullable) (owned) (element-type TillPayment) */
  guint         tick_id;  /* source; only while the page is mapped */
};

G_DEFINE_FINAL_TYPE (TillUnresolvedPage, till_unresolved_page, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_REGISTER = 1,
} TillUnresolvedPageProperty;

static GParamSpec *properties[PROP_REGISTER + 1];

static void
for_each_row (TillUnresolvedPage *self,
              void              (*func) (TillUnresolvedRow *row))
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list));
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (TILL_IS_UNRESOLVED_ROW (child))
      func (TILL_UNRESOLVED_ROW (child));
}

static void
check_all_cb (TillUnresolvedPage *self)
{
  for_each_row (self, till_unresolved_row_check);
}

static void
update (TillUnresolvedPage *self)
{
  guint n = self->model != NULL ? g_list_model_get_n_items (self->model) : 0;
  g_autofree char *headline = till_unresolved_view_headline (n);

  gtk_label_set_label (self->headline, headline);
  gtk_label_set_label (self->advice,
                       n > 0
                       ? _("Till keeps asking, also after a restart, until each one is certain.")
                       : _("What is left before its outcome is known stands here until it is certain."));
  gtk_widget_set_visible (self->check_all, n > 0);
  gtk_list_box_invalidate_headers (self->list);
}

/* Between what needs a person and what Till does by itself stands a line. */
static void
update_header (GtkListBoxRow *row,
               GtkListBoxRow *before,
               gpointer       user_data)
{
  gboolean wanted = before != NULL
                    && till_unresolved_row_needs_person (TILL_UNRESOLVED_ROW (before))
                    && !till_unresolved_row_needs_person (TILL_UNRESOLVED_ROW (row));
  GtkWidget *header;

  if (!wanted)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }

  header = gtk_label_new (_("Till is asking"));
  gtk_label_set_xalign (GTK_LABEL (header), 0);
  gtk_widget_add_css_class (header, "group-title");
  gtk_widget_add_css_class (header, "dim");
  gtk_list_box_row_set_header (row, header);
}

static GtkWidget *
make_row (gpointer item,
          gpointer user_data)
{
  TillUnresolvedPage *self = TILL_UNRESOLVED_PAGE (user_data);

  return till_unresolved_row_new (self->reg, self->clock, TILL_PAYMENT (item));
}

static gboolean
tick_cb (gpointer user_data)
{
  for_each_row (TILL_UNRESOLVED_PAGE (user_data), till_unresolved_row_update);

  return G_SOURCE_CONTINUE;
}

static void
till_unresolved_page_map (GtkWidget *widget)
{
  TillUnresolvedPage *self = TILL_UNRESOLVED_PAGE (widget);

  GTK_WIDGET_CLASS (till_unresolved_page_parent_class)->map (widget);

  tick_cb (self);
  self->tick_id = g_timeout_add_seconds (TICK_SECONDS, tick_cb, self);
}

static gboolean
till_unresolved_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (TILL_UNRESOLVED_PAGE (widget)->back);
}

static void
till_unresolved_page_unmap (GtkWidget *widget)
{
  TillUnresolvedPage *self = TILL_UNRESOLVED_PAGE (widget);

  g_clear_handle_id (&self->tick_id, g_source_remove);

  GTK_WIDGET_CLASS (till_unresolved_page_parent_class)->unmap (widget);
}

static void
till_unresolved_page_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  TillUnresolvedPage *self = TILL_UNRESOLVED_PAGE (object);

  switch ((TillUnresolvedPageProperty) prop_id)
    {
    case PROP_REGISTER:
      g_set_object (&self->reg, g_value_get_object (value));
      if (self->reg == NULL)
        break;
      g_set_object (&self->clock, till_register_get_clock (self->reg));
      till_unresolved_page_set_model (self, till_register_get_unresolved (self->reg));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
till_unresolved_page_dispose (GObject *object)
{
  TillUnresolvedPage *self = TILL_UNRESOLVED_PAGE (object);

  till_widget_unparent_children (GTK_WIDGET (self));

  g_clear_object (&self->model);
  g_clear_object (&self->clock);
  g_clear_object (&self->reg);

  G_OBJECT_CLASS (till_unresolved_page_parent_class)->dispose (object);
}

static void
till_unresolved_page_class_init (TillUnresolvedPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = till_unresolved_page_set_property;
  object_class->dispose = till_unresolved_page_dispose;
  widget_class->map = till_unresolved_page_map;
  widget_class->unmap = till_unresolved_page_unmap;
  widget_class->grab_focus = till_unresolved_page_grab_focus;

  properties[PROP_REGISTER] =
    g_param_spec_object ("register", NULL, NULL, TILL_TYPE_REGISTER,
                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.new-sale", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tillpay/Till/till-unresolved-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TillUnresolvedPage, back);
  gtk_widget_class_bind_template_child (widget_class, TillUnresolvedPage, headline);
  gtk_widget_class_bind_template_child (widget_class, TillUnresolvedPage, advice);
  gtk_widget_class_bind_template_child (widget_class, TillUnresolvedPage, check_all);
  gtk_widget_class_bind_template_child (widget_class, TillUnresolvedPage, list);
  gtk_widget_class_bind_template_callback (widget_class, check_all_cb);
}

static void
till_unresolved_page_init (TillUnresolvedPage *self)
{
  self->clock = till_clock_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, update_header, NULL, NULL);
  update (self);
}

void
till_unresolved_page_set_model (TillUnresolvedPage *self,
                                GListModel         *payments)
{
  g_return_if_fail (TILL_IS_UNRESOLVED_PAGE (self));

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, update, self);

  g_set_object (&self->model, payments);
  gtk_list_box_bind_model (self->list, payments, make_row, self, NULL);
  g_signal_connect_object (payments, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
