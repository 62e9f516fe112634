/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "made-up.h"
#include "till-row-view.h"
#include "till-when.h"

#define MINUTE (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
#define DAY    (24 * 60 * MINUTE)

typedef struct
{
  const char *situation;
  gboolean    waited_for;
  TillShape   shape;
  const char *words;
  const char *amount_css;
  gboolean    can_check;
} Row;

static const Row rows[] =
{
  { "waiting", TRUE, TILL_SHAPE_WAITING, "Waiting for the customer", "", FALSE },
  { "left", FALSE, TILL_SHAPE_DOUBT, "Not certain", "", TRUE },
  { "left-confirming", FALSE, TILL_SHAPE_DOUBT, "Not certain", "", TRUE },
  { "paid", FALSE, TILL_SHAPE_PAID, "Paid", "money", FALSE },
  { "paid-late", FALSE, TILL_SHAPE_PAID_LATE, "Paid late", "money", FALSE },
  { "paid-twice", FALSE, TILL_SHAPE_ATTENTION, "Paid twice", "money", FALSE },
  { "refused", FALSE, TILL_SHAPE_REFUSED, "Refused", "dim", FALSE },
  { "cancelled", FALSE, TILL_SHAPE_CANCELLED, "Cancelled", "dim", FALSE },
  { "not-paid", FALSE, TILL_SHAPE_NOT_PAID, "Not paid", "dim", FALSE },
  { "nothing", FALSE, TILL_SHAPE_NOTHING, "Nothing was charged", "dim", FALSE },
  { "amount-differs", FALSE, TILL_SHAPE_ATTENTION, "Call the manager", "", FALSE },
  { "reversed", FALSE, TILL_SHAPE_ATTENTION, "Call the manager", "", FALSE },
  { "stuck", FALSE, TILL_SHAPE_ATTENTION, "Call the manager", "", FALSE },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr(TillRecord) record = made_up_record (made_up_find (row->situation));
  g_auto(TillRowView) view = { 0 };
  g_autofree char *when = NULL;
  g_autofree char *detail = NULL;

  till_row_view_init (&view, record, row->waited_for, record->created + MINUTE);
  when = till_when_to_text (record->created, record->created + MINUTE);
  detail = g_strdup_printf ("%s · %s", row->words, when);

  g_assert_cmpint (view.shape, ==, row->shape);
  g_assert_cmpstr (view.detail, ==, detail);
  g_assert_cmpstr (view.amount, ==, "€12.50");
  g_assert_cmpstr (view.amount_css, ==, row->amount_css);
  g_assert_cmpint (view.can_check, ==, row->can_check);
}

/* Only money that went back has the arrow: a refund that was refused leaves the payment as it was. */
static void
test_refunded (void)
{
  static const struct
  {
    const char *state;
    TillShape   shape;
    const char *detail;
  } cases[] = {
    { "done", TILL_SHAPE_REFUNDED, "Paid · refunded €5.00" },
    { "requested", TILL_SHAPE_REFUNDED, "Paid · refunded €5.00" },
    { "refused", TILL_SHAPE_PAID, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(TillRecord) record = made_up_record (made_up_find ("paid"));
      g_auto(TillRowView) view = { 0 };
      TillRefund *refund = g_new0 (TillRefund, 1);

      refund->state = g_strdup (cases[i].state);
      refund->amount = 500;
      g_ptr_array_add (record->refunds, refund);
      till_row_view_init (&view, record, FALSE, record->created + MINUTE);

      g_test_message ("%s", cases[i].state);
      g_assert_cmpint (view.shape, ==, cases[i].shape);
      if (cases[i].detail != NULL)
        g_assert_cmpstr (view.detail, ==, cases[i].detail);
    }
}

static void
test_when (void)
{
  g_autoptr(GDateTime) noon = g_date_time_new_local (2026, 11, 23, 12, 3, 0);
  gint64 time = g_date_time_to_unix (noon) * G_USEC_PER_SEC;
  g_autofree char *today = till_when_to_text (time, time + 60 * MINUTE);
  g_autofree char *yesterday = till_when_to_text (time, time + DAY);

  g_assert_cmpstr (today, ==, "12:03");
  g_assert_cmpstr (yesterday, ==, "23 Nov, 12:03");
  g_assert_cmpint (till_when_start_of_day (time), ==, time - (12 * 60 + 3) * MINUTE);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/row-view/%s", rows[i].situation);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/row-view/refunded", test_refunded);
  g_test_add_func ("/row-view/when", test_when);

  return g_test_run ();
}
