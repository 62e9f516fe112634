/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-test-register.h"

/* Failures by their numbers in tests/README.md that need time to pass; those of the wire are in tests/ctl. */

typedef TillTestRegister Fixture;

#define SECOND 1000
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

static TillTestEntry *
get_entry (Fixture *f)
{
  return till_test_platform_get_entry (f->platform, 0);
}

/* The create is done, and its answer never comes: the call ends by its own time, and the code comes by itself. */
static void
test_create_hangs (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr(TillPayment) payment = NULL;

  connect_client_set_time_limits (f->client, 300, 8000);
  till_test_platform_fail (f->platform, TILL_TEST_CREATE, TILL_TEST_HANG, 0, NULL);
  payment = till_test_charge (f);
  till_test_register_settle (f);
  till_test_register_pass (f, SECOND);
  till_test_assert_state (payment, "waiting");
  g_assert_cmpuint (till_test_platform_count (f->platform, TILL_TEST_CREATE), ==, 2);
  g_assert_cmpuint (till_test_platform_n_entries (f->platform), ==, 1);
  g_assert_true (till_test_platform_same_bodies (f->platform));
}

/* The network goes while the code is on the screen: it stays there, and what happened meanwhile is heard of. */
static void
test_network_gone_while_shown (Fixture       *f,
                               gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);

  till_test_platform_close (f->platform);
  till_test_register_pass (f, MINUTE);
  till_test_assert_state (payment, "waiting");
  g_assert_nonnull (till_payment_get_code (payment));
  g_assert_cmpint (till_payment_get_wait_end (payment), ==, TILL_WAIT_NONE);
  g_assert_cmpint (till_payment_get_trouble (payment), ==, TILL_ERROR_NO_CONNECTION);

  get_entry (f)->status = "CAPTURED";
  get_entry (f)->third_party = "COMPLETED";
  till_test_platform_open_again (f->platform);
  till_test_register_pass (f, 15 * SECOND);
  till_test_assert_state (payment, "paid");
  g_assert_cmpint (till_payment_get_trouble (payment), ==, -1);
  g_assert_false (till_payment_get_record (payment)->late);
}

/* Paid so long after it was left; the table's last is within the session's life, the one behind it is not. */
static const gint64 late_after[] = { SECOND, 9 * MINUTE, HOUR, 2 * HOUR };

static void
test_paid_late (Fixture       *f,
                gconstpointer  data)
{
  gint64 after = late_after[GPOINTER_TO_UINT (data)];
  g_autoptr(TillPayment) payment = till_test_charge (f);
  TillRecord *record;

  till_test_leave (f->till, payment);
  g_assert_null (till_payment_get_code (payment));
  till_test_register_pass (f, after);
  till_test_assert_state (payment, "waiting");
  get_entry (f)->status = "CAPTURED";
  till_test_register_pass (f, 16 * MINUTE);
  record = till_payment_get_record (payment);
  till_test_assert_state (payment, "paid");
  g_assert_true (record->late);
  g_assert_cmpuint (record->attention, ==, TILL_ATTENTION_PAID_LATE);
  till_test_assert_kept (f, payment);
}

/* The wall clock jumps by this, and decides nothing: neither a wait, nor a life, nor an order of events. */
static const gint64 jumps[] = { DAY, -DAY, 3 * HOUR, -3 * HOUR, -TILL_TEST_CLOCK_START / 1000 };

static void
jump (Fixture *f,
      gint64   ms)
{
  gint64 now = till_clock_get_wall_time (TILL_CLOCK (f->base.clock));
  gint64 then = MAX (now + ms * 1000, 0);

  /* The platform's clock goes on as ever. */
  till_test_clock_set_wall_time (f->base.clock, then);
  till_test_platform_set_ahead (f->platform, (now - then) / G_USEC_PER_SEC);
}

static void
test_clock_jumps (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(TillPayment) payment = till_test_charge (f);
  g_autoptr(GError) error = NULL;

  jump (f, jumps[GPOINTER_TO_UINT (data)]);
  till_test_register_pass (f, 30 * SECOND);
  till_test_assert_state (payment, "waiting");
  g_assert_true (till_payment_is_waiting (payment));
  g_assert_nonnull (till_payment_get_code (payment));

  get_entry (f)->status = "CAPTURED";
  get_entry (f)->third_party = "COMPLETED";
  till_test_register_pass (f, 4 * SECOND);
  till_test_assert_state (payment, "paid");
  g_assert_true (till_test_verify (f->base.journal, NULL, &error));
  g_assert_no_error (error);
}

#define ADD_WITH(path, data, function) \
  g_test_add ("/failure/" path, Fixture, data, till_test_register_set_up, function, till_test_register_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_WITH ("02-create-hangs", NULL, test_create_hangs);
  ADD_WITH ("11-network-gone-while-shown", NULL, test_network_gone_while_shown);
  ADD_WITH ("16-paid-late/second", GUINT_TO_POINTER (0), test_paid_late);
  ADD_WITH ("16-paid-late/minutes", GUINT_TO_POINTER (1), test_paid_late);
  ADD_WITH ("16-paid-late/hour", GUINT_TO_POINTER (2), test_paid_late);
  ADD_WITH ("16-paid-late/two-hours", GUINT_TO_POINTER (3), test_paid_late);
  ADD_WITH ("26-clock-jumps/day-on", GUINT_TO_POINTER (0), test_clock_jumps);
  ADD_WITH ("26-clock-jumps/day-back", GUINT_TO_POINTER (1), test_clock_jumps);
  ADD_WITH ("26-clock-jumps/hours-on", GUINT_TO_POINTER (2), test_clock_jumps);
  ADD_WITH ("26-clock-jumps/hours-back", GUINT_TO_POINTER (3), test_clock_jumps);
  ADD_WITH ("26-clock-jumps/1970", GUINT_TO_POINTER (4), test_clock_jumps);

  return g_test_run ();
}
