/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-payment-item.h"
#include "till-payments-columns.h"
#include "till-payments-view.h"
#include "till-row-view.h"
#include "till-text.h"
#include "till-when.h"

typedef enum
{
  COLUMN_STATE,
  COLUMN_TIME,
  COLUMN_REFERENCE,
  COLUMN_DESCRIPTION,
  COLUMN_CASHIER,
  COLUMN_TILL,
  COLUMN_WAY,
  COLUMN_AMOUNT,
  COLUMN_REFUNDED,
  N_COLUMNS,
} Column;

static const struct
{
  const char *name;      /* of its action */
  const char *title;
  int         sort;      /* TillSort, or -1 */
  int         chars;     /* room that it has in any case */
  gboolean    is_number;
  gboolean    expands;
  gboolean    in_compact;
} columns[N_COLUMNS] = {
  [COLUMN_STATE]       = { "state", N_("State"), TILL_SORT_STATE, 12, FALSE, FALSE, TRUE },
  [COLUMN_TIME]        = { "time", N_("Time"), TILL_SORT_TIME, 12, FALSE, FALSE, TRUE },
  [COLUMN_REFERENCE]   = { "reference", N_("Reference"), -1, 10, FALSE, TRUE, TRUE },
  [COLUMN_DESCRIPTION] = { "description", N_("Description"), -1, 8, FALSE, TRUE, FALSE },
  [COLUMN_CASHIER]     = { "cashier", N_("Cashier"), -1, 7, FALSE, FALSE, FALSE },
  [COLUMN_TILL]        = { "till", N_("Till"), -1, 4, FALSE, FALSE, FALSE },
  [COLUMN_WAY]         = { "way", N_("Way"), -1, 13, FALSE, FALSE, FALSE },
  [COLUMN_AMOUNT]      = { "amount", N_("Amount"), TILL_SORT_AMOUNT, 9, TRUE, FALSE, TRUE },
  [COLUMN_REFUNDED]    = { "refunded", N_("Refunded"), TILL_SORT_REFUNDED, 8, TRUE, FALSE, FALSE },
};

/* --- cells --- */

static char *
refunded_to_text (TillRecord *record)
{
  TillMoney money = record->money;

  money.amount = till_record_get_refunded (record);

  return money.amount > 0 ? till_money_format (&money) : g_strdup ("–");
}

static char *
to_text (Column       column,
         TillPayment *payment)
{
  TillRecord *record = till_payment_get_record (payment);

  switch (column)
    {
    case COLUMN_STATE:
      return g_strdup (till_row_view_standing_to_text (till_standing_of (record, till_payment_is_waiting (payment))));
    case COLUMN_TIME:
      return till_when_to_text (record->created, g_get_real_time ());
    case COLUMN_REFERENCE:
      return till_text_for_people (record->reference);
    case COLUMN_DESCRIPTION:
      return till_text_for_people (record->description);
    case COLUMN_CASHIER:
      return till_text_for_people (record->who);
    case COLUMN_TILL:
      return till_text_for_people (record->till);
    case COLUMN_WAY:
      return g_strdup (till_payments_view_type (record->type));
    case COLUMN_AMOUNT:
      return till_money_format (&record->money);
    case COLUMN_REFUNDED:
      return refunded_to_text (record);
    case N_COLUMNS:
    default:
      g_return_val_if_reached (NULL);
    }
}

/* (transfer full): classes of the label. */
static GStrv
to_classes (Column       column,
            TillPayment *payment)
{
  g_auto(TillRowView) view = { 0 };
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  gboolean needs_eye;

  till_row_view_init (&view, till_payment_get_record (payment), till_payment_is_waiting (payment), g_get_real_time ());
  needs_eye = view.shape == TILL_SHAPE_DOUBT || view.shape == TILL_SHAPE_ATTENTION || view.shape == TILL_SHAPE_PAID_LATE;
  g_strv_builder_add (builder, "figures");
  if (column == COLUMN_AMOUNT && *view.amount_css != '\0')
    g_strv_builder_add (builder, view.amount_css);
  if (column == COLUMN_WAY || column == COLUMN_REFUNDED)
    g_strv_builder_add (builder, "dim");
  if (column == COLUMN_STATE && needs_eye)
    g_strv_builder_add (builder, "needs-eye");
  if (column == COLUMN_STATE && (needs_eye || view.shape == TILL_SHAPE_REFUSED))
    g_strv_builder_add (builder, till_shape_to_css_class (view.shape));

  return g_strv_builder_end (builder);
}

static void
show_shape (GtkImage    *image,
            TillPayment *payment)
{
  TillShape shape = till_shape_of (till_payment_get_record (payment), till_payment_is_waiting (payment));

  gtk_image_set_from_icon_name (image, till_shape_to_icon_name (shape));
  gtk_widget_set_css_classes (GTK_WIDGET (image),
                              (const char *[]) { "list-shape", till_shape_to_css_class (shape), NULL });
}

/* What is not read yet has its room, and no words. */
static void
update_cell (GtkListItem *cell)
{
  Column column = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (cell), "till-column"));
  GtkWidget *child = gtk_list_item_get_child (cell);
  GtkWidget *label = column == COLUMN_STATE ? gtk_widget_get_last_child (child) : child;
  TillPaymentItem *item = gtk_list_item_get_item (cell);
  TillPayment *payment = item != NULL ? till_payment_item_get_payment (item) : NULL;
  g_autofree char *text = payment != NULL ? to_text (column, payment) : NULL;
  g_auto(GStrv) classes = payment != NULL ? to_classes (column, payment) : NULL;

  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  if (classes != NULL)
    gtk_widget_set_css_classes (label, (const char **) classes);
  if (column != COLUMN_STATE)
    return;

  if (payment != NULL)
    show_shape (GTK_IMAGE (gtk_widget_get_first_child (child)), payment);
  else
    gtk_image_clear (GTK_IMAGE (gtk_widget_get_first_child (child)));
}

