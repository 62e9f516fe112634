/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "connect-client.h"
#include "connect-test-fixture.h"
#include "sandbox.h"
#include "wire-proxy.h"

/* The real client, the real answers of a platform, and a network between them that does what networks do.  Never
 * is a broken answer a result or a no, never does it take longer than the call may, and never is a POST sent
 * twice by itself.
 */

#define LIMIT_MS  2000    /* of every call here; what stalls has less */
#define STALL_MS  60
#define PATIENCE  (15 * 1000)

typedef struct
{
  Sandbox            *sandbox;
  WireProxy          *proxy;
  ConnectTestFixture  base;      /* session, signer, client, call, result */
  GBytes             *body;
  char               *payment;   /* (owned) an id that the platform knows */
} Fixture;

/* One of the five calls that a payment's way needs. */
typedef struct
{
  const char *name;
  const char *method;
} Call;

static const Call calls[] = {
  { "create", "POST" },
  { "status", "GET" },
  { "get", "GET" },
  { "find", "GET" },
  { "cancel", "POST" },
};

static void
start (Fixture    *f,
       const Call *call)
{
  ConnectClient *client = f->base.client;
  ConnectCall *facts = f->base.call;

  if (g_str_equal (call->name, "create"))
    connect_client_create_payment_async (client, f->body, facts, NULL, connect_test_store_cb, &f->base.result);
  else if (g_str_equal (call->name, "status"))
    connect_client_get_third_party_status_async (client, f->payment, facts, NULL, connect_test_store_cb, &f->base.result);
  else if (g_str_equal (call->name, "get"))
    connect_client_get_payment_async (client, f->payment, facts, NULL, connect_test_store_cb, &f->base.result);
  else if (g_str_equal (call->name, "find"))
    connect_client_find_payments_async (client, "W-1", NULL, 0, facts, NULL, connect_test_store_cb, &f->base.result);
  else
    connect_client_cancel_payment_async (client, f->payment, facts, NULL, connect_test_store_cb, &f->base.result);
}

/* The id in what came; NULL with @error when nothing did. */
static char *
finish_create (Fixture  *f,
               GError  **error)
{
  g_autoptr(ConnectCreated) created = connect_client_create_payment_finish (f->base.client, f->base.result, error);

  return created != NULL ? g_strdup (created->payment->id) : NULL;
}

static char *
finish_find (Fixture  *f,
             GError  **error)
{
  g_autoptr(ConnectFound) found = connect_client_find_payments_finish (f->base.client, f->base.result, error);
  ConnectPayment *first;

  if (found == NULL)
    return NULL;
  g_assert_cmpuint (found->payments->len, >, 0);
  first = g_ptr_array_index (found->payments, 0);

  return g_strdup (first->id);
}

static char *
finish (Fixture     *f,
        const Call  *call,
        GError     **error)
{
  g_autoptr(ConnectPayment) payment = NULL;
  ConnectThirdPartyStatus status;

  if (g_str_equal (call->name, "create"))
    return finish_create (f, error);
  if (g_str_equal (call->name, "find"))
    return finish_find (f, error);
  if (g_str_equal (call->name, "status"))
    return connect_client_get_third_party_status_finish (f->base.client, f->base.result, &status, error)
           ? g_strdup (f->payment) : NULL;

  if (g_str_equal (call->name, "get"))
    payment = connect_client_get_payment_finish (f->base.client, f->base.result, error);
  else
    payment = connect_client_cancel_payment_finish (f->base.client, f->base.result, error);

  return payment != NULL ? g_strdup (payment->id) : NULL;
}

static GBytes *
make_body (const char *reference)
{
  const ConnectPaymentRequest request = {
    .type = CONNECT_INTEGRATION_DESKTOP_QR_CODE,
    .amount = 1250,
    .currency = "EUR",
    .country = "DE",
    .merchant_reference = reference,
    .customer_ip = "192.0.2.7",
  };
  g_autoptr(GError) error = NULL;
  GBytes *body = connect_payment_request_to_body (&request, &error);

  g_assert_no_error (error);

  return body;
}

/* The platform's own ways of saying things, not by its network. */
static void
control (Fixture    *f,
         const char *method,
         const char *path,
         const char *body)
{
  g_autofree char *address = g_strdup_printf ("%s/_control/%s", sandbox_get_endpoint (f->sandbox), path);
  g_autoptr(SoupMessage) message = soup_message_new (method, address);
  g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) answer = NULL;

  soup_message_set_request_body_from_bytes (message, "application/json", bytes);
  answer = soup_session_send_and_read (f->base.session, message, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), <, 300);
}

static void
make_cancellable (Fixture *f)
{
  g_autofree char *path = g_strdup_printf ("payments/%s/set", f->payment);

  control (f, "POST", path, "{\"status\": \"PENDING_APPROVAL\", \"isCancellable\": true}");
}

