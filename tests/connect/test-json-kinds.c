/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-json-private.h"
#include "json-meaning.h"

/* The kinds of cases by which parsers of JSON are told apart: what every one must take, what none may take, and
 * what RFC 8259 leaves open.  The gate takes objects only, so each value stands in one, too.
 */

static gboolean
passes (const char *text,
        gsize       length)
{
  const char *reason = NULL;
  guint line = 0;
  gboolean taken = connect_json_check (text, length, &reason, &line);

  g_assert_true (taken == (reason == NULL));
  g_assert_cmpuint (line, >=, 1);

  return taken;
}

/* json-glib reads what passed, and as a reader that knows nothing but the RFC. */
static void
assert_agreed (const char *text,
               gsize       length)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *meant = json_meaning_of_text (text, length);
  g_autofree char *read = NULL;

  json_parser_load_from_data (parser, text, (gssize) length, &error);
  g_assert_no_error (error);
  read = json_meaning_of_node (json_parser_get_root (parser));
  g_assert_nonnull (meant);
  g_assert_cmpstr (read, ==, meant);
}

/* A value: as the whole text (never taken), as a member, in a list, with space around it. */
static char **
places_of (const char *value)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  const char *formats[] = { "{\"a\":%s}", "{\"a\":[%s]}", "{\"a\":[[],%s,{}]}", "{\"b\":0,\"a\":\t%s\r\n}", "{\"a\":{\"a\":%s}}" };
  char **places;

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_auto(GStrv) parts = g_strsplit (formats[i], "%s", 2);
      g_autofree char *text = g_strconcat (parts[0], value, parts[1], NULL);

      g_strv_builder_add (builder, text);
    }
  places = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);

  return places;
}

/* What must be taken. */
static const char * const taken[] = {
  "[]", "[[]]", "[[],[]]", "{}", "[{}]", "[1,null,\"1\",{}]", "[\"\"]", "[ ]", "[1\n]", " [1]",
  "{\"\":0}", "{\"a\":\"b\",\"c\":\"d\"}", "{\"x\":[{\"id\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"}]}", "{\"\\u0061\\u0062\":1}",
  "0", "-0", "-1", "123", "-123", "0.5", "-0.1", "123.456789", "999999999999999999", "-999999999999999999",
  "0.00000000000000001", "1.0", "10", "100.000",
  "true", "false", "null",
  "\"\"", "\" \"", "\"asd\"", "\"a/*b*/c//d#\"", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\\a\"", "\"\\\\u0061\"", "\"\\\\n\"", "\"\\\"\"",
  "\"\\u0012\"", "\"\\u002c\"", "\"\\u0022\"", "\"\\u005C\"", "\"\\u0123\"", "\"\\u00A0\"", "\"\\u200B\"", "\"\\u2064\"",
  "\"\\uFFFF\"", "\"\\uFFFE\"", "\"\\uFDD0\"", "\"\\uD834\\uDD1E\"", "\"\\ud801\\udc37\"", "\"\\uD83F\\uDFFE\"", "\"\\uDBFF\\uDFFE\"",
  "\"\\u0060\\u012a\\u12AB\"", "\"new\\u000Aline\"", "\"\\u0821\"",
  "\"\x7f\"", "\"\xc2\xa3\"", "\"\xe2\x80\xa8\"", "\"\xe2\x80\xa9\"", "\"\xe2\x82\xac\xf0\x9d\x84\x9e\"", "\"\xef\xbf\xbf\"", "\"\xf4\x8f\xbf\xbf\"",
  "\"\xe2\x8d\x82\xe3\x88\xb4\xe2\x8d\x82\"", "\"\xef\xbb\xbf\"",
};

static void
test_taken (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      g_auto(GStrv) places = places_of (taken[i]);

      g_test_message ("%s", taken[i]);
      for (char **place = places; *place != NULL; place++)
        {
          g_assert_true (passes (*place, strlen (*place)));
          assert_agreed (*place, strlen (*place));
        }
      if (taken[i][strspn (taken[i], " ")] != '{')
        g_assert_false (passes (taken[i], strlen (taken[i])));
    }
}

