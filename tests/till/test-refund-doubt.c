/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-test-register.h"

/* When the answer to a refund is lost, late or useless, and when the program dies: no money moves twice, no refund is
 * lost. */

typedef TillTestRegister Fixture;

#define BUSY_BODY "{\"errorId\":\"e\",\"errors\":[{\"code\":\"1409\",\"message\":\"DUPLICATE REQUEST IN PROGRESS\"}]}"
#define NO_BODY   "{\"errorId\":\"e\",\"errors\":[{\"code\":\"21000120\",\"message\":\"no\"}]}"
#define HALF_BODY "{\"id\":\"refund-1\",\"sta"

#define MINUTE (60 * 1000)
#define HOUR   (60 * MINUTE)

static guint
count (Fixture           *f,
       TillTestOperation  operation)
{
  return till_test_platform_count (f->platform, operation);
}

static const TillRefund *
get_refund (TillPayment *payment)
{
  GPtrArray *refunds = till_payment_get_record (payment)->refunds;

  g_assert_cmpuint (refunds->len, ==, 1);

  return g_ptr_array_index (refunds, 0);
}

#define assert_refund(payment, expected) g_assert_cmpstr (get_refund (payment)->state, ==, expected)

static void
store_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GAsyncResult **at = user_data;

  *at = g_object_ref (result);
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
  assert_refund (payment, "requested");
  g_assert_null (get_refund (payment)->error);
  g_assert_cmpuint (count (f, TILL_TEST_REFUND), ==, 2);
  g_assert_cmpuint (till_test_platform_n_refunds (f->platform), ==, 1);
  g_assert_true (till_test_platform_same_bodies (f->platform));
  till_test_assert_kept (f, payment);
}

/* @id: (out): of the payment, which dies with its register. */
static void
begin_refund (Fixture       *f,
              GAsyncResult **result,
              char         **id)
{
  g_autoptr(TillPayment) payment = till_test_paid (f);

  *id = g_strdup (till_payment_get_record (payment)->id);
  till_register_refund_async (f->till, payment, 500, NULL, NULL, store_cb, result);
}

static void
die (Fixture       *f,
     GAsyncResult **result)
{
  g_autoptr(GError) error = NULL;

  till_register_stop (f->till);
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (till_register_refund_finish (f->till, *result, &error));
  g_assert_nonnull (error);
  g_clear_object (result);
  till_test_register_kill (f);
}

static TillPayment *
take_up (Fixture    *f,
         const char *id)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) found = NULL;

  till_register_start (f->till);
  till_test_register_settle (f);
  till_register_find_async (f->till, id, NULL, store_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  found = till_register_find_finish (f->till, result, NULL);
  g_assert_cmpuint (found->len, ==, 1);

  return g_object_ref (g_ptr_array_index (found, 0));
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
  begin_refund (f, &result, &id);
  while (count (f, TILL_TEST_REFUND) == 0)
    g_main_context_iteration (NULL, TRUE);
  die (f, &result);

  done = till_test_platform_n_refunds (f->platform) == 1;
  payment = take_up (f, id);
  till_test_register_pass (f, 5000);
  assert_refund (payment, "requested");
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
  begin_refund (f, &result, &id);
  while (count (f, TILL_TEST_REFUND) == 0)
    g_main_context_iteration (NULL, TRUE);
  till_test_register_settle (f);
  die (f, &result);

  done = till_test_platform_n_refunds (f->platform) == 1;
  payment = take_up (f, id);
  till_test_register_pass (f, 5000);
  assert_refund (payment, "requested");
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

  begin_refund (f, &result, &id);
  before = count (f, TILL_TEST_PAYMENT);
  while (count (f, TILL_TEST_PAYMENT) == before)
    g_main_context_iteration (NULL, TRUE);
  die (f, &result);

  payment = take_up (f, id);
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
  begin_refund (f, &result, &id);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  die (f, &result);
  g_assert_cmpuint (count (f, TILL_TEST_REFUND), ==, 0);

  payment = take_up (f, id);
  till_test_register_pass (f, 5000);
  assert_refund (payment, "requested");
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
      && g_str_equal (get_refund (payment)->state, "unknown") && get_refund (payment)->error == NULL)
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
  assert_refund (payment, "void");
  g_assert_cmpstr (get_refund (payment)->error, ==, "no-connection");
  g_assert_false (till_record_is_open (till_payment_get_record (payment)));
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, 0);

  g_signal_handler_disconnect (f->till, handler);
  till_test_platform_open_again (f->platform);
  g_free (till_test_refund (f, payment, 1250, NULL, NULL));
  g_assert_cmpuint (till_test_platform_n_refunds (f->platform), ==, 1);
}

