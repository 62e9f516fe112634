/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <json-glib/json-glib.h>

#include "rig-size.h"
#include "till-register.h"
#include "till-test-faults.h"
#include "till-test-journal.h"

/* A till that sells all day in one process, against a sandbox in another: what it takes for one payment it gives
 * back.  Every fifth customer is left first, and has paid all the same. */

#define MAX_GROWTH_KIB       1024
#define MAX_MORE_DESCRIPTORS 2      /* connections that are kept for the next request; one a payment would be hundreds */

/* Everything is paid as soon as it is looked at. */
static const char script[] = "[{\"call\": \"get\", \"fault\": \"replace\", \"member\": \"status\", \"value\": \"CAPTURED\"}]";

typedef struct
{
  TillTestJournal  base;         /* its folder and chance; the clock is the real one */
  TillClock       *clock;        /* (owned) */
  TillJournal     *journal;      /* (owned) */
  GSubprocess     *sandbox;      /* (owned) */
  ConnectClient   *client;       /* (owned) */
  TillRegister    *till;         /* (owned) */
} Day;

typedef struct
{
  glong memory;        /* KiB */
  guint descriptors;
  guint threads;
} Use;

static void
store_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GAsyncResult **at = user_data;

  *at = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}

static guint
count_entries (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static Use
get_use (void)
{
  g_autofree char *text = NULL;
  glong size, resident;
  Use use;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  g_assert_cmpint (sscanf (text, "%ld %ld", &size, &resident), ==, 2);
  use.memory = resident * (sysconf (_SC_PAGESIZE) / 1024);
  use.descriptors = count_entries ("/proc/self/fd");
  use.threads = count_entries ("/proc/self/task");

  return use;
}

static const char *
get_member (JsonParser *parser,
            const char *name)
{
  return json_object_get_string_member (json_node_get_object (json_parser_get_root (parser)), name);
}

/* A test that fails ends at once, and takes the sandbox with it. */
static void
end_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static void
start_sandbox (Day *self)
{
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autofree char *path = g_build_filename (self->base.directory, "script", NULL);
  g_autofree char *line = NULL;
  g_autoptr(GDataInputStream) output = NULL;
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(SoupSession) session = connect_session_new (NULL, NULL, NULL);
  g_autoptr(ConnectSigner) signer = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (path, script, -1, NULL));
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
  self->sandbox = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("TILL_SANDBOX"), "--script", path, NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->sandbox));
  line = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  g_assert_nonnull (line);
  json_parser_load_from_data (parser, line, -1, &error);
  g_assert_no_error (error);

  signer = connect_signer_new (get_member (parser, "apiKeyId"), get_member (parser, "secretApiKey"), -1);
  self->client = connect_client_new (session, get_member (parser, "endpoint"), get_member (parser, "merchantId"),
                                     signer, NULL, NULL);
}

static void
open_shop (Day *self)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  till_test_journal_set_up_empty (&self->base);
  self->clock = till_clock_new ();
  till_journal_open_async (self->base.path, self->clock, self->base.random, "T1", "test", NULL, store_cb, &result);
  self->journal = till_journal_open_finish (wait_for (&result), &error);
  g_assert_no_error (error);
  start_sandbox (self);
  self->till = till_register_new (self->journal, self->client, self->clock, self->base.random, NULL);
  till_register_start (self->till);
}

static void
close_shop (Day *self)
{
  till_register_stop (self->till);
  for (guint i = 0; i < 1000 && G_OBJECT (self->till)->ref_count > 1; i++)
    g_main_context_iteration (NULL, FALSE);
  till_journal_close (self->journal);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->till);
  g_assert_finalize_object (self->journal);
  g_assert_finalize_object (self->client);
  g_assert_finalize_object (self->clock);

  g_subprocess_send_signal (self->sandbox, SIGTERM);
  g_assert_true (g_subprocess_wait (self->sandbox, NULL, NULL));
  g_object_unref (self->sandbox);
  till_test_journal_tear_down (&self->base, NULL);
}

static TillPayment *
charge (Day *self)
{
  const TillOrderFields fields = {
    .money = { .amount = 1250, .currency = "EUR" },
    .type = CONNECT_INTEGRATION_DESKTOP_QR_CODE,
    .country = "DE",
    .customer_ip = "192.0.2.7",
  };
  const TillCharge how = { .wait = TRUE, .timeout_seconds = 300 };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(TillOrder) order = NULL;
  g_autoptr(GError) error = NULL;
  TillPayment *payment;

  order = till_order_new (&fields, &error);
  till_register_charge_async (self->till, order, &how, NULL, store_cb, &result);
  payment = till_register_charge_finish (self->till, wait_for (&result), NULL, &error);
  g_assert_no_error (error);

  return payment;
}

/* Late money stays on the list of what needs a person until one has dealt with it. */
static void
deal_with (Day         *self,
           TillPayment *payment)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  till_register_acknowledge_async (self->till, payment, "handed-over", NULL, store_cb, &result);
  till_register_acknowledge_finish (self->till, wait_for (&result), &error);
  g_assert_no_error (error);
}

static void
sell (Day      *self,
      gboolean  leave)
{
  g_autoptr(TillPayment) payment = charge (self);
  g_autoptr(GAsyncResult) left = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  while (till_payment_get_state (payment) == TILL_PAYMENT_REQUESTED)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (till_payment_get_code (payment));

  if (leave)
    {
      till_register_leave_async (self->till, payment, NULL, store_cb, &left);
      g_assert_true (till_register_leave_finish (self->till, wait_for (&left), &error));
    }
  till_register_check_async (self->till, payment, NULL, store_cb, &result);
  till_register_check_finish (self->till, wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpint (till_payment_get_state (payment), ==, TILL_PAYMENT_PAID);
  if (leave)
    deal_with (self, payment);
}

static void
test_day (void)
{
  guint n = RIG_IS_SANITIZED ? 300 : rig_is_long () ? 10000 : 2000;
  Day day = { { NULL, }, };
  Use before, after;

  open_shop (&day);
  for (guint i = 0; i < n / 5; i++)
    sell (&day, i % 5 == 0);
  before = get_use ();
  for (guint i = n / 5; i < n; i++)
    sell (&day, i % 5 == 0);
  after = get_use ();
  close_shop (&day);

  g_test_message ("resident %ld KiB after %u payments, %ld KiB after %u; descriptors %u and %u, threads %u and %u",
                  before.memory, n / 5, after.memory, n, before.descriptors, after.descriptors,
                  before.threads, after.threads);
  g_assert_cmpuint (after.descriptors, <=, before.descriptors + MAX_MORE_DESCRIPTORS);
  g_assert_cmpuint (after.threads, <=, before.threads);
  /* A sanitizer keeps what was freed; what was not is what it looks for itself. */
  if (!RIG_IS_SANITIZED)
    g_assert_cmpint (after.memory - before.memory, <=, MAX_GROWTH_KIB);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* Syncs would take most of the time and say nothing about memory. */
  till_test_faults_install ();
  g_test_add_func ("/memory/day", test_day);

  return g_test_run ();
}
