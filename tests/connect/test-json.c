/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <dlfcn.h>
#include <string.h>

#include "connect-error.h"
#include "connect-json.h"

/* Every call of json-glib's parser from the library under test comes by here. */
static guint n_parsed;

gboolean
json_parser_load_from_data (JsonParser  *parser,
                            const char  *data,
                            gssize       length,
                            GError     **error)
{
  static gboolean (*original) (JsonParser *, const char *, gssize, GError **);

  if (original == NULL)
    original = (gboolean (*) (JsonParser *, const char *, gssize, GError **))
               dlsym (RTLD_NEXT, "json_parser_load_from_data");
  n_parsed++;

  return original (parser, data, length, error);
}

static gboolean
passes (const char *data,
        gsize       length)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) root = NULL;

  n_parsed = 0;
  root = connect_json_parse (data, length, &error);
  if (root != NULL)
    {
      g_assert_no_error (error);
      g_assert_cmpuint (n_parsed, ==, 1);
    }
  else
    {
      g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER);
      g_assert_cmpuint (n_parsed, ==, 0);
    }

  return root != NULL;
}

static void
test_good (void)
{
  static const char * const good[] = {
    "{}", " \t\r\n{ } \n",
    "{\"a\":1}", "{\"a\":-1}", "{\"a\":0}", "{\"a\":-0}", "{\"a\":1.50}", "{\"a\":0.5}",
    "{\"a\":999999999999999999}", "{\"a\":-999999999999999999}", "{\"a\":123456789.123456789}",
    "{\"a\":true,\"b\":false,\"c\":null}",
    "{\"a\":[]}", "{\"a\":{}}", "{\"a\":[[],{}]}", "{\"a\":[1,[2,{\"b\":3}],4]}",
    "{\"a\":{\"a\":{\"a\":1}}}", "{\"a\":{\"b\":1},\"c\":{\"b\":1}}",
    "{\"\":\"\"}", "{\"A\":1,\"a\":2}",
    "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"}",
    "{\"a\":\"\\ud83d\\ude00\"}", "{\"a\":\"\xf0\x9f\x98\x80\"}", "{\"a\":\"\\uD83D\\uDE00\"}",
    "{\"\xe6\xa1\x8c 5/2\":\"\x7f\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_test_message ("%s", good[i]);
      g_assert_true (passes (good[i], strlen (good[i])));
    }
}

