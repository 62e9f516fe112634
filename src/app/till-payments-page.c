/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-payments-columns.h"
#include "till-payments-model.h"
#include "till-payments-page.h"
#include "till-payments-view.h"
#include "till-widget.h"

/* What "All ways" stands before. */
static const ConnectIntegrationType ways[] = {
  CONNECT_INTEGRATION_DESKTOP_QR_CODE,
  CONNECT_INTEGRATION_URL_INTENT,
  CONNECT_INTEGRATION_HOSTED_CHECKOUT,
  CONNECT_INTEGRATION_NATIVE_IN_APP,
  CONNECT_INTEGRATION_JAVASCRIPT_API,
  CONNECT_INTEGRATION_MINI_PROGRAM,
};

struct _TillPaymentsPage
{
  GtkWidget          parent_instance;

  GtkMenuButton     *columns_button;
  GMenu             *columns_menu;
  GtkSearchEntry    *search;
  GtkDropDown       *days;
  GtkDropDown       *way;
  GtkDropDown       *till;
  GtkDropDown       *person;
  GtkBox            *chips;
  GtkStack          *stack;
  GtkColumnView     *view;
  AdwStatusPage     *empty;
  GtkWidget         *all_days;
  GtkBox            *sums;

  TillSizeClass      size_class;
  TillStates         states;
  gboolean           to_top;    /* what comes is another list: from its beginning */
  gboolean           filling;   /* the drop-downs are being filled: no query is meant */
  TillRegister      *reg;       /* (nullable) (owned) */
  TillPaymentsModel *model;     /* (nullable) (owned) */
};

G_DEFINE_FINAL_TYPE (TillPaymentsPage, till_payments_page, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_REGISTER = 1,
  PROP_SIZE_CLASS,
} TillPaymentsPageProperty;

static GParamSpec *properties[PROP_SIZE_CLASS + 1];

/* --- the query --- */

/* (nullable): "All" stands first. */
static const char *
get_word (GtkDropDown *drop_down)
{
  guint selected = gtk_drop_down_get_selected (drop_down);
  GtkStringList *words = GTK_STRING_LIST (gtk_drop_down_get_model (drop_down));

  return selected == 0 || selected == GTK_INVALID_LIST_POSITION ? NULL : gtk_string_list_get_string (words, selected);
}

static void
fill_filter (TillPaymentsPage *self,
             TillListFilter   *filter)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  guint way = gtk_drop_down_get_selected (self->way);

  *filter = (TillListFilter) { .text = *text != '\0' ? text : NULL };
  till_states_fill (self->states, filter);
  till_days_fill ((TillDays) gtk_drop_down_get_selected (self->days), g_get_real_time (), filter);
  filter->has_type = way > 0 && way <= G_N_ELEMENTS (ways);
  if (filter->has_type)
    filter->type = ways[way - 1];
  filter->till = get_word (self->till);
  filter->who = get_word (self->person);
}

static void
query_changed_cb (TillPaymentsPage *self)
{
  TillListFilter filter;
  gboolean ascending;
  TillSort sort;

  if (self->model == NULL || self->filling)
    return;

  self->to_top = TRUE;
  fill_filter (self, &filter);
  sort = till_payments_columns_get_sort (self->view, &ascending);
  till_payments_model_set_query (self->model, &filter, sort, ascending);
}

static void
chip_toggled_cb (GtkToggleButton  *chip,
                 TillPaymentsPage *self)
{
  if (!gtk_toggle_button_get_active (chip))
    return;

  self->states = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (chip), "till-states"));
  query_changed_cb (self);
}

static void
all_days_cb (TillPaymentsPage *self)
{
  gtk_drop_down_set_selected (self->days, TILL_DAYS_ALL);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/* Enter leads into the list, whose first row is what was looked for. */
static void
search_activated_cb (TillPaymentsPage *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}

/* Esc takes back what was typed, then it leaves. */
static void
stop_search_cb (TillPaymentsPage *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.new-sale", NULL);
}

static void
activate_cb (TillPaymentsPage *self,
             guint             position)
{
  g_autoptr(TillPaymentItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), position);
  TillPayment *payment = item != NULL ? till_payment_item_get_payment (item) : NULL;

  if (payment != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-story", "s", till_payment_get_record (payment)->id);
}

/* --- what came of it --- */

static void
append_sum (TillPaymentsPage  *self,
            const TillSumView *sum)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *words = gtk_label_new (sum->words);
  GtkWidget *amount = gtk_label_new (sum->amount);

  if (sum->has_shape)
    {
      GtkWidget *image = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                       "icon-name", till_shape_to_icon_name (sum->shape), NULL);

      gtk_widget_set_css_classes (image, (const char *[]) { "list-shape", till_shape_to_css_class (sum->shape), NULL });
      gtk_box_append (GTK_BOX (box), image);
    }
  else
    gtk_widget_add_css_class (words, "dim");
  gtk_widget_add_css_class (words, "figures");
  gtk_widget_set_css_classes (amount, (const char *[]) { "figures", "strong", NULL });
  gtk_box_append (GTK_BOX (box), words);
  if (*sum->amount != '\0')
    gtk_box_append (GTK_BOX (box), amount);
  gtk_box_append (self->sums, box);
}