static GtkWidget *
make_label (Column column)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), columns[column].is_number ? 1 : 0);
  gtk_label_set_ellipsize (GTK_LABEL (label),
                           column == COLUMN_REFERENCE ? PANGO_ELLIPSIZE_MIDDLE : PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), columns[column].chars);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);

  return label;
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *cell,
          gpointer                  user_data)
{
  Column column = GPOINTER_TO_INT (user_data);
  GtkWidget *label = make_label (column);
  GtkWidget *box;

  g_object_set_data (G_OBJECT (cell), "till-column", user_data);
  if (column != COLUMN_STATE)
    {
      gtk_list_item_set_child (cell, label);
      return;
    }

  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  gtk_box_append (GTK_BOX (box), g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                               NULL));
  gtk_widget_add_css_class (gtk_widget_get_first_child (box), "list-shape");
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_item_set_child (cell, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *cell)
{
  g_signal_connect_object (gtk_list_item_get_item (cell), "changed", G_CALLBACK (update_cell), cell, G_CONNECT_SWAPPED);
  update_cell (cell);
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *cell)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (cell), update_cell, cell);
}

/* --- order ---
 *
 * Who reads in which order is the journal; the titles only say what is wanted.  GTK 4.8 does not tell by which
 * column: so the view's sorter is asked to compare, and the column that it asks first is the one. */

static int asked = -1;

static int
compare_cb (gconstpointer a,
            gconstpointer b,
            gpointer      user_data)
{
  asked = GPOINTER_TO_INT (user_data);

  return GTK_ORDERING_SMALLER;
}

TillSort
till_payments_columns_get_sort (GtkColumnView *view,
                                gboolean      *ascending)
{
  g_autoptr(GHashTable) living = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr(TillPaymentItem) one = till_payment_item_new (1, living);
  g_autoptr(TillPaymentItem) two = till_payment_item_new (2, living);
  GtkOrdering order;

  asked = -1;
  order = gtk_sorter_compare (gtk_column_view_get_sorter (view), one, two);
  *ascending = asked >= 0 && order == GTK_ORDERING_SMALLER;

  return asked >= 0 ? (TillSort) asked : TILL_SORT_TIME;
}

/* --- columns --- */

static GtkColumnViewColumn *
make_column (Column which)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column = gtk_column_view_column_new (_(columns[which].title), factory);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GINT_TO_POINTER (which));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  gtk_column_view_column_set_expand (column, columns[which].expands);
  if (columns[which].sort >= 0)
    {
      g_autoptr(GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (compare_cb,
                                                                       GINT_TO_POINTER (columns[which].sort), NULL));

      gtk_column_view_column_set_sorter (column, sorter);
    }

  return column;
}

static GtkColumnViewColumn *
get_column (GtkColumnView *view,
            Column         which)
{
  g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (gtk_column_view_get_columns (view), which);

  return column;
}

void
till_payments_columns_add (GtkColumnView *view)
{
  for (Column i = 0; i < N_COLUMNS; i++)
    {
      g_autoptr(GtkColumnViewColumn) column = make_column (i);

      gtk_column_view_append_column (view, column);
    }
  gtk_column_view_sort_by_column (view, get_column (view, COLUMN_TIME), GTK_SORT_DESCENDING);
}

/* The title is a box with the label, and the arrow that says by what they are in order behind it. */
static void
push_right (GtkWidget *title)
{
  GtkWidget *box = gtk_widget_get_first_child (title);
  GtkWidget *label = box != NULL ? gtk_widget_get_first_child (box) : NULL;

  if (!GTK_IS_BOX (box) || !GTK_IS_LABEL (label))
    return;
  if (gtk_widget_get_next_sibling (label) != NULL)
    gtk_box_reorder_child_after (GTK_BOX (box), label, gtk_widget_get_last_child (box));
  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
}

void
till_payments_columns_align (GtkColumnView *view)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (view));
  GtkWidget *title = header != NULL ? gtk_widget_get_first_child (header) : NULL;

  for (Column i = 0; i < N_COLUMNS && title != NULL; i++, title = gtk_widget_get_next_sibling (title))
    if (columns[i].is_number)
      push_right (title);
}

void
till_payments_columns_fit (GtkColumnView *view,
                           TillSizeClass  size_class,
                           gboolean       has_people,
                           gboolean       has_tills)
{
  for (Column i = 0; i < N_COLUMNS; i++)
    {
      gboolean has_room = size_class != TILL_SIZE_COMPACT || columns[i].in_compact;
      gboolean has_sense = (i != COLUMN_CASHIER || has_people) && (i != COLUMN_TILL || has_tills);

      gtk_column_view_column_set_visible (get_column (view, i), has_room && has_sense);
    }
}

GActionGroup *
till_payments_columns_make_actions (GtkColumnView *view,
                                    GMenu         *menu)
{
  GSimpleActionGroup *group = g_simple_action_group_new ();

  /* State and amount say what it is all about. */
  for (Column i = 0; i < N_COLUMNS; i++)
    {
      g_autoptr(GPropertyAction) action = NULL;
      g_autofree char *name = g_strconcat ("columns.", columns[i].name, NULL);

      if (i == COLUMN_STATE || i == COLUMN_AMOUNT)
        continue;
      action = g_property_action_new (columns[i].name, get_column (view, i), "visible");
      g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
      g_menu_append (menu, _(columns[i].title), name);
    }

  return G_ACTION_GROUP (group);
}
