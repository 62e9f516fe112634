/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-scanner.h"

/* Keys as "CHARACTER@MS", Enter as "!@MS", a key that types nothing as "_@MS"; the last one is Enter. */
typedef struct
{
  const char *name;
  const char *keys;
  TillKeys    outcome;
  const char *text;      /* (nullable) */
} Row;

static const Row rows[] =
{
  { "a person", "1@0 2@180 !@400", TILL_KEYS_TYPED },
  { "a quick person", "1@0 2@31 5@62 !@93", TILL_KEYS_TYPED },
  { "a scanner", "A@0 B@8 C@16 1@24 !@32", TILL_KEYS_SCANNED, "ABC1" },
  { "just quick enough", "A@0 B@29 C@58 !@87", TILL_KEYS_SCANNED, "ABC" },
  { "a pause before Enter", "A@0 B@8 C@16 !@215", TILL_KEYS_SCANNED, "ABC" },
  { "Enter by hand", "A@0 B@8 C@16 !@216", TILL_KEYS_TYPED },
  { "two keys at once and Enter", "5@0 0@8 !@100", TILL_KEYS_TYPED },
  { "a pause within", "A@0 B@8 C@16 D@60 E@68 F@76 !@84", TILL_KEYS_SCANNED, "DEF" },
  { "after typing", "1@0 2@200 A@400 B@408 C@416 !@424", TILL_KEYS_SCANNED, "ABC" },
  { "too short", "5@0 0@8 !@16", TILL_KEYS_BOUNCED },
  { "Enter bounced", "!@0 !@12", TILL_KEYS_BOUNCED },
  { "Enter again", "!@0 !@200", TILL_KEYS_TYPED },
  { "CR and LF", "A@0 B@8 C@16 !@24 !@28", TILL_KEYS_BOUNCED },
  { "another code at once", "A@0 B@8 C@16 !@24 X@30 Y@38 Z@46 !@54", TILL_KEYS_SCANNED, "XYZ" },
  { "a key without a character", "A@0 B@8 _@16 C@24 D@32 E@40 !@48", TILL_KEYS_SCANNED, "CDE" },
  { "time wraps round", "A@4294967290 B@4294967295 C@2 !@8", TILL_KEYS_SCANNED, "ABC" },
  { "not latin", "桌@0 5@8 /@16 2@24 !@32", TILL_KEYS_SCANNED, "桌5/2" },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_auto(GStrv) keys = g_strsplit (row->keys, " ", -1);
  TillKeys outcome = TILL_KEYS_TYPED;
  TillScanner scanner;

  till_scanner_init (&scanner);
  for (guint i = 0; keys[i] != NULL; i++)
    {
      gunichar character = g_utf8_get_char (keys[i]);
      guint32 time = (guint32) g_ascii_strtoull (g_utf8_next_char (keys[i]) + 1, NULL, 10);

      if (character == '!')
        outcome = till_scanner_enter (&scanner, time);
      else
        till_scanner_key (&scanner, time, character == '_' ? 0 : character);
    }

  g_assert_cmpint (outcome, ==, row->outcome);
  if (row->text != NULL)
    g_assert_cmpstr (till_scanner_get_text (&scanner), ==, row->text);
  till_scanner_clear (&scanner);
}

/* What the fields held is remembered at the first key of what may be a burst, and not again within it. */
static void
test_begin (void)
{
  TillScanner scanner;

  till_scanner_init (&scanner);
  g_assert_cmpint (till_scanner_key (&scanner, 0, '1'), ==, TILL_KEYS_BEGIN);
  g_assert_cmpint (till_scanner_key (&scanner, 200, 'A'), ==, TILL_KEYS_BEGIN);
  g_assert_cmpint (till_scanner_key (&scanner, 208, 'B'), ==, TILL_KEYS_TYPED);
  g_assert_cmpint (till_scanner_key (&scanner, 216, 'C'), ==, TILL_KEYS_TYPED);
  g_assert_cmpint (till_scanner_enter (&scanner, 224), ==, TILL_KEYS_SCANNED);
  g_assert_cmpint (till_scanner_key (&scanner, 230, 'X'), ==, TILL_KEYS_BEGIN);
  till_scanner_clear (&scanner);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/scanner/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/scanner/begin", test_begin);

  return g_test_run ();
}
