/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-test-refund.h"

/* When the answer to a refund is lost, late or useless, and when the program dies: no money moves twice, no refund is
 * lost. */

typedef TillTestRegister Fixture;

#define BUSY_BODY "{\"errorId\":\"e\",\"errors\":[{\"code\":\"1409\",\"message\":\"DUPLICATE REQUEST IN PROGRESS\"}]}"
#define NO_BODY   "{\"errorId\":\"e\",\"errors\":[{\"code\":\"21000120\",\"message\":\"no\"}]}"
#define HALF_BODY "{\"id\":\"refund-1\",\"sta"

#define MINUTE (60 * 1000)

static guint
count (Fixture           *f,
       TillTestOperation  operation)
{
  return till_test_platform_count (f->platform, operation);
}

/* A row for each way in which a refund can be answered without a result. */
static const struct
{
  const char    *name;
  TillTestFault  fault;
  guint          status;
  const char    *body;
} faults[] = {
  { "done and not answered", TILL_TEST_LOST },
  { "sent and not done", TILL_TEST_NOT_DONE },
  { "half answered", TILL_TEST_STATUS_DONE, 201, HALF_BODY },
  { "garbled", TILL_TEST_STATUS_DONE, 201, "{\"id\":\"\xff\xfe\"}" },
  { "another's answer", TILL_TEST_STATUS_DONE, 201, "{\"payment\":{\"id\":\"7\"}}" },
  { "gateway, done", TILL_TEST_STATUS_DONE, 502, "<html>Bad Gateway</html>" },
  { "gateway, not done", TILL_TEST_STATUS, 502, "<html>Bad Gateway</html>" },
  { "busy", TILL_TEST_STATUS_DONE, 409, BUSY_BODY },
  { "unavailable", TILL_TEST_STATUS, 503, NO_BODY },
  { "failed, and done", TILL_TEST_STATUS_DONE, 500, NO_BODY },
  { "too many", TILL_TEST_STATUS, 429, NO_BODY },
  { "portal", TILL_TEST_STATUS, 200, "<html>Log in</html>" },
  { "redirect", TILL_TEST_STATUS, 302, "<html>There</html>" },
};

static void
test_alive (Fixture       *f,
            gconstpointer  data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr(TillPayment) payment = till_test_paid (f);
  g_autofree char *id = NULL;

  till_test_platform_fail (f->platform, TILL_TEST_REFUND, faults[row].fault, faults[row].status, faults[row].body);
  id = till_test_refund (f, payment, 500, NULL, NULL);
  till_test_assert_refund (payment, "requested");
  g_assert_null (till_test_only_refund (payment)->error);
  g_assert_cmpuint (count (f, TILL_TEST_REFUND), ==, 2);
  g_assert_cmpuint (till_test_platform_n_refunds (f->platform), ==, 1);
  g_assert_true (till_test_platform_same_bodies (f->platform));
  till_test_assert_kept (f, payment);
}

/* The platform has the request, and its answer is never written down. */
static void
test_killed_before_commit (Fixture       *f,
                           gconstpointer  data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(TillPayment) payment = NULL;
  g_autofree char *id = NULL;
  gboolean done;

  till_test_platform_fail (f->platform, TILL_TEST_REFUND, faults[row].fault, faults[row].status, faults[row].body);
  till_test_begin_refund (f, &result, &id);
  while (count (f, TILL_TEST_REFUND) == 0)
    g_main_context_iteration (NULL, TRUE);
  till_test_die (f, &result);

  done = till_test_platform_n_refunds (f->platform) == 1;
  payment = till_test_take_up (f, id);
  till_test_register_pass (f, 5000);
  till_test_assert_refund (payment, "requested");
  g_assert_cmpuint (count (f, TILL_TEST_REFUNDS), >=, 1);
  g_assert_cmpuint (count (f, TILL_TEST_REFUND), ==, done ? 1 : 2);
  g_assert_cmpuint (till_test_platform_n_refunds (f->platform), ==, 1);
  g_assert_true (till_test_platform_same_bodies (f->platform));
  till_test_assert_kept (f, payment);
}

