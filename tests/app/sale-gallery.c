/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <adwaita.h>
#include <glib/gi18n.h>

#include "till-payment-private.h"
#include "till-recent-list.h"
#include "till-sale-page-private.h"
#include "till-unresolved-page.h"
#include "till-window.h"

/* Shows the sale page or the unresolved payments with made-up records, in a window of the size asked for, and
 * stays until it is ended: for people who look at pages. */

typedef struct
{
  int               minutes;       /* ago */
  int               amount;
  TillPaymentState  state;
  gboolean          abandoned;
  TillAttention     attention;
  int               refunded;
} MadeUpRow;

static const MadeUpRow rows[] =
{
  { 1, 840, TILL_PAYMENT_PAID },
  { 6, 3100, TILL_PAYMENT_REFUSED },
  { 13, 420, TILL_PAYMENT_WAITING, TRUE },
  { 17, 1800, TILL_PAYMENT_CONFIRMING, TRUE, TILL_ATTENTION_AMOUNT_DIFFERS },
  { 20, 670, TILL_PAYMENT_PAID },
  { 26, 4800, TILL_PAYMENT_PAID, FALSE, 0, 1200 },
  { 32, 380, TILL_PAYMENT_CONFIRMING, TRUE },
  { 35, 22000, TILL_PAYMENT_PAID },
  { 44, 950, TILL_PAYMENT_CANCELLED },
  { 48, 520, TILL_PAYMENT_PAID },
  { 55, 1460, TILL_PAYMENT_PAID, TRUE, TILL_ATTENTION_PAID_LATE },
  { 66, 7300, TILL_PAYMENT_EXPIRED, TRUE },
  { 73, 440, TILL_PAYMENT_PAID },
  { 80, 2780, TILL_PAYMENT_VOID },
};

static int width = 1280;
static int height = 800;
static int text_percent = 100;
static gboolean dark;
static gboolean training;
static gboolean unresolved;
static gboolean first;
static gboolean late;
static char *typed;

static const GOptionEntry entries[] =
{
  { "width", 0, 0, G_OPTION_ARG_INT, &width, NULL, NULL },
  { "height", 0, 0, G_OPTION_ARG_INT, &height, NULL, NULL },
  { "text", 0, 0, G_OPTION_ARG_INT, &text_percent, NULL, NULL },
  { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, NULL, NULL },
  { "training", 0, 0, G_OPTION_ARG_NONE, &training, NULL, NULL },
  { "unresolved", 0, 0, G_OPTION_ARG_NONE, &unresolved, NULL, NULL },
  { "first", 0, 0, G_OPTION_ARG_NONE, &first, NULL, NULL },
  { "late", 0, 0, G_OPTION_ARG_NONE, &late, NULL, NULL },
  { "type", 0, 0, G_OPTION_ARG_STRING, &typed, NULL, "8.40+4.10" },
  { NULL }
};

static TillRecord *
make_record (guint i)
{
  const MadeUpRow *row = &rows[i];
  TillRecord *record = g_new0 (TillRecord, 1);

  g_atomic_ref_count_init (&record->ref_count);
  record->id = g_strdup_printf ("id-%u", i);
  record->reference = g_strdup_printf ("T1-0000%02u", 41 - i);
  record->merchant = g_strdup ("corner-coffee-1");
  record->money = (TillMoney) { row->amount, "EUR" };
  record->state = row->state;
  record->shown = TRUE;
  record->abandoned = row->abandoned;
  record->late = (row->attention & TILL_ATTENTION_PAID_LATE) != 0;
  record->attention = row->attention;
  record->platform_amount = row->attention & TILL_ATTENTION_AMOUNT_DIFFERS ? row->amount / 10 : -1;
  record->created = g_get_real_time () - (gint64) row->minutes * 60 * G_USEC_PER_SEC;
  record->refunds = g_ptr_array_new ();
  if (row->state == TILL_PAYMENT_PAID)
    record->paid_time = record->created + 20 * G_USEC_PER_SEC;
  if (row->refunded > 0)
    {
      TillRefund *refund = g_new0 (TillRefund, 1);

      refund->state = g_strdup ("done");
      refund->amount = row->refunded;
      g_ptr_array_add (record->refunds, refund);
    }

  return record;
}

