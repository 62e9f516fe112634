/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-test-register.h"

/* When the answer to a create is lost, late or useless, and when the program dies. */

typedef TillTestRegister Fixture;

#define BUSY_BODY "{\"errorId\":\"e\",\"errors\":[{\"code\":\"1409\",\"message\":\"DUPLICATE REQUEST IN PROGRESS\"}]}"
#define KEY_BODY  "{\"errorId\":\"e\",\"errors\":[{\"code\":\"9002\",\"message\":\"no\"}]}"
#define NO_BODY   "{\"errorId\":\"e\",\"errors\":[{\"code\":\"21000120\",\"message\":\"no\"}]}"

#define NOTHING_BODY "{\"offset\":0,\"limit\":100,\"totalCount\":0,\"payments\":[]}"

#define MINUTE (60 * 1000)

static guint
count (Fixture           *f,
       TillTestOperation  operation)
{
  return till_test_platform_count (f->platform, operation);
}

/* A row for each way in which a create can be answered without a result: tried again, and one payment made. */
static const struct
{
  const char    *name;
  TillTestFault  fault;
  guint          status;
  const char    *body;
} retried[] = {
  { "lost", TILL_TEST_LOST },
  { "lost before it was done", TILL_TEST_NOT_DONE },
  { "busy", TILL_TEST_STATUS_DONE, 409, BUSY_BODY },
  { "unavailable", TILL_TEST_STATUS, 503, NO_BODY },
  { "gateway", TILL_TEST_STATUS_DONE, 502, "<html>Bad Gateway</html>" },
  { "too many", TILL_TEST_STATUS, 429, NO_BODY },
  { "portal", TILL_TEST_STATUS, 200, "<html>Log in</html>" },
  { "redirect", TILL_TEST_STATUS, 302, "<html>There</html>" },
  { "half", TILL_TEST_STATUS_DONE, 201, "{\"payment\":{\"id\":" },
  { "no id", TILL_TEST_STATUS_DONE, 201, "{\"payment\":{\"status\":\"REDIRECTED\"}}" },
  { "no picture", TILL_TEST_NO_ACTION },
  { "bad picture", TILL_TEST_BAD_PICTURE },
};

static void
test_retried (Fixture       *f,
              gconstpointer  data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr(TillPayment) payment = NULL;

  till_test_platform_fail (f->platform, TILL_TEST_CREATE, retried[row].fault, retried[row].status,
                           retried[row].body);
  payment = till_test_charge (f);
  till_test_assert_state (payment, "requested");
  g_assert_null (till_payment_get_code (payment));
  till_test_register_pass (f, 800);
  till_test_assert_state (payment, "waiting");
  g_assert_nonnull (till_payment_get_code (payment));
  g_assert_cmpuint (count (f, TILL_TEST_CREATE), ==, 2);
  g_assert_cmpuint (till_test_platform_n_entries (f->platform), ==, 1);
  g_assert_true (till_test_platform_same_bodies (f->platform));
  g_assert_null (till_payment_get_record (payment)->error);
  g_assert_cmpint (till_payment_get_trouble (payment), ==, -1);
  till_test_assert_kept (f, payment);
}

static void
test_back_off (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(TillPayment) payment = NULL;

  till_test_platform_fail_always (f->platform, TILL_TEST_CREATE, 503, NO_BODY);
  payment = till_test_charge (f);
  till_test_register_pass (f, 60 * 1000);

  /* 0, 0.5, 1.5, 3.5, 7.5, then every 8 s, and up to 0.25 s more each. */
  g_assert_cmpuint (count (f, TILL_TEST_CREATE), >=, 10);
  g_assert_cmpuint (count (f, TILL_TEST_CREATE), <=, 12);
  g_assert_cmpint (till_payment_get_trouble (payment), ==, TILL_ERROR_BUSY);
  till_test_assert_state (payment, "requested");
  g_assert_true (till_test_platform_same_bodies (f->platform));
}

