/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-details.h"
#include "till-row-view.h"
#include "till-size-class.h"
#include "till-story-acts.h"
#include "till-story-page.h"
#include "till-story-view.h"
#include "till-text.h"
#include "till-widget.h"

#define SIDE_WIDTH 392

struct _TillStoryPage
{
  GtkWidget       parent_instance;

  GtkWidget      *back;
  AdwWindowTitle *title;
  GtkBox         *panes;
  GtkImage       *shape;
  GtkLabel       *word;
  GtkLabel       *headline;
  GtkLabel       *description;
  GtkLabel       *amount;
  GtkGrid        *steps;
  GtkWidget      *side;
  TillStoryActs  *acts;
  GtkListBox     *details;

  TillRegister   *reg;           /* (nullable) (owned) */
  TillPayment    *payment;       /* (nullable) (owned) */
  GCancellable   *cancellable;   /* (nullable) (owned) of reading its story */
};

G_DEFINE_FINAL_TYPE (TillStoryPage, till_story_page, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_REGISTER = 1,
  PROP_SIZE_CLASS,
} TillStoryPageProperty;

static GParamSpec *properties[PROP_SIZE_CLASS + 1];

/* --- the story --- */

static GtkWidget *
make_mark (const TillStep *step,
           gboolean        is_last)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *mark = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *line = gtk_separator_new (GTK_ORIENTATION_VERTICAL);

  if (step->has_shape)
    {
      gtk_image_set_from_icon_name (GTK_IMAGE (mark), till_shape_to_icon_name (step->shape));
      gtk_widget_set_css_classes (mark, (const char *[]) { "story-mark", till_shape_to_css_class (step->shape), NULL });
    }
  else
    gtk_widget_set_css_classes (mark, (const char *[]) { "story-mark", "story-dot", NULL });
  gtk_widget_set_halign (mark, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (line, GTK_ALIGN_CENTER);
  gtk_widget_set_vexpand (line, TRUE);
  gtk_widget_set_visible (line, !is_last);
  gtk_box_append (GTK_BOX (box), mark);
  gtk_box_append (GTK_BOX (box), line);

  return box;
}

static GtkWidget *
make_words (const TillStep *step)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  const char *texts[] = { step->title, step->detail };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      GtkWidget *label;

      if (*texts[i] == '\0')
        continue;
      label = gtk_label_new (texts[i]);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 56);
      if (i > 0)
        gtk_widget_add_css_class (label, "dim");
      else if (step->has_shape)
        gtk_widget_add_css_class (label, "reference");
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_widget_set_hexpand (box, TRUE);
  gtk_widget_add_css_class (box, "story-words");

  return box;
}

static GtkWidget *
make_time (const TillStep *step)
{
  g_autofree char *text = step->day != NULL ? g_strdup_printf ("%s\n%s", step->day, step->time) : g_strdup (step->time);
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_set_css_classes (label, (const char *[]) { "figures", "dim", NULL });

  return label;
}

static void
show_steps (TillStoryPage *self,
            GPtrArray     *events)
{
  g_autoptr(GPtrArray) steps = till_story_view_steps (till_payment_get_record (self->payment), events);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->steps))) != NULL)
    gtk_grid_remove (self->steps, child);
  for (guint i = 0; i < steps->len; i++)
    {
      gtk_grid_attach (self->steps, make_time (steps->pdata[i]), 0, (int) i, 1, 1);
      gtk_grid_attach (self->steps, make_mark (steps->pdata[i], i == steps->len - 1), 1, (int) i, 1, 1);
      gtk_grid_attach (self->steps, make_words (steps->pdata[i]), 2, (int) i, 1, 1);
    }
}

static void
events_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(TillStoryPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) events = till_journal_events_finish (TILL_JOURNAL (source), result, &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable || self->payment == NULL)
    return;

  if (events != NULL)
    show_steps (self, events);
  else
    g_warning ("reading the story of a payment: %s", error->message);
}

static void
read_story (TillStoryPage *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->reg == NULL || self->payment == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  till_journal_events_async (till_register_get_journal (self->reg), till_payment_get_record (self->payment)->id,
                             self->cancellable, events_cb, g_object_ref (self));
}

/* --- details --- */

static void
copy_cb (GtkWidget *button,
         GtkWidget *row)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), g_object_get_data (G_OBJECT (row), "till-value"));
}

static void
copy_all_cb (TillStoryPage *self)
{
  g_autoptr(GPtrArray) details = NULL;
  g_autofree char *text = NULL;

  if (self->payment == NULL)
    return;
  details = till_details_new (till_payment_get_record (self->payment));
  text = till_details_to_text (details);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static GtkWidget *
make_detail (const TillDetail *detail)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  /* Translators: %s is the name of a number or word that is copied */
  g_autofree char *name = g_strdup_printf (_("Copy: %s"), detail->name);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), detail->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), detail->value);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 4);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  g_object_set_data_full (G_OBJECT (row), "till-value", g_strdup (detail->value), g_free);
  gtk_widget_set_valign (copy, GTK_ALIGN_CENTER);
  gtk_widget_set_css_classes (copy, (const char *[]) { "flat", "story-copy", NULL });
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (copy, "clicked", G_CALLBACK (copy_cb), row, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), copy);

  return row;
}