/* What may not be taken. */
static const char * const refused[] = {
  /* lists */
  "[1 true]", "[a", "[\"\": 1]", "[,1]", "[1,,2]", "[\"x\",,]", "[\"x\"]]", "[\"\",]", "[\"x\"", "[x", "[3[4]]", "[1:2]", "[,]",
  "[-]", "[   , \"\"]", "[\"a\",\n4\n,1,", "[1,]", "[\"\va\"\\f]", "[*]", "[1,\n1\n,1", "[{}", "[1", "[1}", "[\"a\" \"b\"]", "[][]", "[",
  "]", "[[[[[[", "[\"\",", "[,", "[<null>]", "[\"a", "[\"asd]",
  /* words */
  "fals", "nul", "tru", "nulll", "True", "NULL", "FALSE", "undefined", "nil", "None", "a\xc3\xa5", "<.>", "<null>", "*", "@", "`",
  /* numbers */
  "++1234", "+1", "+Inf", "-01", "-1.0.", "-2.", "-NaN", ".-1", ".2e-3", "0.1.2", "0.3e+", "0.3e", "0.e1", "0E+", "0E", "0e+", "0e",
  "1.0e+", "1.0e-", "1.0e", "1 000.0", "1eE2", "2.e+3", "2.e-3", "2.e3", "9.e+", "Inf", "NaN", "\xef\xbc\x91", "1+2", "0x1", "0x42", "0b1",
  "Infinity", "0e+-1", "-123.123foo", "-Infinity", "-foo", "- 1", "-012", "-.123", "-1x", "1ea", "1e\xe5", "1.", ".123", "1.2a-3",
  "1.8011670033376514H-308", "012", "0_1", "1,000", "1_000", "00", "-00", "0.", "--1", "1..2", "1,2,3 4",
  /* objects */
  "{\"x\", null}", "{\"x\"::\"b\"}", "{\xf0\x9f\x87\xa8\xf0\x9f\x87\xad}", "{\"a\":\"a\" 123}", "{key: 'value'}", "{\"\xb9\":\"0\",}", "{\"a\" b}", "{:\"b\"}",
  "{\"a\" \"b\"}", "{\"a\":", "{\"a\"", "{1:1}", "{9999E9999:1}", "{null:null,null:null}", "{\"id\":0,,,,,}", "{'a':0}", "{\"id\":0,}",
  "{\"a\":\"b\"}/**/", "{\"a\":\"b\"}/**//", "{\"a\":\"b\"}//", "{\"a\":\"b\"}/", "{\"a\":\"b\",,\"c\":\"d\"}", "{a: \"b\"}", "{\"a\":\"a",
  "{ \"foo\" : \"bar\", \"a\" }", "{\"a\":\"b\"}#", "{\"a\":1 \"b\":2}", "{true:1}", "{\"a\":/*comment*/\"b\"}", "{[: \"x\"}\n", "{*}", "{\"\\uD834\":1}",
  /* strings */
  "\"\\uD800\\\"", "\"\\uD800\\u\"", "\"\\uD800\\u1\"", "\"\\uD800\\u1x\"", "\"\\\"", "\"\\x00\"", "\"\\\\\\\"", "\"\\\t\"", "\"\\\xf0\x9f\x8c\x80\"",
  "\"\\\xe5\"", "\"\\u00A\"", "\"\\uD834\\uDd\"", "\"\\uD800\\uD800\\x\"", "\"\\u\xe5\"", "\"\\a\"", "\"\\uqqqq\"", "\"\\v\"", "\"\\0\"", "\"\\'\"",
  "\\u0020\"asd\"", "\\n", "\"", "'single quote'", "abc", "\"\\", "\"new\nline\"", "\"\t\"", "\"\\UA66D\"", "\"x\"x", "\"\"x", "\"a\"\"b\"", "\"\x1f\"",
  /* structure */
  "1]", "{}}", "\xef\xbb\xbf{}", "\xe2\x81\xa0", "\x0c", "#", "{\"a\":1}{\"b\":2}", "{\"a\":1}\"x\"", "{\"a\": true} \"x\"", "['", "[\"a", "{,", "{[", "{\"a",
  "{'a'", "[\"\\{[\"\\{[\"\\{[\"\\{", "\xe9", "\xe5", "*", "<!doctype html>", "\xc2\xa0", "1,2", "/**/1", "//\n1", "()", "(1)", "1;", "var a", "\\", "$",
};

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_auto(GStrv) places = places_of (refused[i]);
      g_autofree char *shown = g_strescape (refused[i], NULL);

      g_test_message ("%s", shown);
      g_assert_false (passes (refused[i], strlen (refused[i])));

      /* Some are whole in a list or object of the right kind: not those, where a comma or bracket makes them so. */
      for (char **place = places; *place != NULL; place++)
        if (passes (*place, strlen (*place)))
          assert_agreed (*place, strlen (*place));
      g_assert_false (passes (places[0], strlen (places[0])));
    }
}