/* Never again after the wait: only look-ups. */
static void
test_left_unanswered (Fixture       *f,
                      gconstpointer  data)
{
  g_autoptr(TillPayment) payment = NULL;

  till_test_platform_fail_always (f->platform, TILL_TEST_CREATE, 503, NO_BODY);
  payment = till_test_charge (f);
  till_test_leave (f->till, payment);
  till_test_platform_fail_always (f->platform, TILL_TEST_CREATE, 0, NULL);
  till_test_register_pass (f, 14 * MINUTE);
  g_assert_cmpuint (count (f, TILL_TEST_CREATE), ==, 1);
  g_assert_cmpuint (count (f, TILL_TEST_FIND), ==, 3);
  till_test_assert_state (payment, "requested");
  g_assert_true (till_payment_get_record (payment)->abandoned);

  till_test_register_pass (f, 2 * MINUTE);
  g_assert_cmpuint (count (f, TILL_TEST_FIND), ==, 4);
  till_test_assert_state (payment, "void");
  till_test_assert_kept (f, payment);
}

static void
test_adopted (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(TillPayment) payment = NULL;
  TillTestEntry *entry;

  till_test_platform_fail (f->platform, TILL_TEST_CREATE, TILL_TEST_LOST, 0, NULL);
  payment = till_test_charge (f);
  till_test_leave (f->till, payment);
  till_test_register_settle (f);
  entry = till_test_platform_get_entry (f->platform, 0);
  g_assert_cmpstr (till_payment_get_record (payment)->payment_id, ==, entry->id);
  till_test_assert_state (payment, "requested");
  g_assert_false (till_payment_get_record (payment)->shown);
  g_assert_cmpuint (count (f, TILL_TEST_CREATE), ==, 1);

  till_test_register_pass (f, 140 * MINUTE);
  till_test_assert_state (payment, "expired");
}

static void
test_not_adopted (Fixture       *f,
                  gconstpointer  data)
{
  gboolean two = GPOINTER_TO_INT (data);
  g_autoptr(TillPayment) payment = NULL;
  const char *reference;

  till_test_platform_fail (f->platform, TILL_TEST_CREATE, TILL_TEST_NOT_DONE, 0, NULL);
  payment = till_test_charge (f);
  reference = till_payment_get_record (payment)->merchant_reference;
  till_test_platform_add (f->platform, reference, two ? 1250 : 1251);
  if (two)
    till_test_platform_add (f->platform, reference, 1250);
  till_test_leave (f->till, payment);
  till_test_register_pass (f, 180 * MINUTE);
  till_test_assert_state (payment, "requested");
  g_assert_null (till_payment_get_record (payment)->payment_id);
  g_assert_cmpuint (till_payment_get_record (payment)->attention, ==,
                    two ? TILL_ATTENTION_STUCK : TILL_ATTENTION_AMOUNT_DIFFERS);
}

static void
test_no_connection (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr(TillPayment) payment = NULL;

  till_test_platform_close (f->platform);
  payment = till_test_charge (f);
  till_test_register_pass (f, 9900);
  till_test_assert_state (payment, "requested");
  g_assert_cmpint (till_payment_get_trouble (payment), ==, TILL_ERROR_NO_CONNECTION);
  till_test_register_pass (f, 200);
  till_test_assert_state (payment, "void");
  g_assert_cmpstr (till_payment_get_record (payment)->error, ==, "no-connection");
  g_assert_cmpint (till_payment_get_wait_end (payment), ==, TILL_WAIT_FINAL);
  g_assert_false (till_payment_get_record (payment)->maybe_sent);
  till_test_assert_kept (f, payment);
}

static void
test_connection_comes_back (Fixture       *f,
                            gconstpointer  data)
{
  g_autoptr(TillPayment) payment = NULL;

  till_test_platform_close (f->platform);
  payment = till_test_charge (f);
  till_test_register_pass (f, 4000);
  till_test_platform_open_again (f->platform);
  till_test_register_pass (f, 4000);
  till_test_assert_state (payment, "waiting");
}

