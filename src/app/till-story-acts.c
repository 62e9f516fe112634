/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-close-dialog.h"
#include "till-story-acts.h"
#include "till-story-view.h"

struct _TillStoryActs
{
  GtkBox        parent_instance;

  GtkBox       *card;
  GtkWidget    *buttons[TILL_N_STORY_ACTS];   /* children of the card, and what stands in them */
  GtkLabel     *names[TILL_N_STORY_ACTS];
  GtkLabel     *reasons[TILL_N_STORY_ACTS];
  GtkWidget    *arrows[TILL_N_STORY_ACTS];
  GtkLabel     *answer;

  TillRegister *reg;       /* (nullable) (owned) */
  TillPayment  *payment;   /* (nullable) (owned) */
};

G_DEFINE_FINAL_TYPE (TillStoryActs, till_story_acts, GTK_TYPE_BOX)

typedef enum
{
  PROP_REGISTER = 1,
} TillStoryActsProperty;

static GParamSpec *properties[PROP_REGISTER + 1];

static void
answer (TillStoryActs *self,
        const char    *text)
{
  if (gtk_widget_in_destruction (GTK_WIDGET (self)))
    return;

  gtk_label_set_text (self->answer, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->answer), text != NULL);
}

static void
say_error (TillStoryActs *self,
           const GError  *error)
{
  answer (self, error != NULL ? till_error_describe (error) : NULL);
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(TillStoryActs) self = user_data;
  g_autoptr(GError) error = NULL;

  if (till_register_check_finish (TILL_REGISTER (source), result, &error))
    answer (self, _("WeChat Pay answered just now."));
  else
    say_error (self, error);
}

static void
cancelled_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(TillStoryActs) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean certain = FALSE;

  if (!till_register_cancel_finish (TILL_REGISTER (source), result, &certain, &error))
    say_error (self, error);
  else
    answer (self, certain ? _("It can no longer be paid.")
                          : _("It was left. WeChat Pay did not confirm that it is cancelled: it may still be paid."));
}

static void
acknowledged_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(TillStoryActs) self = user_data;
  g_autoptr(GError) error = NULL;

  till_register_acknowledge_finish (TILL_REGISTER (source), result, &error);
  say_error (self, error);
}

static void
act_cb (GtkWidget     *button,
        TillStoryActs *self)
{
  const char *id = self->payment != NULL ? till_payment_get_record (self->payment)->id : NULL;

  if (id == NULL || self->reg == NULL)
    return;

  answer (self, NULL);
  switch ((TillStoryAct) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "till-act")))
    {
    case TILL_STORY_HANDED_OVER:
      till_register_acknowledge_async (self->reg, self->payment, "handed-over", NULL, acknowledged_cb,
                                       g_object_ref (self));
      break;
    case TILL_STORY_REFUND:
      gtk_widget_activate_action (GTK_WIDGET (self), "win.refund", "s", id);
      break;
    case TILL_STORY_PRINT:
      gtk_widget_activate_action (GTK_WIDGET (self), "win.print-receipt", "s", id);
      break;
    case TILL_STORY_CHECK:
      answer (self, _("Asking …"));
      till_register_check_async (self->reg, self->payment, NULL, checked_cb, g_object_ref (self));
      break;
    case TILL_STORY_CANCEL:
      till_register_cancel_async (self->reg, self->payment, NULL, cancelled_cb, g_object_ref (self));
      break;
    case TILL_STORY_CLOSE:
    default:
      till_close_dialog_present (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->reg, self->payment);
      break;
    }
}

static GtkLabel *
append_line (GtkWidget *box)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_box_append (GTK_BOX (box), label);

  return GTK_LABEL (label);
}

static GtkWidget *
make_icon (const char *name)
{
  return g_object_new (GTK_TYPE_IMAGE, "icon-name", name, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
}

/* A button, with its reason below its name. */
static void
make_act (TillStoryActs *self,
          TillStoryAct   act,
          const char    *icon)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), make_icon (icon));
  gtk_box_append (GTK_BOX (box), lines);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  self->names[act] = append_line (lines);
  self->reasons[act] = append_line (lines);
  gtk_widget_set_css_classes (GTK_WIDGET (self->reasons[act]), (const char *[]) { "small-text", "dim", NULL });
  self->arrows[act] = make_icon ("go-next-symbolic");
  gtk_box_append (GTK_BOX (box), self->arrows[act]);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_set_css_classes (button, (const char *[]) { "flat", "story-act", NULL });
  g_object_set_data (G_OBJECT (button), "till-act", GINT_TO_POINTER (act));
  g_signal_connect_object (button, "clicked", G_CALLBACK (act_cb), self, 0);
  gtk_box_append (self->card, button);
  self->buttons[act] = button;
}

static void
make_acts (TillStoryActs *self)
{
  static const char *const icons[TILL_N_STORY_ACTS] = {
    [TILL_STORY_HANDED_OVER] = "till-paid-symbolic",
    [TILL_STORY_REFUND] = "till-refunded-symbolic",
    [TILL_STORY_PRINT] = "document-print-symbolic",
    [TILL_STORY_CHECK] = "view-refresh-symbolic",
    [TILL_STORY_CANCEL] = "till-cancelled-symbolic",
    [TILL_STORY_CLOSE] = "till-nothing-symbolic",
  };

  for (TillStoryAct i = 0; i < TILL_N_STORY_ACTS; i++)
    make_act (self, i, icons[i]);
}

static void
update (TillStoryActs *self)
{
  TillRecord *record = till_payment_get_record (self->payment);

  for (TillStoryAct i = 0; i < TILL_N_STORY_ACTS; i++)
    {
      g_auto(TillStoryActView) view = { 0 };

      till_story_view_act (&view, i, record);
      gtk_widget_set_visible (self->buttons[i], view.is_visible);
      gtk_label_set_text (self->names[i], view.title);
      gtk_label_set_text (self->reasons[i], view.detail);
      gtk_widget_set_visible (self->arrows[i], view.can);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons[i]), GTK_ACCESSIBLE_PROPERTY_LABEL, view.title,
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, view.detail, -1);
      gtk_widget_set_sensitive (self->buttons[i], view.can);
    }
}

static void
till_story_acts_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  TillStoryActs *self = TILL_STORY_ACTS (object);

  switch ((TillStoryActsProperty) prop_id)
    {
    case PROP_REGISTER:
      g_set_object (&self->reg, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
till_story_acts_dispose (GObject *object)
{
  TillStoryActs *self = TILL_STORY_ACTS (object);

  g_clear_object (&self->payment);
  g_clear_object (&self->reg);

  G_OBJECT_CLASS (till_story_acts_parent_class)->dispose (object);
}

static void
till_story_acts_class_init (TillStoryActsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = till_story_acts_set_property;
  object_class->dispose = till_story_acts_dispose;

  properties[PROP_REGISTER] =
    g_param_spec_object ("register", NULL, NULL, TILL_TYPE_REGISTER,
                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
till_story_acts_init (TillStoryActs *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->card = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_widget_set_overflow (GTK_WIDGET (self->card), GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (GTK_WIDGET (self->card), "card");
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->card));
  make_acts (self);
  self->answer = append_line (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self->answer), FALSE);
}

void
till_story_acts_set_payment (TillStoryActs *self,
                             TillPayment   *payment)
{
  g_return_if_fail (TILL_IS_STORY_ACTS (self));

  if (self->payment != NULL)
    g_signal_handlers_disconnect_by_func (self->payment, update, self);
  g_set_object (&self->payment, payment);
  answer (self, NULL);
  if (payment == NULL)
    return;

  g_signal_connect_object (payment, "notify::record", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
