/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "sandbox-test.h"

/* What is wrong with a fault, and the word that says so. */
static const struct
{
  const char *fault;
  const char *word;
} wrong[] = {
  { "{\"fault\": \"rain\"}", "rain" },
  { "{}", "fault" },
  { "{\"fault\": \"late\", \"seconds\": 3}", "seconds" },
  { "{\"fault\": \"late\", \"Call\": \"create\"}", "Call" },
  { "{\"fault\": \"late\", \"nth\": 0}", "nth" },
  { "{\"fault\": \"late\", \"every\": \"2\"}", "every" },
  { "{\"fault\": \"late\", \"call\": \"pay\"}", "pay" },
  { "{\"fault\": \"late\", \"ms\": \"5\"}", "ms" },
  { "{\"fault\": \"late\", \"ms\": 1.5}", "ms" },
  { "{\"fault\": \"late\", \"ms\": -1}", "ms" },
  { "{\"fault\": \"late\", \"executed\": 1}", "executed" },
  { "{\"fault\": \"late\", \"reference\": 1}", "reference" },
  { "{\"fault\": \"status\", \"code\": 600}", "code" },
  { "{\"fault\": \"redirect\", \"code\": 200}", "code" },
  { "{\"fault\": \"status\", \"type\": \"xml\"}", "type" },
  { "{\"fault\": \"picture\", \"kind\": \"bmob\"}", "kind" },
  { "{\"fault\": \"picture\", \"base64\": \"***\"}", "base64" },
  { "{\"fault\": \"date\", \"seconds\": true}", "seconds" },
  { "{\"fault\": \"replace\", \"member\": \"a\"}", "value" },
  { "{\"fault\": \"remove\"}", "member" },
  { "{\"fault\": \"remove\", \"member\": \"\"}", "member" },
  { "{\"fault\": \"headers\", \"headers\": {\"X Bad\": \"a\"}}", "headers" },
  { "{\"fault\": \"headers\", \"headers\": {\"X-Bad\": \"a\\nb\"}}", "headers" },
  { "{\"fault\": \"headers\", \"headers\": {\"\": \"a\"}}", "headers" },
  { "{\"fault\": \"headers\", \"headers\": {\"X-Bad\": 1}}", "headers" },
  { "[]", "object" },
};

static void
test_wrong (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(SandboxReply) reply = sandbox_test_plain (test, "POST", "/_control/faults", wrong[i].fault);

      g_assert_cmpuint (reply->status, ==, 400);
      g_assert_nonnull (strstr (sandbox_reply_string (reply, "error"), wrong[i].word));
    }
}

static char *
write_script (const char *text)
{
  g_autoptr(GError) error = NULL;
  char *name = NULL;
  int fd = g_file_open_tmp ("till-sandbox-XXXXXX.json", &name, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (name, text, -1, &error);
  g_assert_no_error (error);

  return name;
}

static SandboxReply *
ask (SandboxTest *test)
{
  return sandbox_test_call (test, "GET", "services/testconnection", NULL, NULL);
}

static void
test_script (void)
{
  g_autofree char *list = write_script (" [ {\"call\": \"testconnection\", \"nth\": 1, \"fault\": \"lost\"} ] ");
  g_autofree char *object = write_script ("{\"tolerance\": 60, \"skew\": 90, \"faults\": []}");
  g_autoptr(SandboxTest) one = sandbox_test_new (NULL, list);
  g_autoptr(SandboxTest) two = sandbox_test_new (NULL, object);
  g_autoptr(SandboxReply) lost = ask (one);
  g_autoptr(SandboxReply) taken = ask (one);
  g_autoptr(SandboxReply) skewed = ask (two);

  g_assert_nonnull (lost->error);
  g_assert_cmpuint (taken->status, ==, 200);
  sandbox_assert_error (skewed, 403, "9002", NULL);

  g_assert_cmpint (g_unlink (list), ==, 0);
  g_assert_cmpint (g_unlink (object), ==, 0);
}

static void
test_wrong_scripts (void)
{
  static const char * const scripts[] = {
    "", "[", "{}", "[1]", "[{\"fault\": \"rain\"}]", "{\"faults\": {}}", "[] []",
    "{\"faults\": [], \"skew\": \"x\"}", "{\"faults\": [], \"tolerance\": -1}", "{\"faults\": [], \"delay\": 1}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_autofree char *file = write_script (scripts[i]);
      g_autoptr(GError) error = NULL;
      g_autoptr(Sandbox) sandbox = sandbox_start (0, NULL, file, &error);

      g_assert_null (sandbox);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_assert_nonnull (strstr (error->message, file));
      g_assert_cmpint (g_unlink (file), ==, 0);
    }
}

/* Where it is wrong. */
static const struct
{
  const char *script;
  const char *line;
  const char *reason;
} places[] = {
  { "[\n {\"fault\": \"late\"},\n {\"fault\": \"rain\"}\n]", "line 3", "rain" },
  { "\n\n[{\"fault\": \"late\"}, {\"fault\": \"late\",\n \"sm\": 1}]", "line 3: fault 2", "\"sm\"" },
  { "{\"skew\": 1,\n \"faults\": [{\"fault\": \"body\", \"text\": \"[,{\\\",\"},\n\n 1]}", "line 4", "object" },
  { "[{\"fault\": \"replace\", \"member\": \"a\", \"value\": [1,\n2, {}]},\n{}]", "line 3", "no fault" },
  { "[\n {\"fault\": \"late\"}\n {\"fault\": \"late\"}\n]", "line 3", "comma" },
  { "[\n {\"fault\": \"late\", \"ms\": 1e3}]", "line 2", "exponent" },
  { "[{\"a\":[[[[[[+\n\n\n\n", "line 1:", "no JSON value" },
};

static void
test_places (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *file = write_script (places[i].script);
      g_autoptr(GError) error = NULL;
      g_autoptr(Sandbox) sandbox = sandbox_start (0, NULL, file, &error);

      g_assert_null (sandbox);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, places[i].line));
      g_assert_nonnull (strstr (error->message, places[i].reason));
      g_assert_cmpint (g_unlink (file), ==, 0);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sandbox/scripts/wrong-faults", test_wrong);
  g_test_add_func ("/sandbox/scripts/played", test_script);
  g_test_add_func ("/sandbox/scripts/wrong", test_wrong_scripts);
  g_test_add_func ("/sandbox/scripts/says-where", test_places);

  return g_test_run ();
}
