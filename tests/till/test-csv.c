/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-csv.h"
#include "till-test-record.h"

static void
test_cells (void)
{
  static const struct
  {
    const char *text;
    const char *cell;
  } rows[] = {
    { "", "" },
    { "A-1001", "A-1001" },
    { "桌 5/2", "桌 5/2" },
    { "tea, milk", "\"tea, milk\"" },
    { "the \"best\"", "\"the \"\"best\"\"\"" },
    { "two\nlines", "\"two\nlines\"" },
    { "=1+1", "'=1+1" },
    { "+49", "'+49" },
    { "-5", "'-5" },
    { "@SUM(A1)", "'@SUM(A1)" },
    { "\t=1", "'\t=1" },
    { "\r=1", "\"'\r=1\"" },
    { "=HYPERLINK(\"a\",\"b\")", "\"'=HYPERLINK(\"\"a\"\",\"\"b\"\")\"" },
    { "1=1", "1=1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GString) line = g_string_new (NULL);

      till_csv_add_text (line, rows[i].text);
      g_assert_cmpstr (line->str, ==, rows[i].cell);
    }
}

static guint
count_cells (const char *line)
{
  g_auto(GStrv) cells = g_strsplit (line, ",", -1);

  return g_strv_length (cells);
}

static void
test_record (void)
{
  g_autoptr(TillRecord) record = till_test_record_new ("desktopQRCode");
  g_autofree char *line = till_csv_from_record (record);
  g_autofree char *money = till_money_to_decimal (&record->money);
  g_autofree char *wanted = g_strdup_printf (",desktopQRCode,%s,%s,requested,0.00,false,false,,\r\n",
                                             record->money.currency, money);

  g_assert_true (g_str_has_suffix (line, wanted));
  g_assert_cmpuint (count_cells (line), ==, count_cells (till_csv_header ()));
  g_assert_true (g_str_has_suffix (till_csv_header (), "\r\n"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/till/csv/cells", test_cells);
  g_test_add_func ("/till/csv/record", test_record);

  return g_test_run ();
}