/* What may have arrived once is in doubt, however often nothing left after it. */
static void
test_connection_lost_after_send (Fixture       *f,
                                 gconstpointer  data)
{
  g_autoptr(TillPayment) payment = NULL;

  till_test_platform_fail (f->platform, TILL_TEST_CREATE, TILL_TEST_LOST, 0, NULL);
  payment = till_test_charge (f);
  till_test_platform_close (f->platform);
  till_test_register_pass (f, 60 * 1000);
  till_test_assert_state (payment, "requested");

  till_test_platform_open_again (f->platform);
  till_test_register_pass (f, 10 * 1000);
  till_test_assert_state (payment, "waiting");
  g_assert_cmpuint (till_test_platform_n_entries (f->platform), ==, 1);
}

static void
test_left_without_connection (Fixture       *f,
                              gconstpointer  data)
{
  g_autoptr(TillPayment) payment = NULL;

  till_test_platform_close (f->platform);
  payment = till_test_charge (f);
  till_test_leave (f->till, payment);
  till_test_register_settle (f);
  till_test_assert_state (payment, "void");
}

static void
test_key_refused (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(TillPayment) payment = NULL;

  till_test_platform_fail_always (f->platform, TILL_TEST_CREATE, 403, KEY_BODY);
  payment = till_test_charge (f);
  till_test_assert_state (payment, "void");
  g_assert_cmpstr (till_payment_get_record (payment)->error, ==, "key-refused");
  g_assert_true (till_payment_get_record (payment)->auth_refused);
  g_assert_cmpint (till_payment_get_wait_end (payment), ==, TILL_WAIT_FINAL);
  g_assert_cmpuint (count (f, TILL_TEST_CREATE), ==, 1);
}

/* A 403 says of this one send that it was not taken, and nothing of the one before. */
static void
test_key_refused_after_send (Fixture       *f,
                             gconstpointer  data)
{
  g_autoptr(TillPayment) payment = NULL;

  till_test_platform_fail (f->platform, TILL_TEST_CREATE, TILL_TEST_LOST, 0, NULL);
  till_test_platform_fail (f->platform, TILL_TEST_CREATE, TILL_TEST_STATUS, 403, KEY_BODY);
  payment = till_test_charge (f);
  till_test_register_pass (f, 800);
  till_test_assert_state (payment, "requested");
  till_test_register_pass (f, 1500);
  till_test_assert_state (payment, "waiting");
}

static void
test_refused_after_send (Fixture       *f,
                         gconstpointer  data)
{
  g_autoptr(TillPayment) payment = NULL;

  till_test_platform_fail (f->platform, TILL_TEST_CREATE, TILL_TEST_LOST, 0, NULL);
  till_test_platform_fail (f->platform, TILL_TEST_CREATE, TILL_TEST_STATUS, 400, NO_BODY);
  payment = till_test_charge (f);
  till_test_register_pass (f, 800);
  till_test_assert_state (payment, "requested");
  till_test_register_pass (f, 1500);
  till_test_assert_state (payment, "waiting");
}

static void
test_no_code (Fixture       *f,
              gconstpointer  data)
{
  TillTestFault fault = GPOINTER_TO_INT (data);
  g_autoptr(TillPayment) payment = NULL;
  TillOutbound *outbound;
  TillRecord *record;

  for (guint i = 0; i < 3; i++)
    till_test_platform_fail (f->platform, TILL_TEST_CREATE, fault, 0, NULL);
  payment = till_test_charge (f);
  till_test_register_pass (f, 5000);
  record = till_payment_get_record (payment);
  g_assert_cmpuint (count (f, TILL_TEST_CREATE), ==, 3);
  till_test_assert_state (payment, "requested");
  g_assert_cmpint (till_payment_get_wait_end (payment), ==, TILL_WAIT_NO_CODE);
  g_assert_cmpstr (record->error, ==, "bad-answer");
  g_assert_nonnull (record->payment_id);
  g_assert_false (record->shown);
  g_assert_null (till_payment_get_code (payment));
  g_assert_null (till_payment_get_action (payment));
  outbound = till_test_outbound (f->base.journal, record->id, NULL);
  g_assert_null (outbound->action);
  till_outbound_free (outbound);

  till_test_register_pass (f, 140 * MINUTE);
  g_assert_cmpuint (count (f, TILL_TEST_CREATE), ==, 3);
  till_test_assert_state (payment, "expired");
}