static void
show_sums (TillPaymentsPage    *self,
           const TillSelection *selection)
{
  g_autoptr(GPtrArray) views = till_payments_view_sums (selection);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->sums))) != NULL)
    gtk_box_remove (self->sums, child);
  for (guint i = 0; i < views->len; i++)
    append_sum (self, views->pdata[i]);
}

static void
show_emptiness (TillPaymentsPage    *self,
                const TillSelection *selection)
{
  gboolean is_empty = selection->is_complete && selection->chosen->len == 0;
  TillEmptyView view = till_payments_view_empty (&selection->filter);

  adw_status_page_set_title (self->empty, view.title);
  adw_status_page_set_description (self->empty, view.words);
  gtk_widget_set_visible (self->all_days, view.offers_all);
  gtk_stack_set_visible_child_name (self->stack, is_empty ? "empty" : "list");
  till_widget_hide_other_pages (self->stack);
}

/* What was met is added; what somebody chose stays chosen. */
static void
offer_words (TillPaymentsPage *self,
             GtkDropDown      *drop_down,
             GPtrArray        *words,
             guint             n_needed)
{
  GtkStringList *list = GTK_STRING_LIST (gtk_drop_down_get_model (drop_down));
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (list));

  self->filling = TRUE;
  for (guint i = 0; i < words->len; i++)
    {
      gboolean is_there = FALSE;

      for (guint j = 1; j < g_list_model_get_n_items (G_LIST_MODEL (list)) && !is_there; j++)
        is_there = g_str_equal (gtk_string_list_get_string (list, j), words->pdata[i]);
      if (!is_there)
        gtk_string_list_append (list, words->pdata[i]);
    }
  self->filling = FALSE;

  if (g_list_model_get_n_items (G_LIST_MODEL (list)) != n_before)
    gtk_widget_set_visible (GTK_WIDGET (drop_down), g_list_model_get_n_items (G_LIST_MODEL (list)) > n_needed);
}

static void
fit_columns (TillPaymentsPage *self)
{
  till_payments_columns_fit (self->view, self->size_class, gtk_widget_get_visible (GTK_WIDGET (self->person)),
                             gtk_widget_get_visible (GTK_WIDGET (self->till)));
}

/* A list keeps its place by itself, which is what is wanted only while it is the same. */
static void
go_to_top (TillPaymentsPage *self,
           guint             n)
{
  if (self->to_top && n > 0)
    gtk_widget_activate_action (gtk_widget_get_last_child (GTK_WIDGET (self->view)), "list.scroll-to-item", "u", 0);
  self->to_top = FALSE;
}

static void
read_cb (TillPaymentsPage *self)
{
  const TillSelection *selection = till_payments_model_get_selection (self->model);
  gboolean had_people = gtk_widget_get_visible (GTK_WIDGET (self->person));
  gboolean had_tills = gtk_widget_get_visible (GTK_WIDGET (self->till));

  if (selection == NULL)
    return;

  go_to_top (self, selection->chosen->len);
  show_sums (self, selection);
  show_emptiness (self, selection);
  offer_words (self, self->till, selection->tills, 2);
  offer_words (self, self->person, selection->people, 1);
  if (had_people != gtk_widget_get_visible (GTK_WIDGET (self->person))
      || had_tills != gtk_widget_get_visible (GTK_WIDGET (self->till)))
    fit_columns (self);
}

/* --- the page --- */

static void
set_register (TillPaymentsPage *self,
              TillRegister     *reg)
{
  g_autoptr(GtkSelectionModel) selection = NULL;

  g_set_object (&self->reg, reg);
  g_clear_object (&self->model);
  if (reg == NULL)
    return;

  self->model = till_payments_model_new (reg);
  g_signal_connect_object (self->model, "read", G_CALLBACK (read_cb), self, G_CONNECT_SWAPPED);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->model))));
  gtk_column_view_set_model (self->view, selection);
}