/* One try at @call with this key; (return) (nullable): the id in the answer. */
static char *
ask_once (Fixture     *f,
          const Call  *call,
          const char  *key,
          GError     **error)
{
  g_clear_object (&f->base.result);
  g_clear_pointer (&f->base.call, connect_call_unref);
  f->base.call = connect_call_new (key);
  start (f, call);
  connect_test_wait (f->base.result != NULL);

  return finish (f, call, error);
}

/* The same, of a platform that can be asked so again and again: what is cancelled cannot be cancelled once more. */
static char *
ask (Fixture     *f,
     const Call  *call,
     const char  *key,
     GError     **error)
{
  if (g_str_equal (call->name, "cancel"))
    make_cancellable (f);

  return ask_once (f, call, key, error);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  const WirePlan none = WIRE_PLAN_NONE;
  g_autoptr(GError) error = NULL;

  f->sandbox = sandbox_start (0, NULL, NULL, &error);
  g_assert_no_error (error);
  f->proxy = wire_proxy_new (sandbox_get_endpoint (f->sandbox));
  f->base.session = connect_session_new (NULL, NULL, &error);
  g_assert_no_error (error);
  f->base.signer = connect_signer_new (sandbox_get_api_key_id (f->sandbox),
                                       sandbox_get_secret_api_key (f->sandbox), -1);
  f->base.client = connect_client_new (f->base.session, wire_proxy_get_endpoint (f->proxy),
                                       sandbox_get_merchant_id (f->sandbox), f->base.signer, NULL, NULL);
  connect_client_set_time_limits (f->base.client, LIMIT_MS, LIMIT_MS);
  f->body = make_body ("W-1");

  wire_proxy_plan (f->proxy, &none);
  f->payment = ask (f, &calls[0], "key-1", &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  connect_test_drop_session (&f->base);
  g_assert_finalize_object (f->base.signer);
  wire_proxy_free (f->proxy);
  g_object_unref (f->sandbox);
  g_bytes_unref (f->body);
  g_free (f->payment);
}

/* The answer did not come whole: nobody knows, and nothing was sent again but what only reads, once. */
static void
assert_unknown (Fixture      *f,
                const Call   *call,
                const char   *id,
                const GError *error)
{
  g_assert_null (id);
  if (!g_error_matches (error, CONNECT_ERROR, CONNECT_ERROR_NO_ANSWER))
    g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER);
  g_assert_true (f->base.call->may_have_left);
  g_assert_cmpuint (wire_proxy_n_requests (f->proxy, "POST"), <=, g_str_equal (call->method, "POST") ? 1 : 0);
  g_assert_cmpuint (wire_proxy_n_requests (f->proxy, ""), <=, g_str_equal (call->method, "POST") ? 1 : 2);
}

/* What a good answer is: its length, and that it is one. */
static gsize
measure (Fixture    *f,
         const Call *call)
{
  const WirePlan none = WIRE_PLAN_NONE;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;

  wire_proxy_plan (f->proxy, &none);
  id = ask (f, call, "key-1", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, f->payment);

  return wire_proxy_answer_length (f->proxy);
}

static void
cut_everywhere (Fixture    *f,
                const Call *call,
                WireEnd     end,
                gsize       step)
{
  gsize length = measure (f, call);

  g_test_message ("%s: %" G_GSIZE_FORMAT " bytes", call->name, length);
  for (gsize k = 0; k < length; k += step)
    {
      const WirePlan plan = { .cut_at = (gssize) k, .end = end, .repeat_at = -1, .replay = TRUE };
      g_autoptr(GError) error = NULL;
      g_autofree char *id = NULL;

      wire_proxy_plan (f->proxy, &plan);
      id = ask_once (f, call, "key-1", &error);
      assert_unknown (f, call, id, error);
    }
}

static void
test_cut (Fixture       *f,
          gconstpointer  data)
{
  cut_everywhere (f, data, WIRE_CLOSE, 1);
}

static void
test_reset (Fixture       *f,
            gconstpointer  data)
{
  cut_everywhere (f, data, WIRE_RESET, 7);
}

/* Nothing comes for a long time: before, within and at the end of head and body. */
static void
test_stall (Fixture       *f,
            gconstpointer  data)
{
  const Call *call = data;
  gsize length = measure (f, call);

  connect_client_set_time_limits (f->base.client, STALL_MS, STALL_MS);
  for (gsize part = 0; part < 8; part++)
    {
      const WirePlan plan = { .cut_at = (gssize) (part * (length - 1) / 7), .end = WIRE_STALL, .repeat_at = -1 };
      gint64 began = g_get_monotonic_time ();
      g_autoptr(GError) error = NULL;
      g_autofree char *id = NULL;

      wire_proxy_plan (f->proxy, &plan);
      id = ask (f, call, "key-1", &error);
      assert_unknown (f, call, id, error);
      g_assert_cmpint ((g_get_monotonic_time () - began) / 1000, <, PATIENCE);
    }
}

