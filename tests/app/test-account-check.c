/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "sandbox.h"
#include "till-account-check.h"
#include "till-error.h"

typedef struct
{
  Sandbox          *sandbox;
  TillSettings     *settings;
  TillAccountCheck *check;
  guint             n_changes;
} Fixture;

static void
count_cb (Fixture *f)
{
  f->n_changes++;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  f->sandbox = sandbox_start (0, NULL, NULL, &error);
  g_assert_no_error (error);
  f->settings = till_settings_new (NULL, &error);
  g_assert_no_error (error);
  f->check = till_account_check_new (f->settings);
  g_signal_connect_swapped (f->check, "changed", G_CALLBACK (count_cb), f);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_assert_finalize_object (f->check);
  g_assert_finalize_object (f->settings);
  g_assert_finalize_object (f->sandbox);
}

static TillAccountFields
good_fields (Fixture *f)
{
  return (TillAccountFields) {
    .endpoint = sandbox_get_endpoint (f->sandbox),
    .merchant_id = sandbox_get_merchant_id (f->sandbox),
    .api_key_id = sandbox_get_api_key_id (f->sandbox),
    .secret = sandbox_get_secret_api_key (f->sandbox),
    .country = "DE",
    .country_name = "Germany",
    .currency = "EUR",
  };
}

static const TillAccountReport *
ask (Fixture                 *f,
     const TillAccountFields *fields)
{
  const TillAccountReport *report = till_account_check_get_report (f->check);

  till_account_check_set (f->check, fields, 0);
  while (report->step != TILL_ACCOUNT_ASKED)
    g_main_context_iteration (NULL, TRUE);

  return report;
}

static void
test_good (Fixture       *f,
           gconstpointer  data)
{
  TillAccountFields fields = good_fields (f);

  g_assert_true (till_account_report_passed (ask (f, &fields)));
}

static void
test_spaces (Fixture       *f,
             gconstpointer  data)
{
  TillAccountFields fields = good_fields (f);
  g_autofree char *endpoint = g_strdup_printf (" %s/ ", fields.endpoint);
  g_autofree char *key_id = g_strdup_printf ("%s ", fields.api_key_id);

  fields.endpoint = endpoint;
  fields.api_key_id = key_id;
  g_assert_true (till_account_report_passed (ask (f, &fields)));
}

static void
test_wrong_secret (Fixture       *f,
                   gconstpointer  data)
{
  TillAccountFields fields = good_fields (f);
  const TillAccountReport *report;

  fields.secret = "not the secret";
  report = ask (f, &fields);
  g_assert_false (till_account_report_passed (report));
  g_assert_cmpint (report->connection, ==, TILL_ERROR_KEY_REFUSED);
}

static void
test_not_offered (Fixture       *f,
                  gconstpointer  data)
{
  TillAccountFields fields = good_fields (f);
  const TillAccountReport *report;

  fields.currency = "XAF";
  report = ask (f, &fields);
  g_assert_cmpint (report->connection, ==, TILL_ACCOUNT_NO_ERROR);
  g_assert_true (report->product == TILL_ERROR_NOT_FOUND || report->product == TILL_ERROR_INVALID_REQUEST);
  g_assert_false (till_account_report_passed (report));
}

static void
test_offline (Fixture       *f,
              gconstpointer  data)
{
  TillAccountFields fields = good_fields (f);
  g_autofree char *endpoint = g_strdup (fields.endpoint);

  fields.endpoint = endpoint;
  sandbox_stop (f->sandbox);
  g_assert_cmpint (ask (f, &fields)->connection, ==, TILL_ERROR_NO_CONNECTION);
}

/* Whoever types on is answered about the last thing typed, and about nothing before. */
static void
test_typing (Fixture       *f,
             gconstpointer  data)
{
  TillAccountFields fields = good_fields (f);
  TillAccountFields wrong = fields;
  const TillAccountReport *report = till_account_check_get_report (f->check);

  wrong.secret = "not the secret";
  till_account_check_set (f->check, &wrong, 0);
  while (report->step != TILL_ACCOUNT_CONNECTING)
    g_main_context_iteration (NULL, TRUE);

  g_assert_true (till_account_report_passed (ask (f, &fields)));
}

static void
test_incomplete_asks_nothing (Fixture       *f,
                              gconstpointer  data)
{
  TillAccountFields fields = good_fields (f);
  const TillAccountReport *report = till_account_check_get_report (f->check);

  fields.secret = "";
  till_account_check_set (f->check, &fields, 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (report->step, ==, TILL_ACCOUNT_INCOMPLETE);
  g_assert_cmpuint (f->n_changes, ==, 1);
}

/* It may go while the platform is being asked; tear_down sees whether something still holds it. */
static void
test_gone (Fixture       *f,
           gconstpointer  data)
{
  TillAccountFields fields = good_fields (f);
  TillAccountCheck *other = till_account_check_new (f->settings);
  const TillAccountReport *report = till_account_check_get_report (other);

  till_account_check_set (other, &fields, 0);
  while (report->step != TILL_ACCOUNT_CONNECTING)
    g_main_context_iteration (NULL, TRUE);

  /* Only then: disposing would have told the weak pointer already. */
  g_object_run_dispose (G_OBJECT (other));
  g_object_add_weak_pointer (G_OBJECT (other), (gpointer *) &other);
  g_object_unref (other);
  while (other != NULL)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/account-check/good", test_good },
    { "/account-check/spaces", test_spaces },
    { "/account-check/wrong-secret", test_wrong_secret },
    { "/account-check/not-offered", test_not_offered },
    { "/account-check/offline", test_offline },
    { "/account-check/typing", test_typing },
    { "/account-check/incomplete-asks-nothing", test_incomplete_asks_nothing },
    { "/account-check/gone", test_gone },
  };

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);

  return g_test_run ();
}
