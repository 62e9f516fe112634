/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "sandbox-test.h"

typedef struct
{
  char *folder;
  char *file;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->folder = g_dir_make_tmp ("till-sandbox-XXXXXX", NULL);
  f->file = g_build_filename (f->folder, "state.db", NULL);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_unlink (f->file);
  g_assert_cmpint (g_rmdir (f->folder), ==, 0);
  g_free (f->file);
  g_free (f->folder);
}

static void
test_start (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(Sandbox) one = sandbox_start (0, NULL, NULL, &error);
  g_autoptr(Sandbox) two = sandbox_start (0, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (sandbox_get_endpoint (one), "http://127.0.0.1:"));
  g_assert_cmpuint (strlen (sandbox_get_merchant_id (one)), ==, 4);
  g_assert_cmpuint (strlen (sandbox_get_secret_api_key (one)), >=, 40);
  g_assert_cmpstr (sandbox_get_secret_api_key (one), !=, sandbox_get_secret_api_key (two));
  g_assert_cmpstr (sandbox_get_api_key_id (one), !=, sandbox_get_api_key_id (two));
}

static void
test_port_taken (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(Sandbox) one = sandbox_start (0, NULL, NULL, NULL);
  guint16 port = (guint16) g_ascii_strtoull (strrchr (sandbox_get_endpoint (one), ':') + 1, NULL, 10);
  g_autoptr(Sandbox) two = sandbox_start (port, NULL, NULL, &error);

  g_assert_null (two);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
}

