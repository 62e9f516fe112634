/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-storage-banner.h"
#include "till-widget.h"

struct _TillStorageBanner
{
  GtkWidget     parent_instance;

  GtkLabel     *sentence;
  GtkLabel     *remedy;
  GtkButton    *again;
  GtkWidget    *aside;

  TillRegister *reg;        /* (nullable) (owned) */
  gboolean      checking;   /* the journal is being tried, or read as a whole */
  int           trouble;    /* TillError, or -1 */
};

G_DEFINE_FINAL_TYPE (TillStorageBanner, till_storage_banner, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_REGISTER = 1,
  PROP_TROUBLE,
} TillStorageBannerProperty;

static GParamSpec *properties[PROP_TROUBLE + 1];

static void
show_trouble (TillStorageBanner *self)
{
  const char *remedy = till_error_remedy (self->trouble);

  gtk_label_set_label (self->sentence, till_error_sentence (self->trouble));
  gtk_label_set_label (self->remedy, remedy != NULL ? remedy : "");
  gtk_widget_set_visible (GTK_WIDGET (self->remedy), remedy != NULL);
  gtk_widget_set_visible (self->aside, self->trouble == TILL_ERROR_JOURNAL_DAMAGED);
}

static void
update (TillStorageBanner *self)
{
  int trouble = -1;

  if (self->reg != NULL)
    g_object_get (self->reg, "storage-trouble", &trouble, NULL);

  gtk_widget_set_sensitive (GTK_WIDGET (self->again), !self->checking);
  gtk_button_set_label (self->again, self->checking ? _("Checking …") : _("Check again"));
  if (self->trouble == trouble)
    return;

  self->trouble = trouble;
  if (trouble >= 0)
    show_trouble (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TROUBLE]);
}

static void
recovered_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(TillStorageBanner) self = user_data;
  g_autoptr(GError) error = NULL;

  /* What is in the way stands in the register. */
  if (!till_register_recover_finish (TILL_REGISTER (source), result, &error))
    g_debug ("the journal: %s", error->message);

  self->checking = FALSE;
  if (self->reg != NULL)
    update (self);
}

static void
again_cb (TillStorageBanner *self)
{
  if (self->reg == NULL || self->checking)
    return;

  self->checking = TRUE;
  update (self);
  till_register_recover_async (self->reg, NULL, recovered_cb, g_object_ref (self));
}

static void
set_register (TillStorageBanner *self,
              TillRegister      *reg)
{
  if (self->reg != NULL)
    g_signal_handlers_disconnect_by_func (self->reg, update, self);

  g_set_object (&self->reg, reg);
  if (reg != NULL)
    g_signal_connect_object (reg, "notify::storage-trouble", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
till_storage_banner_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch ((TillStorageBannerProperty) prop_id)
    {
    case PROP_TROUBLE:
      g_value_set_int (value, TILL_STORAGE_BANNER (object)->trouble);
      break;

    case PROP_REGISTER:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
till_storage_banner_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  switch ((TillStorageBannerProperty) prop_id)
    {
    case PROP_REGISTER:
      set_register (TILL_STORAGE_BANNER (object), g_value_get_object (value));
      break;

    case PROP_TROUBLE:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
till_storage_banner_dispose (GObject *object)
{
  g_clear_object (&TILL_STORAGE_BANNER (object)->reg);
  till_widget_unparent_children (GTK_WIDGET (object));

  G_OBJECT_CLASS (till_storage_banner_parent_class)->dispose (object);
}

static void
till_storage_banner_class_init (TillStorageBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = till_storage_banner_get_property;
  object_class->set_property = till_storage_banner_set_property;
  object_class->dispose = till_storage_banner_dispose;

  properties[PROP_REGISTER] =
    g_param_spec_object ("register", NULL, NULL, TILL_TYPE_REGISTER,
                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TROUBLE] =
    g_param_spec_int ("trouble", NULL, NULL, -1, TILL_N_ERRORS - 1, -1,
                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_css_name (widget_class, "storagebanner");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tillpay/Till/till-storage-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, TillStorageBanner, sentence);
  gtk_widget_class_bind_template_child (widget_class, TillStorageBanner, remedy);
  gtk_widget_class_bind_template_child (widget_class, TillStorageBanner, again);
  gtk_widget_class_bind_template_child (widget_class, TillStorageBanner, aside);
  gtk_widget_class_bind_template_callback (widget_class, again_cb);
}

static void
till_storage_banner_init (TillStorageBanner *self)
{
  self->trouble = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
}
