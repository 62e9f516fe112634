/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "till-text.h"

static const struct
{
  const char *foreign;
  const char *shown;
} rows[] = {
  { NULL, "" },
  { "", "" },
  { "Declined by issuer", "Declined by issuer" },
  { "桌 5/2 – Café", "桌 5/2 – Café" },
  /* Markup is text like any other: what shows it must not read it. */
  { "<span size='99999'>PAID</span> &amp;", "<span size='99999'>PAID</span> &amp;" },
  /* What a terminal obeys: colours, titles, cursor, bell, the C1 forms of the same. */
  { "\033[2J\033[1;32mPAID\033[0m", "[2J[1;32mPAID[0m" },
  { "\033]0;title\007", "]0;title" },
  { "a\xc2\x9b" "2Jb\bc\rd\177", "a2Jbc d" },
  { "one\r\n\r\ntwo\tthree\342\200\250four\n", "one two three four " },
  /* What steers directions without being seen is gone; a right-to-left letter is fenced in. */
  { "12\342\200\256.00 EUR\342\200\254\342\201\246\342\201\251", "12.00 EUR" },
  { "\342\200\217A-1\357\273\277", "A-1" },
  { "שלום 5", "\342\201\250שלום 5\342\201\251" },
  { "\342\200\256مرحبا", "\342\201\250مرحبا\342\201\251" },
  { "\360\236\244\200 x", "\342\201\250\360\236\244\200 x\342\201\251" },
  /* Persian and Indic scripts need their joiners. */
  { "می\342\200\214خواهم", "\342\201\250می\342\200\214خواهم\342\201\251" },
  /* No UTF-8: one mark for each byte that cannot be read. */
  { "a\xff" "b\xc3", "a\357\277\275b\357\277\275" },
  { "\xed\xa0\x80", "\357\277\275\357\277\275\357\277\275" },
};

static void
test_shown (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *shown = till_text_for_people (rows[i].foreign);
      g_autofree char *again = till_text_for_people (shown);

      g_assert_cmpstr (shown, ==, rows[i].shown);
      g_assert_cmpstr (again, ==, shown);
    }
}

static void
assert_cut (const char *foreign,
            glong       length,
            gboolean    is_cut)
{
  g_autofree char *shown = till_text_for_people (foreign);

  g_assert_true (g_utf8_validate (shown, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (shown, -1), ==, length);
  g_assert_true (g_str_has_suffix (shown, "…") == is_cut);
}

static void
test_cut (void)
{
  g_autofree char *whole = g_strnfill (TILL_TEXT_MAX, 'x');
  g_autofree char *more = g_strnfill (TILL_TEXT_MAX + 1, 'x');
  g_autofree char *huge = g_strnfill (10 * 1024, 'x');
  g_autofree char *unseen = g_strnfill (10 * 1024, '\a');
  g_autoptr(GString) wide = g_string_new (NULL);

  assert_cut (whole, TILL_TEXT_MAX, FALSE);
  assert_cut (more, TILL_TEXT_MAX, TRUE);
  assert_cut (huge, TILL_TEXT_MAX, TRUE);
  assert_cut (unseen, 1, TRUE);
  for (guint i = 0; i < 10 * 1024; i++)
    g_string_append (wide, "码");
  assert_cut (wide->str, TILL_TEXT_MAX, TRUE);
}

/* Data is cleaned and not cut: who pays with it needs the whole. */
static void
test_on_one_line (void)
{
  g_autofree char *huge = g_strnfill (10 * 1024, 'x');
  g_autofree char *steering = g_strconcat ("\033[2J", huge, "\n", NULL);
  g_autofree char *wanted = g_strconcat ("[2J", huge, " ", NULL);
  g_autofree char *line = till_text_on_one_line (steering);

  g_assert_cmpstr (line, ==, wanted);
}

static void
assert_seen (const char *foreign)
{
  g_autofree char *shown = till_text_for_people (foreign);

  g_assert_true (g_utf8_validate (shown, -1, NULL));
  for (const char *p = shown; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_assert_true (!till_text_is_invisible (c) || c == 0x2068 || c == 0x2069);
    }
}

/* Nothing that a person is not to see gets by, whatever it is. */
static void
test_every_character (void)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (gunichar c = 1; c <= 0x10ffff; c++)
    {
      if (g_unichar_validate (c))
        g_string_append_unichar (text, c);
      if (c % 100 != 0 && c < 0x10ffff)
        continue;
      assert_seen (text->str);
      g_string_truncate (text, 0);
    }
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text/shown", test_shown);
  g_test_add_func ("/text/cut", test_cut);
  g_test_add_func ("/text/on-one-line", test_on_one_line);
  g_test_add_func ("/text/every-character", test_every_character);

  return g_test_run ();
}