/* The lack of an answer is written down, and then it dies. */
static void
test_killed_after_commit (Fixture       *f,
                          gconstpointer  data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(TillPayment) payment = NULL;
  g_autofree char *id = NULL;
  gboolean done;

  till_test_platform_fail (f->platform, TILL_TEST_REFUND, faults[row].fault, faults[row].status, faults[row].body);
  till_test_begin_refund (f, &result, &id);
  while (count (f, TILL_TEST_REFUND) == 0)
    g_main_context_iteration (NULL, TRUE);
  till_test_register_settle (f);
  till_test_die (f, &result);

  done = till_test_platform_n_refunds (f->platform) == 1;
  payment = till_test_take_up (f, id);
  till_test_register_pass (f, 5000);
  till_test_assert_refund (payment, "requested");
  g_assert_cmpuint (count (f, TILL_TEST_REFUND), ==, done ? 1 : 2);
  g_assert_cmpuint (till_test_platform_n_refunds (f->platform), ==, 1);
  g_assert_true (till_test_platform_same_bodies (f->platform));
}

/* Before the intent there is nothing: nothing was sent, and nobody will. */
static void
test_killed_before_intent (Fixture       *f,
                           gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(TillPayment) payment = NULL;
  g_autofree char *id = NULL;
  guint before;

  till_test_begin_refund (f, &result, &id);
  before = count (f, TILL_TEST_PAYMENT);
  while (count (f, TILL_TEST_PAYMENT) == before)
    g_main_context_iteration (NULL, TRUE);
  till_test_die (f, &result);

  payment = till_test_take_up (f, id);
  till_test_register_pass (f, 10 * MINUTE);
  g_assert_cmpuint (till_payment_get_record (payment)->refunds->len, ==, 0);
  g_assert_cmpuint (count (f, TILL_TEST_REFUND), ==, 0);
}

static void
stop_at_intent_cb (TillRegister *till,
                   TillPayment  *payment,
                   Fixture      *f)
{
  if (till_payment_get_record (payment)->refunds->len > 0)
    till_register_stop (till);
}

/* The intent is written and nothing was sent: it is sent after all, once. */
static void
test_killed_after_intent (Fixture       *f,
                          gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(TillPayment) payment = NULL;
  g_autofree char *id = NULL;

  g_signal_connect (f->till, "changed", G_CALLBACK (stop_at_intent_cb), f);
  till_test_begin_refund (f, &result, &id);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  till_test_die (f, &result);
  g_assert_cmpuint (count (f, TILL_TEST_REFUND), ==, 0);

  payment = till_test_take_up (f, id);
  till_test_register_pass (f, 5000);
  till_test_assert_refund (payment, "requested");
  g_assert_cmpuint (count (f, TILL_TEST_REFUNDS), ==, 1);
  g_assert_cmpuint (count (f, TILL_TEST_REFUND), ==, 1);
  g_assert_cmpuint (till_test_platform_n_refunds (f->platform), ==, 1);
}

static void
close_at_intent_cb (TillRegister *till,
                    TillPayment  *payment,
                    Fixture      *f)
{
  if (till_payment_get_record (payment)->refunds->len > 0
      && g_str_equal (till_test_only_refund (payment)->state, "unknown") && till_test_only_refund (payment)->error == NULL)
    till_test_platform_close (f->platform);
}

/* Provably never sent, for 10 s: void, and all is left. */
static void
test_not_sent (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_paid (f);
  gulong handler = g_signal_connect (f->till, "changed", G_CALLBACK (close_at_intent_cb), f);

  g_free (till_test_refund (f, payment, 1250, NULL, NULL));
  till_test_assert_refund (payment, "void");
  g_assert_cmpstr (till_test_only_refund (payment)->error, ==, "no-connection");
  g_assert_false (till_record_is_open (till_payment_get_record (payment)));
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, 0);

  g_signal_handler_disconnect (f->till, handler);
  till_test_platform_open_again (f->platform);
  g_free (till_test_refund (f, payment, 1250, NULL, NULL));
  g_assert_cmpuint (till_test_platform_n_refunds (f->platform), ==, 1);
}

static void
add_faults (const char *group,
            void      (*func) (Fixture *, gconstpointer))
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *path = g_strdup_printf ("/refund-doubt/%s/%s", group, faults[i].name);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), till_test_register_set_up, func, till_test_register_tear_down);
    }
}

#define NEW(name, func, data) \
  g_test_add ("/refund-doubt/" name, Fixture, data, till_test_register_set_up, func, till_test_register_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_faults ("alive", test_alive);
  add_faults ("killed-before-commit", test_killed_before_commit);
  add_faults ("killed-after-commit", test_killed_after_commit);
  NEW ("killed-before-intent", test_killed_before_intent, NULL);
  NEW ("killed-after-intent", test_killed_after_intent, NULL);
  NEW ("not-sent", test_not_sent, NULL);

  return g_test_run ();
}