/* What was paid yesterday is paid today, and the same key speaks for it. */
static void
test_kept (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(SandboxTest) yesterday = sandbox_test_new (f->file, NULL);
  g_autofree char *id = sandbox_test_create (yesterday, "desktopQRCode", "A-1");
  g_autofree char *url = sandbox_get_phone_url (yesterday->sandbox, id);
  g_autofree char *merchant = g_strdup (sandbox_get_merchant_id (yesterday->sandbox));
  g_autoptr(SandboxTest) today = NULL;
  g_autoptr(SandboxReply) phone = NULL;
  g_autofree char *status = NULL;
  GStatBuf info;

  g_assert_true (sandbox_act (yesterday->sandbox, id, SANDBOX_ACT_PAY));
  g_clear_pointer (&yesterday, sandbox_test_free);

  g_assert_cmpint (g_stat (f->file, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  today = sandbox_test_new (f->file, NULL);
  g_assert_cmpstr (sandbox_get_merchant_id (today->sandbox), ==, merchant);
  status = sandbox_test_status (today, id);
  g_assert_cmpstr (status, ==, "CAPTURED");
  /* The code of yesterday leads to the payment, by the port of today. */
  phone = sandbox_test_plain (today, "GET", strstr (url, "/phone/"), NULL);
  sandbox_assert_html (phone, 200);
}

static void
test_foreign_file (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(Sandbox) sandbox = NULL;
  g_autofree char *before = g_strnfill (4096, 'x');
  g_autofree char *after = NULL;

  g_assert_true (g_file_set_contents (f->file, before, -1, NULL));
  sandbox = sandbox_start (0, f->file, NULL, &error);
  g_assert_null (sandbox);
  g_assert_nonnull (error);
  g_assert_true (g_file_get_contents (f->file, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, before);
}

static void
test_foreign_database (Fixture       *f,
                       gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(Sandbox) sandbox = NULL;
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (f->file, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "CREATE TABLE mine (a)", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);

  sandbox = sandbox_start (0, f->file, NULL, &error);
  g_assert_null (sandbox);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_no_folder (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(Sandbox) sandbox = sandbox_start (0, "/nowhere/state.db", NULL, &error);

  g_assert_null (sandbox);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* An older sandbox's state lacks columns that this one has. */
static void
test_older_state (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (f->file, NULL);
  g_autofree char *id = sandbox_test_create (test, "desktopQRCode", "A-1");
  g_autofree char *status = NULL;
  sqlite3 *db;

  g_clear_pointer (&test, sandbox_test_free);
  g_assert_cmpint (sqlite3_open (f->file, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "ALTER TABLE payments DROP COLUMN is_refundable", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);

  test = sandbox_test_new (f->file, NULL);
  status = sandbox_test_status (test, id);
  g_assert_cmpstr (status, ==, "REDIRECTED");
}

/* The state is locked for longer than anybody waits: that is said, and nothing is half done. */
static void
test_locked_state (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (f->file, NULL);
  g_autofree char *body = sandbox_test_payment_body ("desktopQRCode", "A-1");
  g_autoptr(SandboxReply) locked = NULL;
  g_autoptr(SandboxReply) free_again = NULL;
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (f->file, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  g_test_expect_message ("sandbox", G_LOG_LEVEL_WARNING, "*locked*");
  locked = sandbox_test_call (test, "POST", "payments", body, "k-1");
  g_test_assert_expected_messages ();
  g_assert_cmpint (sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);

  sandbox_assert_error (locked, 500, "9999", NULL);
  g_assert_cmpuint (sandbox_test_count (test), ==, 0);
  free_again = sandbox_test_call (test, "POST", "payments", body, "k-1");
  g_assert_cmpuint (free_again->status, ==, 201);
}

static void
test_act (void)
{
  static const struct
  {
    SandboxAct  act;
    const char *status;
    gboolean    again;
  } rows[] = {
    { SANDBOX_ACT_SCAN, "REDIRECTED", TRUE },
    { SANDBOX_ACT_CONFIRM, "REDIRECTED", TRUE },
    { SANDBOX_ACT_PAY, "CAPTURED", FALSE },
    { SANDBOX_ACT_DECLINE, "REJECTED", FALSE },
  };
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *id = sandbox_test_create (test, "desktopQRCode", "A-1");
      g_autofree char *status = NULL;

      g_assert_true (sandbox_act (test->sandbox, id, rows[i].act));
      status = sandbox_test_status (test, id);
      g_assert_cmpstr (status, ==, rows[i].status);
      g_assert_cmpint (sandbox_act (test->sandbox, id, rows[i].act), ==, rows[i].again);
    }

  g_assert_false (sandbox_act (test->sandbox, "1", SANDBOX_ACT_PAY));
  g_assert_null (sandbox_get_phone_url (test->sandbox, "1"));
}

static gpointer
pay_in_thread (gpointer data)
{
  const gpointer *sandbox_and_id = data;

  return GINT_TO_POINTER (sandbox_act (sandbox_and_id[0], sandbox_and_id[1], SANDBOX_ACT_PAY));
}

/* From any thread, all at once: one of them pays. */
static void
test_act_from_threads (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *id = sandbox_test_create (test, "desktopQRCode", "A-1");
  gpointer sandbox_and_id[] = { test->sandbox, id };
  GThread *threads[8];
  int paid = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("pay", pay_in_thread, sandbox_and_id);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    paid += GPOINTER_TO_INT (g_thread_join (threads[i]));

  g_assert_cmpint (paid, ==, 1);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* Requests in every stage are let go of: held, late, hanging, dripping. */
static void
test_stop_midway (void)
{
  static const char * const faults[] = {
    "{'fault': 'held', 'ms': 60000, 'nth': 1}",
    "{'fault': 'late', 'ms': 60000, 'nth': 2}",
    "{'fault': 'hang', 'nth': 3}",
    "{'fault': 'drip', 'ms': 60000, 'nth': 4}",
  };
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *body = sandbox_test_payment_body ("desktopQRCode", "A-1");
  SandboxRequest request = { "POST", "payments", .body = body, .timeout = 300 };

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    sandbox_test_add_fault (test, faults[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    sandbox_reply_free (sandbox_test_send (test, &request));

  sandbox_stop (test->sandbox);
  sandbox_stop (test->sandbox);
}

/* Who waits for an answer sees the connection end, not silence. */
static void
test_stop_ends_connections (void)
{
  g_autoptr(SandboxTest) test = sandbox_test_new (NULL, NULL);
  g_autofree char *url = g_strconcat (sandbox_get_endpoint (test->sandbox), "/_control/clock", NULL);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GInputStream) stream = NULL;

  soup_session_send_async (test->session, message, G_PRIORITY_DEFAULT, NULL, sent_cb, &result);
  sandbox_stop (test->sandbox);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  stream = soup_session_send_finish (test->session, result, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sandbox/object/start", test_start);
  g_test_add_func ("/sandbox/object/port-taken", test_port_taken);
  g_test_add ("/sandbox/object/kept", Fixture, NULL, set_up, test_kept, tear_down);
  g_test_add ("/sandbox/object/foreign-file", Fixture, NULL, set_up, test_foreign_file, tear_down);
  g_test_add ("/sandbox/object/foreign-database", Fixture, NULL, set_up, test_foreign_database, tear_down);
  g_test_add_func ("/sandbox/object/no-folder", test_no_folder);
  g_test_add ("/sandbox/object/older-state", Fixture, NULL, set_up, test_older_state, tear_down);
  g_test_add ("/sandbox/object/locked-state", Fixture, NULL, set_up, test_locked_state, tear_down);
  g_test_add_func ("/sandbox/object/act", test_act);
  g_test_add_func ("/sandbox/object/act-from-threads", test_act_from_threads);
  g_test_add_func ("/sandbox/object/stop-midway", test_stop_midway);
  g_test_add_func ("/sandbox/object/stop-ends-connections", test_stop_ends_connections);

  return g_test_run ();
}