/* A repeat that names a second payment: nothing of it is shown, both are asked. */
static void
test_other_id (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(TillPayment) payment = NULL;
  TillTestEntry *second;

  till_test_platform_fail (f->platform, TILL_TEST_CREATE, TILL_TEST_BAD_PICTURE, 0, NULL);
  till_test_platform_fail (f->platform, TILL_TEST_CREATE, TILL_TEST_OTHER_ID, 0, NULL);
  till_test_platform_fail (f->platform, TILL_TEST_CREATE, TILL_TEST_OTHER_ID, 0, NULL);
  payment = till_test_charge (f);
  till_test_register_pass (f, 5000);
  g_assert_cmpint (till_payment_get_wait_end (payment), ==, TILL_WAIT_NO_CODE);
  g_assert_null (till_payment_get_code (payment));
  second = till_test_platform_get_entry (f->platform, 2);
  g_assert_cmpstr (till_payment_get_record (payment)->other_payment_id, ==, second->id);

  second->status = "CAPTURED";
  till_test_register_pass (f, MINUTE);
  till_test_assert_state (payment, "paid");
  g_assert_cmpstr (till_payment_get_record (payment)->payment_id, ==, second->id);
}

/* The program dies while the customer looks at the code. */
static void
test_killed_waiting (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);
  g_autofree char *id = g_strdup (till_payment_get_record (payment)->id);
  g_autoptr(TillRecord) record = NULL;

  g_clear_object (&payment);
  till_test_register_kill (f);
  till_test_platform_get_entry (f->platform, 0)->status = "CAPTURED";
  till_register_start (f->till);
  till_test_register_settle (f);
  record = till_test_get (f, id);
  g_assert_cmpint (record->state, ==, TILL_PAYMENT_PAID);
  g_assert_true (record->abandoned);
  g_assert_true (record->late);
}

/* … and before the answer was written: never sent again. */
static void
test_killed_asking (Fixture       *f,
                    gconstpointer  data)
{
  gboolean done = GPOINTER_TO_INT (data);
  g_autoptr(TillPayment) payment = NULL;
  g_autofree char *id = NULL;
  g_autoptr(TillRecord) record = NULL;

  till_test_platform_fail (f->platform, TILL_TEST_CREATE, done ? TILL_TEST_LOST : TILL_TEST_NOT_DONE, 0, NULL);
  payment = till_test_charge (f);
  id = g_strdup (till_payment_get_record (payment)->id);
  g_clear_object (&payment);
  till_test_register_kill (f);
  till_test_clock_reboot (f->base.clock);
  till_register_start (f->till);
  till_test_register_pass (f, 14 * MINUTE);
  record = till_test_get (f, id);
  g_assert_cmpint (record->state, ==, TILL_PAYMENT_REQUESTED);
  g_assert_true (record->abandoned);
  if (done)
    g_assert_cmpstr (record->payment_id, ==, till_test_platform_get_entry (f->platform, 0)->id);
  else
    g_assert_null (record->payment_id);

  till_test_register_pass (f, done ? 140 * MINUTE : 3 * MINUTE);
  g_clear_pointer (&record, till_record_unref);
  record = till_test_get (f, id);
  g_assert_cmpint (record->state, ==, done ? TILL_PAYMENT_EXPIRED : TILL_PAYMENT_VOID);
  g_assert_cmpuint (count (f, TILL_TEST_CREATE), ==, 1);
}

/* The machine sleeps between the intent and its send, and the program dies right after that: what tells when it
 * was sent last must not be as old as the intent. */