static TillPayment *
make_payment (guint i)
{
  TillRecord *record = make_record (i);
  TillPayment *payment = till_payment_new (record);
  g_autoptr(TillClock) clock = till_clock_new ();
  gint64 now = till_clock_get_boot_time (clock);

  if (till_record_is_open (record))
    {
      till_payment_set_last_answer (payment, now - 12000);
      till_payment_set_next_look (payment, now + 18000);
    }

  return payment;
}

static GListModel *
make_payments (gboolean only_open)
{
  GListStore *store = g_list_store_new (TILL_TYPE_PAYMENT);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(TillPayment) payment = make_payment (i);
      gboolean attention = till_payment_get_record (payment)->attention != 0;

      if (only_open && !till_record_is_open (till_payment_get_record (payment)))
        continue;

      if (only_open && attention)
        g_list_store_insert (store, 0, payment);
      else
        g_list_store_append (store, payment);
    }

  return G_LIST_MODEL (store);
}

static void
set_day (TillSalePage *page)
{
  TillMoney takings = { 61240, "EUR" };
  TillDay day = { .takings = g_array_new (FALSE, FALSE, sizeof (TillMoney)), .n_paid = first ? 0 : 21 };

  if (!first)
    g_array_append_val (day.takings, takings);
  till_recent_list_set_day (page->recent, &day, "EUR");
  g_array_unref (day.takings);
}

static GtkWidget *
make_sale_page (void)
{
  TillSalePage *page = g_object_new (TILL_TYPE_SALE_PAGE, NULL);

  till_amount_entry_set_currency (page->amount, "EUR");
  till_keypad_set_decimal_point (page->keypad, till_money_decimal_point ());
  gtk_entry_set_placeholder_text (page->reference, "T1-000042");
  if (!first)
    {
      till_recent_list_set_model (page->recent, make_payments (FALSE));
      gtk_editable_set_text (GTK_EDITABLE (page->description), "2 flat white, 1 croissant");
      gtk_label_set_label (page->chip_text, "3 unresolved");
      gtk_widget_set_visible (page->chip, TRUE);
    }
  set_day (page);
  if (late)
    till_recent_list_set_notice (page->recent, make_payment (10), 3);

  for (const char *p = typed; p != NULL && *p != '\0'; p++)
    {
      char key[2] = { *p, '\0' };

      if (*p == '+')
        till_amount_entry_add (page->amount);
      else
        till_amount_entry_type (page->amount, key);
    }

  return GTK_WIDGET (page);
}

static GtkWidget *
make_unresolved_page (void)
{
  GtkWidget *page = g_object_new (TILL_TYPE_UNRESOLVED_PAGE, NULL);

  till_unresolved_page_set_model (TILL_UNRESOLVED_PAGE (page), make_payments (TRUE));

  return page;
}

static void
activate_cb (AdwApplication *app)
{
  GtkWidget *window = g_object_new (TILL_TYPE_WINDOW, "application", app, "training", training, NULL);
  GtkStack *pages = GTK_STACK (gtk_widget_get_last_child (adw_application_window_get_content (ADW_APPLICATION_WINDOW (window))));
  GtkWidget *page = unresolved ? make_unresolved_page () : make_sale_page ();

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      dark ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024 * text_percent / 100, NULL);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  if (TILL_IS_SALE_PAGE (page))
    {
      g_object_bind_property (window, "size-class", page, "size-class", G_BINDING_SYNC_CREATE);
      g_object_set (page, "title", "Corner Coffee", "subtitle", "Till T1", NULL);
    }
  gtk_stack_add_child (pages, page);
  gtk_stack_set_visible_child (pages, page);
  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_grab_focus (page);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(AdwApplication) app = NULL;
  g_autoptr(GOptionContext) context = g_option_context_new ("");
  g_autoptr(GError) error = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);

  app = adw_application_new ("org.tillpay.Till", G_APPLICATION_NON_UNIQUE);
  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), NULL);

  return g_application_run (G_APPLICATION (app), 1, argv);
}