/* 0.5 s doubling to 8 s for a minute, then every 5 min; meanwhile nothing more is given back. */
static void
test_unknown (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_paid (f);
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;
  guint n_sent;

  till_test_platform_fail_always (f->platform, TILL_TEST_REFUND, 503, NO_BODY);
  id = till_test_refund (f, payment, 500, NULL, NULL);
  assert_refund (payment, "unknown");
  g_assert_cmpstr (get_refund (payment)->error, ==, "busy");
  g_assert_true (till_record_is_unresolved (till_payment_get_record (payment)));
  n_sent = count (f, TILL_TEST_REFUND);
  g_assert_cmpuint (n_sent, >=, 10);
  g_assert_cmpuint (n_sent, <=, 12);

  g_assert_null (till_test_refund (f, payment, 1, NULL, &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_REFUND_OPEN);
  till_test_register_pass (f, 31 * MINUTE);
  g_assert_cmpuint (count (f, TILL_TEST_REFUND) - n_sent, >=, 6);
  g_assert_cmpuint (count (f, TILL_TEST_REFUND) - n_sent, <=, 7);

  till_test_platform_fail_always (f->platform, TILL_TEST_REFUND, 0, NULL);
  till_test_register_pass (f, 6 * MINUTE);
  assert_refund (payment, "requested");
  g_assert_cmpuint (till_test_platform_n_refunds (f->platform), ==, 1);
  g_assert_true (till_test_platform_same_bodies (f->platform));
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, 0);
}

/* A no to a repeat that the platform does not know as one says nothing about the sends before it. */
static void
test_no_after_doubt (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_paid (f);
  g_autofree char *id = NULL;

  till_test_platform_fail (f->platform, TILL_TEST_REFUND, TILL_TEST_LOST, 0, NULL);
  till_test_platform_fail (f->platform, TILL_TEST_REFUND, TILL_TEST_STATUS, 400, NO_BODY);
  till_test_platform_fail (f->platform, TILL_TEST_REFUND, TILL_TEST_STATUS, 403, NO_BODY);
  id = till_test_refund (f, payment, 500, NULL, NULL);
  assert_refund (payment, "requested");
  g_assert_cmpuint (count (f, TILL_TEST_REFUND), ==, 4);
  g_assert_cmpuint (till_test_platform_n_refunds (f->platform), ==, 1);
}

/* After a restart any send may have been taken: a no that is no repeat's says nothing, nor does a list that lags. */
static void
test_no_after_restart (Fixture       *f,
                       gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(TillPayment) payment = NULL;
  g_autofree char *id = NULL;

  till_test_platform_fail (f->platform, TILL_TEST_REFUND, TILL_TEST_LOST, 0, NULL);
  till_test_platform_fail (f->platform, TILL_TEST_REFUND, TILL_TEST_STATUS, 400, NO_BODY);
  begin_refund (f, &result, &id);
  while (count (f, TILL_TEST_REFUND) == 0)
    g_main_context_iteration (NULL, TRUE);
  die (f, &result);

  till_test_platform_fail (f->platform, TILL_TEST_REFUNDS, TILL_TEST_STATUS, 200, "{\"refunds\":[]}");
  payment = take_up (f, id);
  till_test_register_pass (f, 800);
  g_assert_cmpuint (count (f, TILL_TEST_REFUND), ==, 2);
  assert_refund (payment, "unknown");
  till_test_register_pass (f, 5000);
  assert_refund (payment, "requested");
  g_assert_cmpuint (till_test_platform_n_refunds (f->platform), ==, 1);
}

/* Its key is over after 23 h; absent for 24 h after the last send it is void, and somebody is told. */
static void
test_void (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_paid (f);
  g_autofree char *id = NULL;
  guint n_sent;

  till_test_platform_fail_always (f->platform, TILL_TEST_REFUND, 503, NO_BODY);
  id = till_test_refund (f, payment, 1250, NULL, NULL);
  till_test_register_pass (f, 23 * HOUR);
  assert_refund (payment, "unknown");
  n_sent = count (f, TILL_TEST_REFUND);
  till_test_register_pass (f, 23 * HOUR);
  g_assert_cmpuint (count (f, TILL_TEST_REFUND), ==, n_sent);
  assert_refund (payment, "unknown");
  till_test_register_pass (f, 2 * HOUR + 10 * MINUTE);
  g_assert_cmpuint (count (f, TILL_TEST_REFUND), ==, n_sent);
  assert_refund (payment, "void");
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, TILL_ATTENTION_REFUND_FAILED);
  g_assert_false (till_record_is_open (till_payment_get_record (payment)));
  till_test_assert_kept (f, payment);
}

typedef enum
{
  SHOWN_AS_AMOUNT,
  SHOWN_AS_STATUS,
  SHOWN_AS_STRANGER,
} Shown;