static void
show_details (TillStoryPage *self,
              TillRecord    *record)
{
  g_autoptr(GPtrArray) details = till_details_new (record);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->details))) != NULL)
    gtk_list_box_remove (self->details, child);
  for (guint i = 0; i < details->len; i++)
    gtk_list_box_append (self->details, make_detail (details->pdata[i]));
}

/* --- the page --- */

static void
show_head (TillStoryPage *self,
           TillRecord    *record)
{
  gboolean is_waiting = till_payment_is_waiting (self->payment);
  gint64 now = g_get_real_time ();
  TillShape shape = till_shape_of (record, is_waiting);
  const char *css = till_shape_to_css_class (shape);
  g_autofree char *reference = till_text_for_people (record->reference);
  g_autofree char *subtitle = till_story_view_subtitle (record, now);
  g_autofree char *headline = till_story_view_headline (record, is_waiting, now);
  g_autofree char *amount = till_money_format (&record->money);

  adw_window_title_set_title (self->title, reference);
  adw_window_title_set_subtitle (self->title, subtitle);
  gtk_image_set_from_icon_name (self->shape, till_shape_to_icon_name (shape));
  gtk_widget_set_css_classes (GTK_WIDGET (self->shape), (const char *[]) { "story-shape", css, NULL });
  gtk_label_set_text (self->word, till_row_view_standing_to_text (till_standing_of (record, is_waiting)));
  gtk_widget_set_css_classes (GTK_WIDGET (self->word), (const char *[]) { "story-word", css, NULL });
  gtk_label_set_text (self->headline, headline);
  till_widget_set_foreign (self->description, record->description);
  gtk_widget_set_visible (GTK_WIDGET (self->description), *record->description != '\0');
  gtk_label_set_text (self->amount, amount);
}

static void
update (TillStoryPage *self)
{
  TillRecord *record = till_payment_get_record (self->payment);

  show_head (self, record);
  show_details (self, record);
  read_story (self);
}

static gboolean
till_story_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (TILL_STORY_PAGE (widget)->back);
}

/* Beside each other where there is room, else below. */
static void
set_size_class (TillStoryPage *self,
                TillSizeClass  size_class)
{
  gboolean compact = size_class == TILL_SIZE_COMPACT;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->panes),
                                  compact ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_size_request (self->side, compact ? -1 : SIDE_WIDTH, -1);
}

static void
till_story_page_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  TillStoryPage *self = TILL_STORY_PAGE (object);

  switch ((TillStoryPageProperty) prop_id)
    {
    case PROP_REGISTER:
      g_set_object (&self->reg, g_value_get_object (value));
      g_object_set (self->acts, "register", self->reg, NULL);
      break;

    case PROP_SIZE_CLASS:
      set_size_class (self, g_value_get_enum (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
till_story_page_dispose (GObject *object)
{
  TillStoryPage *self = TILL_STORY_PAGE (object);

  g_clear_object (&self->payment);
  read_story (self);
  till_widget_unparent_children (GTK_WIDGET (self));
  g_clear_object (&self->reg);

  G_OBJECT_CLASS (till_story_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TillStoryPage, back);
  gtk_widget_class_bind_template_child (widget_class, TillStoryPage, title);
  gtk_widget_class_bind_template_child (widget_class, TillStoryPage, panes);
  gtk_widget_class_bind_template_child (widget_class, TillStoryPage, shape);
  gtk_widget_class_bind_template_child (widget_class, TillStoryPage, word);
  gtk_widget_class_bind_template_child (widget_class, TillStoryPage, headline);
  gtk_widget_class_bind_template_child (widget_class, TillStoryPage, description);
  gtk_widget_class_bind_template_child (widget_class, TillStoryPage, amount);
  gtk_widget_class_bind_template_child (widget_class, TillStoryPage, steps);
  gtk_widget_class_bind_template_child (widget_class, TillStoryPage, side);
  gtk_widget_class_bind_template_child (widget_class, TillStoryPage, acts);
  gtk_widget_class_bind_template_child (widget_class, TillStoryPage, details);
  gtk_widget_class_bind_template_callback (widget_class, copy_all_cb);
}

static void
till_story_page_class_init (TillStoryPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = till_story_page_set_property;
  object_class->dispose = till_story_page_dispose;
  widget_class->grab_focus = till_story_page_grab_focus;

  properties[PROP_REGISTER] =
    g_param_spec_object ("register", NULL, NULL, TILL_TYPE_REGISTER,
                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SIZE_CLASS] =
    g_param_spec_enum ("size-class", NULL, NULL, TILL_TYPE_SIZE_CLASS, TILL_SIZE_REGULAR,
                       G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.leave-story", NULL);
  g_type_ensure (TILL_TYPE_STORY_ACTS);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tillpay/Till/till-story-page.ui");
  bind_children (widget_class);
}

static void
till_story_page_init (TillStoryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_size_class (self, TILL_SIZE_REGULAR);
}

void
till_story_page_set_payment (TillStoryPage *self,
                             TillPayment   *payment)
{
  g_return_if_fail (TILL_IS_STORY_PAGE (self));

  if (self->payment != NULL)
    g_signal_handlers_disconnect_by_func (self->payment, update, self);
  g_set_object (&self->payment, payment);
  till_story_acts_set_payment (self->acts, payment);
  if (payment == NULL)
    {
      read_story (self);
      return;
    }

  g_signal_connect_object (payment, "notify::record", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (payment, "notify::waiting", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