static void
test_bad (void)
{
  static const char * const bad[] = {
    "", " ", "null", "true", "1", "\"a\"", "[]", "[{}]",
    "{", "}", "{]", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":[1", "{\"a\":\"b", "{\"a\":\"b\\", "{\"a\":\"\\u00",
    "{\"a\":1}}", "{\"a\":1]", "{\"a\":[1}", "{\"a\":[1}]", "{\"a\":1}x", "{}{}", "{} {}", "{},", "{}\x01",
    "{\"a\":1,}", "{,}", "{,\"a\":1}", "{\"a\":[1,]}", "{\"a\":[,]}", "{\"a\":[1 2]}", "{\"a\":1 \"b\":2}", "{\"a\" 1}", "{\"a\":}",
    "{a:1}", "{'a':1}", "{1:1}", "{\"a\":b}", "{\"a\":tru}", "{\"a\":TRUE}", "{\"a\":nul}", "{\"a\":truefalse}",
    "{\"a\":NaN}", "{\"a\":Infinity}", "{\"a\":-Infinity}", "{\"a\":undefined}",
    "{\"a\":01}", "{\"a\":0123}", "{\"a\":-01}", "{\"a\":+1}", "{\"a\":.5}", "{\"a\":5.}", "{\"a\":-}", "{\"a\":0x10}",
    "{\"a\":1e2}", "{\"a\":1E2}", "{\"a\":1e400}", "{\"a\":1.5e1}", "{\"a\":1.e1}",
    "{\"a\":1234567890123456789}", "{\"a\":99999999999999999999}", "{\"a\":1234567890.123456789}",
    "{\"a\":0.1234567890123456789}",
    "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "{\"b\":{\"a\":1,\"c\":2,\"a\":3}}", "{\"\":1,\"\":2}",
    "{\"a\":[{\"x\":1},{\"x\":1,\"x\":1}]}",
    "{\"a\":\"\\u0000\"}", "{\"\\u0000\":1}", "{\"a\":\"\x01\"}", "{\"a\":\"\n\"}", "{\"a\":\"\t\"}",
    "{\"a\":\"\\x\"}", "{\"a\":\"\\'\"}", "{\"a\":\"\\u12g4\"}", "{\"a\":\"\\U00e9\"}",
    "{\"a\":\"\\ud800\"}", "{\"a\":\"\\udc00\"}", "{\"a\":\"\\ud800x\"}", "{\"a\":\"\\ud800\\n\"}",
    "{\"a\":\"\\ud800\\ud800\"}", "{\"a\":\"\\ud83d\\u0041\"}", "{\"\\ud800\":1}", "{\"a\":\"\\udbff\\ue000\"}",
    "{\"a\":\"\xff\"}", "{\"a\":\"\xc3\"}", "{\"a\":\"\xed\xa0\x80\"}", "{\"a\":\"\xc0\xaf\"}",
    "\xef\xbb\xbf{}",
    "// x\n{}", "/* x */{}", "{/* x */}", "{} // x", "# x\n{}", "var x = {}", "var x = {};", "({})",
    "\v{}", "\f{}", "\xc2\xa0{}",
    "[][]", "{\"a\":[][]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *shown = g_strescape (bad[i], NULL);

      g_test_message ("%s", shown);
      g_assert_false (passes (bad[i], strlen (bad[i])));
    }
}

static void
test_nul (void)
{
  g_assert_false (passes (NULL, 0));
  g_assert_false (passes ("{}\0", 3));
  g_assert_false (passes ("\0{}", 3));
  g_assert_false (passes ("{\"a\":\"\0\"}", 9));
  g_assert_false (passes ("{\"a\0\":1}", 8));
}

static char *
repeat (const char *text,
        gsize       times)
{
  GString *string = g_string_new (NULL);

  while (times-- > 0)
    g_string_append (string, text);

  return g_string_free (string, FALSE);
}

static gboolean
many_pass (const char *before,
           const char *text,
           gsize       n,
           const char *after)
{
  g_autofree char *middle = repeat (text, n);
  g_autofree char *whole = g_strconcat (before, middle, after, NULL);

  return passes (whole, strlen (whole));
}

static gboolean
depth_passes (gsize arrays)
{
  g_autofree char *open = repeat ("[", arrays);
  g_autofree char *close = repeat ("]", arrays);
  g_autofree char *text = g_strconcat ("{\"a\":", open, close, "}", NULL);

  return passes (text, strlen (text));
}

static gboolean
object_depth_passes (gsize objects)
{
  g_autofree char *open = repeat ("{\"a\":", objects - 1);
  g_autofree char *close = repeat ("}", objects - 1);
  g_autofree char *text = g_strconcat (open, "{}", close, NULL);

  return passes (text, strlen (text));
}

static void
test_bounds (void)
{
  g_autofree char *open = repeat ("[", 100000);
  g_autofree char *both = repeat ("[]", 100000);
  g_autofree char *nested = repeat ("{\"a\":", 50000);
  gsize text = CONNECT_JSON_MAX_BYTES - strlen ("{\"a\":\"\"}");

  g_assert_true (depth_passes (CONNECT_JSON_MAX_DEPTH - 1));
  g_assert_false (depth_passes (CONNECT_JSON_MAX_DEPTH));
  g_assert_true (object_depth_passes (CONNECT_JSON_MAX_DEPTH));
  g_assert_false (object_depth_passes (CONNECT_JSON_MAX_DEPTH + 1));
  g_assert_false (passes (open, strlen (open)));
  g_assert_false (passes (both, strlen (both)));
  g_assert_false (passes (nested, strlen (nested)));

  /* The root, the list and its first value are three. */
  g_assert_true (many_pass ("{\"a\":[0", ",0", CONNECT_JSON_MAX_TOKENS - 3, "]}"));
  g_assert_false (many_pass ("{\"a\":[0", ",0", CONNECT_JSON_MAX_TOKENS - 2, "]}"));

  g_assert_true (many_pass ("{\"a\":\"", "x", text, "\"}"));
  g_assert_false (many_pass ("{\"a\":\"", "x", text + 1, "\"}"));
}

/* A good text, cut anywhere, or with any one byte changed: never a crash, never half an answer. */
static void
test_damage (void)
{
  static const char good[] = "{\"id\":\"00\\u00e912\",\"o\":{\"n\":[1,-2.5,true,null],\"t\":\"\\ud83d\\ude00\"}}";

  g_assert_true (passes (good, strlen (good)));
  for (gsize length = 0; length < strlen (good); length++)
    g_assert_false (passes (good, length));

  for (gsize at = 0; at < strlen (good); at++)
    for (guint byte = 0; byte < 256; byte++)
      {
        char changed[sizeof good];

        memcpy (changed, good, sizeof good);
        changed[at] = (char) byte;
        passes (changed, strlen (good));
      }
}

static void
test_getters (void)
{
  static const char text[] =
    "{\"s\":\"\xe6\xa1\x8c" "ab\",\"e\":\"\",\"i\":7,\"d\":7.0,\"t\":true,\"f\":false,\"n\":null,\"o\":{\"x\":1},\"l\":[1]}";
  static const char * const no_string[] = { "i", "d", "t", "n", "o", "l", "absent" };
  static const char * const no_integer[] = { "s", "e", "d", "t", "n", "o", "l", "absent" };
  static const char * const no_truth[] = { "s", "e", "i", "d", "f", "n", "o", "l", "absent" };
  g_autoptr(JsonObject) root = connect_json_parse (text, strlen (text), NULL);

  g_assert_nonnull (root);
  g_assert_cmpstr (connect_json_get_string (root, "s", 3), ==, "\xe6\xa1\x8c" "ab");
  g_assert_null (connect_json_get_string (root, "s", 2));
  g_assert_cmpstr (connect_json_get_string (root, "e", 0), ==, "");
  g_assert_cmpint (connect_json_get_integer (root, "i", -1), ==, 7);
  g_assert_true (connect_json_get_boolean (root, "t"));
  g_assert_nonnull (connect_json_get_object (root, "o"));
  g_assert_null (connect_json_get_object (root, "l"));
  g_assert_null (connect_json_get_object (root, "n"));
  g_assert_null (connect_json_get_object (root, "absent"));
  g_assert_nonnull (connect_json_get_array (root, "l"));
  g_assert_null (connect_json_get_array (root, "o"));
  g_assert_null (connect_json_get_array (root, "absent"));
  for (gsize i = 0; i < G_N_ELEMENTS (no_string); i++)
    g_assert_null (connect_json_get_string (root, no_string[i], 100));
  for (gsize i = 0; i < G_N_ELEMENTS (no_integer); i++)
    g_assert_cmpint (connect_json_get_integer (root, no_integer[i], -9), ==, -9);
  for (gsize i = 0; i < G_N_ELEMENTS (no_truth); i++)
    g_assert_false (connect_json_get_boolean (root, no_truth[i]));
}

/* What passes the gate means to json-glib what it says. */
static void
test_meaning (void)
{
  static const char text[] =
    "{\"max\":999999999999999999,\"min\":-999999999999999999,\"\\u0061\":\"\\ud83d\\ude00\\/\",\"z\":-0}";
  g_autoptr(JsonObject) root = connect_json_parse (text, strlen (text), NULL);

  g_assert_nonnull (root);
  g_assert_cmpint (connect_json_get_integer (root, "max", 0), ==, G_GINT64_CONSTANT (999999999999999999));
  g_assert_cmpint (connect_json_get_integer (root, "min", 0), ==, G_GINT64_CONSTANT (-999999999999999999));
  g_assert_cmpint (connect_json_get_integer (root, "z", 9), ==, 0);
  g_assert_cmpstr (connect_json_get_string (root, "a", 9), ==, "\xf0\x9f\x98\x80/");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/connect/json/good", test_good);
  g_test_add_func ("/connect/json/bad", test_bad);
  g_test_add_func ("/connect/json/nul", test_nul);
  g_test_add_func ("/connect/json/bounds", test_bounds);
  g_test_add_func ("/connect/json/damage", test_damage);
  g_test_add_func ("/connect/json/getters", test_getters);
  g_test_add_func ("/connect/json/meaning", test_meaning);

  return g_test_run ();
}