/* Absent, but money went back all the same: never void, a person has to look. */
static void
test_not_void (Fixture       *f,
               gconstpointer  data)
{
  Shown shown = GPOINTER_TO_INT (data);
  g_autoptr(TillPayment) payment = till_test_paid (f);
  TillTestEntry *entry = till_test_platform_get_entry (f->platform, 0);
  g_autofree char *id = NULL;

  till_test_platform_fail_always (f->platform, TILL_TEST_REFUND, 503, NO_BODY);
  id = till_test_refund (f, payment, 1250, NULL, NULL);
  if (shown == SHOWN_AS_AMOUNT)
    entry->amount_refunded = 1250;
  else if (shown == SHOWN_AS_STATUS)
    entry->status = "REFUNDED";
  else
    till_test_platform_add_refund (f->platform, entry->id, "somebody's", 1250);
  till_test_register_pass (f, 49 * HOUR);
  assert_refund (payment, "unknown");
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, TILL_ATTENTION_REFUND_FAILED);
}

/* Taken up after a restart when its key is over: never sent again. */
static void
test_restart_after_key (Fixture       *f,
                        gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(TillPayment) payment = NULL;
  g_autofree char *id = NULL;

  till_test_platform_fail (f->platform, TILL_TEST_REFUND, TILL_TEST_NOT_DONE, 0, NULL);
  begin_refund (f, &result, &id);
  while (count (f, TILL_TEST_REFUND) == 0)
    g_main_context_iteration (NULL, TRUE);
  die (f, &result);
  till_test_clock_advance (f->base.clock, 23 * HOUR + 1000);

  payment = take_up (f, id);
  till_test_register_pass (f, HOUR);
  assert_refund (payment, "unknown");
  g_assert_cmpuint (count (f, TILL_TEST_REFUND), ==, 1);
  g_assert_cmpuint (count (f, TILL_TEST_REFUNDS), >=, 10);
  till_test_register_pass (f, 2 * HOUR);
  assert_refund (payment, "void");
}

/* An answer that speaks of another amount is not believed. */
static void
test_other_amount (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_paid (f);
  g_autofree char *id = NULL;

  till_test_platform_fail (f->platform, TILL_TEST_REFUND, TILL_TEST_OTHER_AMOUNT, 0, NULL);
  till_register_start (f->till);
  {
    g_autoptr(GAsyncResult) result = NULL;

    till_register_refund_async (f->till, payment, 500, NULL, NULL, store_cb, &result);
    till_test_register_settle (f);
    assert_refund (payment, "unknown");
    g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, TILL_ATTENTION_REFUND_FAILED);
    till_test_register_pass (f, 2000);
    g_assert_nonnull (result);
    id = till_register_refund_finish (f->till, result, NULL);
  }
  assert_refund (payment, "requested");
  till_test_platform_get_refund (f->platform, 0)->status = "REFUNDED";
  till_test_register_pass (f, MINUTE);
  assert_refund (payment, "done");
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==, 0);
}

/* "check" goes all the way: list, send, and the payment last. */
static void
test_check (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) found_result = NULL;
  g_autoptr(GPtrArray) found = NULL;
  g_autofree char *id = NULL;

  till_test_platform_fail (f->platform, TILL_TEST_REFUND, TILL_TEST_NOT_DONE, 0, NULL);
  begin_refund (f, &result, &id);
  while (count (f, TILL_TEST_REFUND) == 0)
    g_main_context_iteration (NULL, TRUE);
  die (f, &result);

  till_register_find_async (f->till, id, NULL, store_cb, &found_result);
  while (found_result == NULL)
    g_main_context_iteration (NULL, TRUE);
  found = till_register_find_finish (f->till, found_result, NULL);
  g_assert_true (till_test_check (f, g_ptr_array_index (found, 0), NULL));
  assert_refund (g_ptr_array_index (found, 0), "requested");
  g_assert_cmpuint (till_test_platform_n_refunds (f->platform), ==, 1);
}

static void
test_check_fails (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_paid (f);
  g_autofree char *id = NULL;
  g_autoptr(GError) error = NULL;

  till_test_platform_fail_always (f->platform, TILL_TEST_REFUND, 503, NO_BODY);
  id = till_test_refund (f, payment, 500, NULL, NULL);
  g_assert_false (till_test_check (f, payment, &error));
  g_assert_error (error, TILL_ERROR, TILL_ERROR_BUSY);
  assert_refund (payment, "unknown");
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
  NEW ("unknown", test_unknown, NULL);
  NEW ("no-after-doubt", test_no_after_doubt, NULL);
  NEW ("no-after-restart", test_no_after_restart, NULL);
  NEW ("void", test_void, NULL);
  NEW ("not-void/amount", test_not_void, GINT_TO_POINTER (SHOWN_AS_AMOUNT));
  NEW ("not-void/status", test_not_void, GINT_TO_POINTER (SHOWN_AS_STATUS));
  NEW ("not-void/stranger", test_not_void, GINT_TO_POINTER (SHOWN_AS_STRANGER));
  NEW ("restart-after-key", test_restart_after_key, NULL);
  NEW ("other-amount", test_other_amount, NULL);
  NEW ("check", test_check, NULL);
  NEW ("check-fails", test_check_fails, NULL);

  return g_test_run ();
}