static void
till_payments_page_map (GtkWidget *widget)
{
  TillPaymentsPage *self = TILL_PAYMENTS_PAGE (widget);

  GTK_WIDGET_CLASS (till_payments_page_parent_class)->map (widget);

  /* Today may be another day than when it was last looked at. */
  query_changed_cb (self);
  till_payments_columns_align (self->view);
}

static gboolean
till_payments_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (TILL_PAYMENTS_PAGE (widget)->search));
}

static void
till_payments_page_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  TillPaymentsPage *self = TILL_PAYMENTS_PAGE (object);

  switch ((TillPaymentsPageProperty) prop_id)
    {
    case PROP_REGISTER:
      set_register (self, g_value_get_object (value));
      break;

    case PROP_SIZE_CLASS:
      self->size_class = g_value_get_enum (value);
      fit_columns (self);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
till_payments_page_dispose (GObject *object)
{
  TillPaymentsPage *self = TILL_PAYMENTS_PAGE (object);

  if (self->view != NULL)
    gtk_column_view_set_model (self->view, NULL);
  till_widget_unparent_children (GTK_WIDGET (self));

  g_clear_object (&self->model);
  g_clear_object (&self->reg);

  G_OBJECT_CLASS (till_payments_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TillPaymentsPage, columns_button);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentsPage, columns_menu);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentsPage, search);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentsPage, days);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentsPage, way);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentsPage, till);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentsPage, person);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentsPage, chips);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentsPage, view);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentsPage, empty);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentsPage, all_days);
  gtk_widget_class_bind_template_child (widget_class, TillPaymentsPage, sums);
  gtk_widget_class_bind_template_callback (widget_class, query_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, all_days_cb);
}

static void
till_payments_page_class_init (TillPaymentsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = till_payments_page_set_property;
  object_class->dispose = till_payments_page_dispose;
  widget_class->map = till_payments_page_map;
  widget_class->grab_focus = till_payments_page_grab_focus;

  properties[PROP_REGISTER] =
    g_param_spec_object ("register", NULL, NULL, TILL_TYPE_REGISTER,
                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SIZE_CLASS] =
    g_param_spec_enum ("size-class", NULL, NULL, TILL_TYPE_SIZE_CLASS, TILL_SIZE_REGULAR,
                       G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.new-sale", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/tillpay/Till/till-payments-page.ui");
  bind_children (widget_class);
}

static void
make_chips (TillPaymentsPage *self)
{
  GtkToggleButton *first = NULL;

  for (TillStates i = 0; i < TILL_N_STATES; i++)
    {
      GtkWidget *chip = gtk_toggle_button_new_with_label (till_states_to_text (i));

      g_object_set_data (G_OBJECT (chip), "till-states", GINT_TO_POINTER (i));
      gtk_widget_add_css_class (chip, "filter-chip");
      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (chip), first);
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip), i == TILL_STATES_ALL);
      g_signal_connect (chip, "toggled", G_CALLBACK (chip_toggled_cb), self);
      gtk_box_append (self->chips, chip);
      if (first == NULL)
        first = GTK_TOGGLE_BUTTON (chip);
    }
}

static void
begin_words (GtkDropDown *drop_down,
             const char  *all,
             const char  *name)
{
  g_autoptr(GtkStringList) words = gtk_string_list_new ((const char *[]) { all, NULL });

  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (words));
  gtk_widget_add_css_class (GTK_WIDGET (drop_down), "filter");
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  till_widget_name_inner_buttons (GTK_WIDGET (drop_down), name);
}

static void
make_choices (TillPaymentsPage *self)
{
  GtkStringList *words;

  begin_words (self->days, till_days_to_text (0), _("Days"));
  words = GTK_STRING_LIST (gtk_drop_down_get_model (self->days));
  for (TillDays i = 1; i < TILL_N_DAYS; i++)
    gtk_string_list_append (words, till_days_to_text (i));

  begin_words (self->way, _("All ways"), _("Way to pay"));
  words = GTK_STRING_LIST (gtk_drop_down_get_model (self->way));
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    gtk_string_list_append (words, till_payments_view_type (ways[i]));

  begin_words (self->till, _("All tills"), _("Till"));
  begin_words (self->person, _("All cashiers"), _("Cashier"));
}

static void
till_payments_page_init (TillPaymentsPage *self)
{
  GActionGroup *actions;

  self->size_class = TILL_SIZE_REGULAR;
  gtk_widget_init_template (GTK_WIDGET (self));
  make_chips (self);
  make_choices (self);
  till_payments_columns_add (self->view);
  actions = till_payments_columns_make_actions (self->view, self->columns_menu);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "columns", actions);
  g_object_unref (actions);
  fit_columns (self);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (query_changed_cb), self,
                           G_CONNECT_SWAPPED);
}
