/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-test-memory.h"
#include "wire-fixture.h"

/* The real client, the real answers of a platform, and a network between them that does what networks do.  Never
 * is a broken answer a result or a no, never does it take longer than the call may, and never is a POST sent
 * twice by itself.
 */

#define STALL_MS 60            /* for what never comes whole */
#define PATIENCE (15 * 1000)   /* of a machine with much to do */

/* What a good answer is: its length, and that it is one. */
static gsize
measure (WireFixture    *f,
         const WireCall *call)
{
  const WirePlan none = WIRE_PLAN_NONE;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;

  wire_proxy_plan (f->proxy, &none);
  id = wire_ask (f, call, "key-1", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, f->payment);

  return wire_proxy_answer_length (f->proxy);
}

static void
cut_everywhere (WireFixture    *f,
                const WireCall *call,
                WireEnd         end,
                gsize           step)
{
  gsize length = measure (f, call);

  g_test_message ("%s: %" G_GSIZE_FORMAT " bytes", call->name, length);
  for (gsize k = 0; k < length; k += step)
    {
      const WirePlan plan = { .cut_at = (gssize) k, .end = end, .repeat_at = -1, .replay = TRUE };
      g_autoptr(GError) error = NULL;
      g_autofree char *id = NULL;

      wire_proxy_plan (f->proxy, &plan);
      id = wire_ask_once (f, call, "key-1", &error);
      wire_assert_unknown (f, call, id, error);
    }
}

static void
test_cut (WireFixture   *f,
          gconstpointer  data)
{
  cut_everywhere (f, data, WIRE_CLOSE, 1);
}

static void
test_reset (WireFixture   *f,
            gconstpointer  data)
{
  cut_everywhere (f, data, WIRE_RESET, 7);
}

/* Nothing comes for a long time: before, within and at the end of head and body. */
static void
test_stall (WireFixture   *f,
            gconstpointer  data)
{
  const WireCall *call = data;
  gsize length = measure (f, call);

  connect_client_set_time_limits (f->base.client, STALL_MS, STALL_MS);
  for (gsize part = 0; part < 8; part++)
    {
      const WirePlan plan = { .cut_at = (gssize) (part * (length - 1) / 7), .end = WIRE_STALL, .repeat_at = -1 };
      gint64 began = g_get_monotonic_time ();
      g_autoptr(GError) error = NULL;
      g_autofree char *id = NULL;

      wire_proxy_plan (f->proxy, &plan);
      id = wire_ask (f, call, "key-1", &error);
      wire_assert_unknown (f, call, id, error);
      g_assert_cmpint ((g_get_monotonic_time () - began) / 1000, <, PATIENCE);
    }
}

/* A byte now and then: whole within the time of the call, or not at all. */
static void
test_drip (WireFixture   *f,
           gconstpointer  data)
{
  const WireCall *call = data;
  const WirePlan slow = { .drip_us = 2000, .cut_at = -1, .repeat_at = -1 };
  const WirePlan late = { .delay_us = 30000, .cut_at = -1, .repeat_at = -1 };
  gint64 began;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *late_id = NULL;

  measure (f, call);
  wire_proxy_plan (f->proxy, &late);
  late_id = wire_ask (f, call, "key-1", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (late_id, ==, f->payment);

  connect_client_set_time_limits (f->base.client, STALL_MS, STALL_MS);
  wire_proxy_plan (f->proxy, &slow);
  began = g_get_monotonic_time ();
  id = wire_ask (f, call, "key-1", &error);
  wire_assert_unknown (f, call, id, error);
  g_assert_cmpint ((g_get_monotonic_time () - began) / 1000, <, PATIENCE);
}

/* A byte comes twice: another answer, or none; never a no. */
static void
test_repeated_byte (WireFixture   *f,
                    gconstpointer  data)
{
  const WireCall *call = data;
  gsize length = measure (f, call);

  connect_client_set_time_limits (f->base.client, 200, 200);
  for (gsize k = 0; k < length; k += 11)
    {
      const WirePlan plan = { .cut_at = -1, .repeat_at = (gssize) k };
      g_autoptr(GError) error = NULL;
      g_autofree char *id = NULL;

      wire_proxy_plan (f->proxy, &plan);
      id = wire_ask (f, call, "key-1", &error);
      if (id == NULL)
        wire_assert_unknown (f, call, id, error);
    }
}

/* An answer comes twice: the second is nobody's, above all not the next call's. */
static void
test_answered_twice (WireFixture   *f,
                     gconstpointer  data)
{
  const WireCall *call = data;
  const WirePlan twice = { .cut_at = -1, .repeat_at = -1, .twice = TRUE };
  const WirePlan none = WIRE_PLAN_NONE;
  g_autoptr(GBytes) other = wire_make_body ("W-2");

  measure (f, call);
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *key = g_strdup_printf ("other-%u", i);
      g_autoptr(GError) error = NULL;
      g_autofree char *id = NULL;
      g_autofree char *next = NULL;
      GBytes *body = f->body;

      wire_proxy_plan (f->proxy, &twice);
      id = wire_ask (f, call, "key-1", &error);
      if (id == NULL)
        wire_assert_unknown (f, call, id, error);
      g_clear_error (&error);

      wire_proxy_plan (f->proxy, &none);
      f->body = other;
      next = wire_ask (f, &wire_calls[0], key, &error);
      f->body = body;
      g_assert_cmpstr (next, !=, f->payment);
    }
}

/* What a platform gone mad sends, without the proxy, which would hold it whole: within 64 MiB beyond what is usual. */
static void
test_memory (WireFixture   *f,
             gconstpointer  data)
{
  static const char * const faults[] = {
    "{\"fault\": \"huge\", \"bytes\": 134217728}", "{\"fault\": \"deep\", \"depth\": 1000000}",
    "{\"fault\": \"many\", \"values\": 1000000}", "{\"fault\": \"gzip\"}", "{\"fault\": \"garbled\"}",
  };
  const WirePlan none = WIRE_PLAN_NONE;
  const WireCall *call = data;
  gint64 before;

  wire_proxy_plan (f->proxy, &none);
  g_clear_object (&f->base.result);
  g_assert_finalize_object (f->base.client);
  f->base.client = connect_client_new (f->base.session, sandbox_get_endpoint (f->sandbox),
                                       sandbox_get_merchant_id (f->sandbox), f->base.signer, NULL, NULL);
  connect_test_forget_peak ();
  before = connect_test_get_peak ();
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *id = NULL;

      wire_control (f, "POST", "faults", faults[i]);
      id = wire_ask (f, call, "key-1", &error);
      wire_assert_unknown (f, call, id, error);
      g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER);
      wire_control (f, "DELETE", "faults", "");
    }
  g_test_message ("peak grew by %" G_GINT64_FORMAT " KiB", connect_test_get_peak () - before);
  g_assert_cmpint (connect_test_get_peak () - before, <, 64 * 1024);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *name;
    void      (*function) (WireFixture *f, gconstpointer data);
  } faults[] = {
    { "cut", test_cut },
    { "reset", test_reset },
    { "stall", test_stall },
    { "drip", test_drip },
    { "repeated-byte", test_repeated_byte },
    { "answered-twice", test_answered_twice },
    { "memory", test_memory },
  };

  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    for (gsize j = 0; j < WIRE_N_CALLS; j++)
      {
        g_autofree char *path = g_strdup_printf ("/wire/%s/%s", faults[i].name, wire_calls[j].name);

        g_test_add (path, WireFixture, &wire_calls[j], wire_set_up, faults[i].function, wire_tear_down);
      }

  return g_test_run ();
}
