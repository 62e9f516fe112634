/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-test-fixture.h"
#include "connect-test-memory.h"

/* Answers that are cut, endless, or never come: within bounds of time and memory. */

#define JSON "application/json"
#define HTML "text/html; charset=utf-8"

typedef enum
{
  CUT_LENGTH,    /* a body with a length */
  CUT_CHUNKED,
  CUT_TO_END,    /* a body that the end of the connection ends */
} CutKind;

/* A good answer, cut after every byte: never a result, never a lie. */
static void
check_cut (ConnectTestFixture *f,
           CutKind             kind,
           ConnectTestEnd      end)
{
  const ConnectTestOperation *operation = connect_test_get_operation ("create-payment");

  for (gsize k = 1; k < 1000; k++)
    {
      const ConnectTestAnswer answer = {
        201, JSON, .body = operation->good, .cut_after = k, .end = end,
        .chunked = kind == CUT_CHUNKED, .no_length = kind == CUT_TO_END,
      };
      g_autoptr(GError) error = NULL;

      connect_test_server_script (f->server, &answer, 1);
      if (connect_test_ask (f, operation, NULL, &error))
        {
          g_assert_cmpuint (k, >, strlen (operation->good) + 50);
          return;
        }
      if (!g_error_matches (error, CONNECT_ERROR, CONNECT_ERROR_NO_ANSWER))
        g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER);
      g_assert_true (f->call->may_have_left);

      /* None at all, where the client met the end of a connection that was good a moment ago. */
      g_assert_cmpuint (connect_test_server_n_requests (f->server), <=, 1);
    }

  g_error ("no answer was whole");
}

static void
test_cut (ConnectTestFixture *f,
          gconstpointer       data)
{
  check_cut (f, CUT_LENGTH, CONNECT_TEST_CLOSE);
  check_cut (f, CUT_LENGTH, CONNECT_TEST_RESET);
  check_cut (f, CUT_CHUNKED, CONNECT_TEST_CLOSE);
  check_cut (f, CUT_TO_END, CONNECT_TEST_CLOSE);
}

static void
test_memory (ConnectTestFixture *f,
             gconstpointer       data)
{
  g_autofree char *brackets = g_strnfill (100000, '[');
  g_autofree char *members = g_strnfill (256 * 1024 - 10, '"');
  const ConnectTestAnswer hostile[] = {
    { 200, JSON, .body = "{}", .filler = 64 * 1024 * 1024, .end = CONNECT_TEST_CLOSE },
    { 200, JSON, .body = "{}", .filler = 64 * 1024 * 1024, .no_length = TRUE, .end = CONNECT_TEST_CLOSE },
    { 500, JSON, .body = "{}", .filler = 64 * 1024 * 1024, .no_length = TRUE, .end = CONNECT_TEST_CLOSE },
    { 302, HTML, .body = "{}", .filler = 64 * 1024 * 1024, .no_length = TRUE, .end = CONNECT_TEST_CLOSE },
    { 200, JSON, .body = brackets },
    { 200, JSON, .body = members },
  };
  gint64 before;

  connect_test_forget_peak ();
  before = connect_test_get_peak ();
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autoptr(GError) error = NULL;

      connect_test_server_script (f->server, &hostile[i], 1);
      g_assert_false (connect_test_ask (f, connect_test_get_operation ("create-payment"), NULL, &error));
      g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER);
      g_assert_cmpuint (connect_test_server_n_requests (f->server), ==, 1);
    }
  g_test_message ("peak grew by %" G_GINT64_FORMAT " KiB", connect_test_get_peak () - before);
  g_assert_cmpint (connect_test_get_peak () - before, <, 64 * 1024);
}