static void
test_killed_after_sleep (Fixture       *f,
                         gconstpointer  data)
{
  const TillCharge charge = { .wait = TRUE, .timeout_seconds = 300 };
  g_autoptr(TillPayment) payment = NULL;
  g_autofree char *id = NULL;
  g_autoptr(TillRecord) record = NULL;

  till_test_platform_fail (f->platform, TILL_TEST_CREATE, TILL_TEST_HANG, 0, NULL);
  till_test_platform_fail (f->platform, TILL_TEST_FIND, TILL_TEST_STATUS, 200, NOTHING_BODY);
  payment = till_test_charge_full (f->till, CONNECT_INTEGRATION_DESKTOP_QR_CODE, NULL, &charge, NULL, NULL);
  id = g_strdup (till_payment_get_record (payment)->id);
  g_clear_object (&payment);
  till_test_clock_sleep (f->base.clock, 60 * MINUTE);
  while (count (f, TILL_TEST_CREATE) == 0)
    g_main_context_iteration (NULL, TRUE);

  /* The platform lists it a moment later. */
  till_test_register_kill (f);
  till_register_start (f->till);
  till_test_register_settle (f);
  record = till_test_get (f, id);
  g_assert_cmpint (record->state, ==, TILL_PAYMENT_REQUESTED);
  g_clear_pointer (&record, till_record_unref);

  till_test_register_pass (f, MINUTE);
  record = till_test_get (f, id);
  g_assert_cmpstr (record->payment_id, ==, till_test_platform_get_entry (f->platform, 0)->id);
}

/* One look-up long after the last send makes up for all that were missed. */
static void
test_killed_for_long (Fixture       *f,
                      gconstpointer  data)
{
  g_autoptr(TillPayment) payment = NULL;

  till_test_platform_fail (f->platform, TILL_TEST_CREATE, TILL_TEST_NOT_DONE, 0, NULL);
  payment = till_test_charge (f);
  g_clear_object (&payment);
  till_test_register_kill (f);
  till_test_clock_advance (f->base.clock, 60 * MINUTE);
  till_register_start (f->till);
  till_test_register_settle (f);
  g_assert_cmpuint (count (f, TILL_TEST_FIND), ==, 1);
  {
    const TillListFilter filter = { .states = TILL_STATES (TILL_PAYMENT_VOID) };
    g_autoptr(GPtrArray) found = till_test_list (f->base.journal, &filter);

    g_assert_cmpuint (found->len, ==, 1);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD_WITH(path, data, function) \
  g_test_add ("/doubt/" path, Fixture, data, till_test_register_set_up, function, till_test_register_tear_down)
#define ADD(path, function) ADD_WITH (path, NULL, function)
  for (guint i = 0; i < G_N_ELEMENTS (retried); i++)
    {
      g_autofree char *path = g_strconcat ("/doubt/retried/", retried[i].name, NULL);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), till_test_register_set_up, test_retried,
                  till_test_register_tear_down);
    }
  ADD ("back-off", test_back_off);
  ADD ("left-unanswered", test_left_unanswered);
  ADD ("adopted", test_adopted);
  ADD_WITH ("not-adopted/differs", GINT_TO_POINTER (FALSE), test_not_adopted);
  ADD_WITH ("not-adopted/two", GINT_TO_POINTER (TRUE), test_not_adopted);
  ADD ("no-connection", test_no_connection);
  ADD ("connection-comes-back", test_connection_comes_back);
  ADD ("connection-lost-after-send", test_connection_lost_after_send);
  ADD ("left-without-connection", test_left_without_connection);
  ADD ("key-refused", test_key_refused);
  ADD ("key-refused-after-send", test_key_refused_after_send);
  ADD ("refused-after-send", test_refused_after_send);
  ADD_WITH ("no-code/absent", GINT_TO_POINTER (TILL_TEST_NO_ACTION), test_no_code);
  ADD_WITH ("no-code/bad", GINT_TO_POINTER (TILL_TEST_BAD_PICTURE), test_no_code);
  ADD_WITH ("no-code/differs", GINT_TO_POINTER (TILL_TEST_OTHER_AMOUNT), test_no_code);
  ADD ("other-id", test_other_id);
  ADD ("killed-waiting", test_killed_waiting);
  ADD_WITH ("killed-asking/done", GINT_TO_POINTER (TRUE), test_killed_asking);
  ADD_WITH ("killed-asking/not-done", GINT_TO_POINTER (FALSE), test_killed_asking);
  ADD ("killed-after-sleep", test_killed_after_sleep);
  ADD ("killed-for-long", test_killed_for_long);
#undef ADD
#undef ADD_WITH

  return g_test_run ();
}