/* What is left open: refused, since readers differ, and a till must not be the one that reads another amount. */
static const char * const open[] = {
  "123123e100000", "-1e+9999", "1.5e+9999", "-123123e100000", "123.456e-789", "0.4e00669999999999999999999999999999999999", "1e1", "1E22", "0e1",
  "20e1", "1e-2", "123e65", "123.456e78", "-237462374673276894279832749832423479823246327846", "100000000000000000000", "-100000000000000000000",
  "1234567890123456789", "9223372036854775807", "-9223372036854775808", "0.12345678901234567890", "123123123123123123123123123123",
  "\"\\uDADA\"", "\"\\uD888\\u1234\"", "\"\\uD800\\n\"", "\"\\uDd1ea\"", "\"\\uD800\\uD800\\n\"", "\"\\ud800\"", "\"\\ud800abc\"", "\"\\uDd1e\\uD834\"", "\"\\uDFAA\"",
  "\"\\u0000\"", "{\"a\\u0000b\":1}",
  "\"\xff\"", "\"\xe6\x97\xa5\xd1\x88\xfa\"", "\"\xf4\xbf\xbf\xbf\"", "\"\xed\xa0\x80\"", "\"\x81\"", "\"\xc0\xaf\"", "\"\xfc\x83\xbf\xbf\xbf\xbf\"",
  "\"\xfc\x80\x80\x80\x80\x80\"", "\"\xe0\xff\"", "\"\xe9\"", "\"\xf8\x88\x80\x80\x80\"",
  "{\"a\":\"b\",\"a\":\"b\"}", "{\"a\":\"b\",\"a\":\"c\"}", "{\"a\":1,\"\\u0061\":2}", "{\"\":1,\"\":2}",
};

static void
test_open (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (open); i++)
    {
      g_auto(GStrv) places = places_of (open[i]);
      g_autofree char *shown = g_strescape (open[i], NULL);

      g_test_message ("%s", shown);
      for (char **place = places; *place != NULL; place++)
        g_assert_false (passes (*place, strlen (*place)));
    }
}

/* Other encodings, and a NUL anywhere. */
static void
test_encodings (void)
{
  static const char utf16le[] = "{\0\"\0a\0\"\0:\0001\0}\0", utf16be[] = "\0{\0\"\0a\0\"\0:\0001\0}";
  static const char utf16_marked[] = "\xff\xfe{\0}\0", nul_within[] = "{\"a\":\"b\0c\"}", nul_after[] = "{}\0";

  g_assert_false (passes (utf16le, sizeof utf16le - 1));
  g_assert_false (passes (utf16be, sizeof utf16be - 1));
  g_assert_false (passes (utf16_marked, sizeof utf16_marked - 1));
  g_assert_false (passes (nul_within, sizeof nul_within - 1));
  g_assert_false (passes (nul_after, sizeof nul_after - 1));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/connect/json-kinds/taken", test_taken);
  g_test_add_func ("/connect/json-kinds/refused", test_refused);
  g_test_add_func ("/connect/json-kinds/open", test_open);
  g_test_add_func ("/connect/json-kinds/encodings", test_encodings);

  return g_test_run ();
}