/* Exactly as large as is taken, and one byte more. */
static void
test_size (ConnectTestFixture *f,
           gconstpointer       data)
{
  static const char body[] = "{\"payment\":{\"id\":\"7\"}}";
  gsize room = 256 * 1024 - strlen (body);

  for (guint lengthless = 0; lengthless < 2; lengthless++)
    for (guint more = 0; more < 2; more++)
      {
        const ConnectTestAnswer answer = { 200, JSON, .body = body, .filler = room + more,
                                           .no_length = lengthless,
                                           .end = lengthless ? CONNECT_TEST_CLOSE : CONNECT_TEST_KEEP };
        g_autoptr(GError) error = NULL;

        connect_test_server_script (f->server, &answer, 1);
        g_assert_cmpint (connect_test_ask (f, connect_test_get_operation ("create-payment"), NULL, &error), ==, more == 0);
        if (more == 1)
          g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER);
      }
}

/* Who says that much is not even listened to. */
static void
test_announced (ConnectTestFixture *f,
                gconstpointer       data)
{
  static const ConnectTestAnswer answer = {
    200, JSON, .headers = "Content-Length: 262145\r\n", .no_length = TRUE, .body = "{", .end = CONNECT_TEST_HANG,
  };
  g_autoptr(GError) error = NULL;

  connect_test_server_script (f->server, &answer, 1);
  g_assert_false (connect_test_ask (f, connect_test_get_operation ("create-payment"), NULL, &error));
  g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER);
}

static const struct
{
  const char        *name;
  ConnectTestAnswer  answer;
} slows[] = {
  { "hang", { .end = CONNECT_TEST_HANG } },
  { "hang-in-head", { 200, JSON, .body = "{}", .cut_after = 30, .end = CONNECT_TEST_HANG } },
  { "hang-in-body", { 200, JSON, .body = "{\"payment\":{\"id\":\"7\"}}", .cut_after = 110, .end = CONNECT_TEST_HANG } },
  { "drip", { 200, JSON, .body = "{\"payment\":{\"id\":\"7\"}}", .drip_us = 20000, .end = CONNECT_TEST_CLOSE } },
  { "drip-spaces", { 200, JSON, .body = "{", .filler = 100000, .drip_us = 5000, .end = CONNECT_TEST_CLOSE } },
  { "continue-for-ever", { 100, .end = CONNECT_TEST_HANG } },
};

/* The limit is for the call as a whole: a byte now and then does not prolong it. */
static void
test_slow (ConnectTestFixture *f,
           gconstpointer       data)
{
  connect_client_set_time_limits (f->client, 300, 300);
  for (gsize i = 0; i < G_N_ELEMENTS (slows); i++)
    {
      gint64 start = g_get_monotonic_time ();
      gint64 took;
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", slows[i].name);
      connect_test_server_script (f->server, &slows[i].answer, 1);
      g_assert_false (connect_test_ask (f, connect_test_get_operation ("create-payment"), NULL, &error));
      took = (g_get_monotonic_time () - start) / 1000;
      g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_NO_ANSWER);
      g_assert_true (f->call->may_have_left);
      g_assert_cmpint (took, >=, 299);
      g_assert_cmpint (took, <, 15000);
    }
}

static void
test_limits_by_kind (ConnectTestFixture *f,
                     gconstpointer       data)
{
  static const ConnectTestAnswer answer = { .end = CONNECT_TEST_HANG };

  connect_test_server_script (f->server, &answer, 1);
  for (guint i = 0; i < connect_test_n_operations; i++)
    {
      const ConnectTestOperation *operation = &connect_test_operations[i];
      gint64 start = g_get_monotonic_time ();
      g_autoptr(GError) error = NULL;

      connect_client_set_time_limits (f->client, operation->has_key ? 50 : 60000, operation->has_key ? 60000 : 50);
      g_assert_false (connect_test_ask (f, operation, NULL, &error));
      g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_NO_ANSWER);
      g_assert_cmpint ((g_get_monotonic_time () - start) / 1000, <, 30000);
    }
}

#define ADD(path, function) \
  g_test_add ("/connect/limits/" path, ConnectTestFixture, NULL, connect_test_set_up, function, connect_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("cut", test_cut);
  ADD ("memory", test_memory);
  ADD ("size", test_size);
  ADD ("announced", test_announced);
  ADD ("slow", test_slow);
  ADD ("by-kind", test_limits_by_kind);

  return g_test_run ();
}