/* A byte now and then: whole within the time of the call, or not at all. */
static void
test_drip (Fixture       *f,
           gconstpointer  data)
{
  const Call *call = data;
  const WirePlan slow = { .drip_us = 2000, .cut_at = -1, .repeat_at = -1 };
  const WirePlan late = { .delay_us = 30000, .cut_at = -1, .repeat_at = -1 };
  gint64 began;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *late_id = NULL;

  measure (f, call);
  wire_proxy_plan (f->proxy, &late);
  late_id = ask (f, call, "key-1", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (late_id, ==, f->payment);

  connect_client_set_time_limits (f->base.client, STALL_MS, STALL_MS);
  wire_proxy_plan (f->proxy, &slow);
  began = g_get_monotonic_time ();
  id = ask (f, call, "key-1", &error);
  assert_unknown (f, call, id, error);
  g_assert_cmpint ((g_get_monotonic_time () - began) / 1000, <, PATIENCE);
}

/* A byte comes twice: another answer, or none; never a no. */
static void
test_repeated_byte (Fixture       *f,
                    gconstpointer  data)
{
  const Call *call = data;
  gsize length = measure (f, call);

  connect_client_set_time_limits (f->base.client, 200, 200);
  for (gsize k = 0; k < length; k += 11)
    {
      const WirePlan plan = { .cut_at = -1, .repeat_at = (gssize) k };
      g_autoptr(GError) error = NULL;
      g_autofree char *id = NULL;

      wire_proxy_plan (f->proxy, &plan);
      id = ask (f, call, "key-1", &error);
      if (id == NULL)
        assert_unknown (f, call, id, error);
    }
}

/* An answer comes twice: the second is nobody's, above all not the next call's. */
static void
test_answered_twice (Fixture       *f,
                     gconstpointer  data)
{
  const Call *call = data;
  const WirePlan twice = { .cut_at = -1, .repeat_at = -1, .twice = TRUE };
  const WirePlan none = WIRE_PLAN_NONE;
  g_autoptr(GBytes) other = make_body ("W-2");

  measure (f, call);
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *key = g_strdup_printf ("other-%u", i);
      g_autoptr(GError) error = NULL;
      g_autofree char *id = NULL;
      g_autofree char *next = NULL;
      GBytes *body = f->body;

      wire_proxy_plan (f->proxy, &twice);
      id = ask (f, call, "key-1", &error);
      if (id == NULL)
        assert_unknown (f, call, id, error);
      g_clear_error (&error);

      wire_proxy_plan (f->proxy, &none);
      f->body = other;
      next = ask (f, &calls[0], key, &error);
      f->body = body;
      g_assert_cmpstr (next, !=, f->payment);
    }
}

static gint64
read_peak_kib (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmHWM:");
  g_assert_nonnull (line);

  return g_ascii_strtoll (line + strlen ("VmHWM:"), NULL, 10);
}

static void
forget_peak (void)
{
  int fd = open ("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, "5", 1), ==, 1);
  close (fd);
}

/* What a platform gone mad sends, without the proxy, which would hold it whole: within 64 MiB beyond what is usual. */
static void
test_memory (Fixture       *f,
             gconstpointer  data)
{
  static const char * const faults[] = {
    "{\"fault\": \"huge\", \"bytes\": 134217728}", "{\"fault\": \"deep\", \"depth\": 1000000}",
    "{\"fault\": \"many\", \"values\": 1000000}", "{\"fault\": \"gzip\"}", "{\"fault\": \"garbled\"}",
  };
  const WirePlan none = WIRE_PLAN_NONE;
  const Call *call = data;
  gint64 before;

  wire_proxy_plan (f->proxy, &none);
  g_clear_object (&f->base.result);
  g_assert_finalize_object (f->base.client);
  f->base.client = connect_client_new (f->base.session, sandbox_get_endpoint (f->sandbox),
                                       sandbox_get_merchant_id (f->sandbox), f->base.signer, NULL, NULL);
  forget_peak ();
  before = read_peak_kib ();
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *id = NULL;

      control (f, "POST", "faults", faults[i]);
      id = ask (f, call, "key-1", &error);
      assert_unknown (f, call, id, error);
      g_assert_error (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER);
      control (f, "DELETE", "faults", "");
    }
  g_test_message ("peak grew by %" G_GINT64_FORMAT " KiB", read_peak_kib () - before);
  g_assert_cmpint (read_peak_kib () - before, <, 64 * 1024);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *name;
    void      (*function) (Fixture *f, gconstpointer data);
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
    for (gsize j = 0; j < G_N_ELEMENTS (calls); j++)
      {
        g_autofree char *path = g_strdup_printf ("/wire/%s/%s", faults[i].name, calls[j].name);

        g_test_add (path, Fixture, &calls[j], set_up, faults[i].function, tear_down);
      }

  return g_test_run ();
}
