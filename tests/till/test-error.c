/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <locale.h>
#include <string.h>

#include "connect-error.h"
#include "till-error.h"

/* The contract: words and exit statuses do not change. */
static const struct
{
  TillError   code;
  const char *word;
  int         exit_status;
} contract[] = {
  { TILL_ERROR_INVALID_AMOUNT, "invalid-amount", 2 },
  { TILL_ERROR_INVALID_CURRENCY, "invalid-currency", 2 },
  { TILL_ERROR_INVALID_REFERENCE, "invalid-reference", 2 },
  { TILL_ERROR_INVALID_DESCRIPTION, "invalid-description", 2 },
  { TILL_ERROR_LOOKS_LIKE_CARD, "looks-like-card", 2 },
  { TILL_ERROR_INVALID_REQUEST_ID, "invalid-request-id", 2 },
  { TILL_ERROR_INVALID_ORDER, "invalid-order", 2 },
  { TILL_ERROR_NO_ACCOUNT, "no-account", 2 },
  { TILL_ERROR_INVALID_ACCOUNT, "invalid-account", 2 },
  { TILL_ERROR_REQUEST_DIFFERS, "request-differs", 2 },
  { TILL_ERROR_REFERENCE_OPEN, "reference-open", 2 },
  { TILL_ERROR_ALREADY_PAID, "already-paid", 2 },
  { TILL_ERROR_AMBIGUOUS, "ambiguous", 2 },
  { TILL_ERROR_WRONG_STATE, "wrong-state", 2 },
  { TILL_ERROR_OTHER_ACCOUNT, "other-account", 2 },
  { TILL_ERROR_NOT_PAID, "not-paid", 2 },
  { TILL_ERROR_MORE_THAN_LEFT, "more-than-left", 2 },
  { TILL_ERROR_NOT_REFUNDABLE, "not-refundable", 2 },
  { TILL_ERROR_FILE_EXISTS, "file-exists", 2 },
  { TILL_ERROR_NO_SUCH_PAYMENT, "no-such-payment", 1 },
  { TILL_ERROR_SECRET_MISSING, "secret-missing", 1 },
  { TILL_ERROR_SECRET_REFUSED, "secret-refused", 1 },
  { TILL_ERROR_NO_TLS, "no-tls", 1 },
  { TILL_ERROR_SETTINGS_NOT_KEPT, "settings-not-kept", 1 },
  { TILL_ERROR_KEY_REFUSED, "key-refused", 1 },
  { TILL_ERROR_CLOCK_WRONG, "clock-wrong", 1 },
  { TILL_ERROR_JOURNAL, "journal-not-writable", 1 },
  { TILL_ERROR_JOURNAL_DAMAGED, "journal-damaged", 1 },
  { TILL_ERROR_JOURNAL_FOREIGN, "journal-foreign", 1 },
  { TILL_ERROR_JOURNAL_REMOTE, "journal-remote", 1 },
  { TILL_ERROR_JOURNAL_IN_USE, "journal-in-use", 1 },
  { TILL_ERROR_JOURNAL_WHOLE, "journal-whole", 2 },
  { TILL_ERROR_NO_JOURNAL, "no-journal", 1 },
  { TILL_ERROR_DISK_FULL, "disk-full", 1 },
  { TILL_ERROR_STORAGE_FAULT, "storage-fault", 1 },
  { TILL_ERROR_SIGNING_KEY, "signing-key", 1 },
  { TILL_ERROR_BACKUP, "backup-failed", 1 },
  { TILL_ERROR_INTERNAL, "internal", 1 },
  { TILL_ERROR_DECLINED, "declined", 3 },
  { TILL_ERROR_INVALID_REQUEST, "invalid-request", 3 },
  { TILL_ERROR_NO_CONNECTION, "no-connection", 3 },
  { TILL_ERROR_NOT_TRUSTED, "not-trusted", 3 },
  { TILL_ERROR_NO_ANSWER, "no-answer", 4 },
  { TILL_ERROR_BAD_ANSWER, "bad-answer", 4 },
  { TILL_ERROR_BUSY, "busy", 4 },
  { TILL_ERROR_NOT_FOUND, "not-found", 4 },
  { TILL_ERROR_NOT_CANCELLABLE, "not-cancellable", 4 },
  { TILL_ERROR_REFUND_OPEN, "refund-open", 4 },
  { TILL_ERROR_FOLLOWED_ELSEWHERE, "followed-elsewhere", 4 },
  { TILL_ERROR_AMOUNT_DIFFERS, "amount-differs", 4 },
};

G_STATIC_ASSERT (G_N_ELEMENTS (contract) == TILL_N_ERRORS);

static void
test_contract (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (contract); i++)
    {
      TillError code = -1;

      g_assert_cmpint (contract[i].code, ==, i);
      g_assert_cmpstr (till_error_to_word (i), ==, contract[i].word);
      g_assert_cmpint (till_error_exit_status (i), ==, contract[i].exit_status);
      g_assert_true (till_error_from_word (contract[i].word, &code));
      g_assert_cmpint (code, ==, i);
    }
}

static void
test_unknown_word (void)
{
  TillError code = TILL_ERROR_BUSY;

  g_assert_false (till_error_from_word ("", &code));
  g_assert_false (till_error_from_word ("Declined", &code));
  g_assert_false (till_error_from_word ("declined ", &code));
  g_assert_cmpint (code, ==, TILL_ERROR_BUSY);
}

static void
assert_sentence (const char *text)
{
  g_assert_true (g_str_has_suffix (text, "."));
  g_assert_true (g_ascii_isupper (*text));
  g_assert_null (strstr (text, "HTTP"));
}

static void
test_sentences (void)
{
  for (guint i = 0; i < TILL_N_ERRORS; i++)
    {
      const char *remedy = till_error_remedy (i);

      assert_sentence (till_error_sentence (i));
      if (remedy != NULL)
        assert_sentence (remedy);

      for (guint j = 0; j < i; j++)
        g_assert_cmpstr (till_error_sentence (i), !=, till_error_sentence (j));
    }
}

/* What a mere question can end with must not claim that no money came. */
static void
test_no_false_comfort (void)
{
  static const TillError uncertain[] = {
    TILL_ERROR_NO_CONNECTION, TILL_ERROR_NOT_TRUSTED, TILL_ERROR_NO_ANSWER, TILL_ERROR_BAD_ANSWER, TILL_ERROR_BUSY,
    TILL_ERROR_NOT_FOUND, TILL_ERROR_KEY_REFUSED, TILL_ERROR_CLOCK_WRONG, TILL_ERROR_INTERNAL,
  };

  for (guint i = 0; i < G_N_ELEMENTS (uncertain); i++)
    {
      g_assert_null (strcasestr (till_error_sentence (uncertain[i]), "nothing"));
      g_assert_null (strcasestr (till_error_sentence (uncertain[i]), "no money"));
    }
}

static void
test_from_connect (void)
{
  static const struct { ConnectError from; TillError to; } rows[] = {
    { CONNECT_ERROR_INVALID, TILL_ERROR_INVALID_ORDER },
    { CONNECT_ERROR_OFFLINE, TILL_ERROR_NO_CONNECTION },
    { CONNECT_ERROR_NOT_TRUSTED, TILL_ERROR_NOT_TRUSTED },
    { CONNECT_ERROR_NO_ANSWER, TILL_ERROR_NO_ANSWER },
    { CONNECT_ERROR_BAD_ANSWER, TILL_ERROR_BAD_ANSWER },
    { CONNECT_ERROR_BUSY, TILL_ERROR_BUSY },
    { CONNECT_ERROR_TRY_LATER, TILL_ERROR_BUSY },
    { CONNECT_ERROR_KEY_REFUSED, TILL_ERROR_KEY_REFUSED },
    { CONNECT_ERROR_CLOCK_WRONG, TILL_ERROR_CLOCK_WRONG },
    { CONNECT_ERROR_NOT_FOUND, TILL_ERROR_NOT_FOUND },
    { CONNECT_ERROR_REFUSED, TILL_ERROR_INVALID_REQUEST },
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (rows) == CONNECT_ERROR_REFUSED + 1);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GError) error = g_error_new (CONNECT_ERROR, rows[i].from, "for the log");

      g_assert_cmpint (till_error_from_connect (error), ==, rows[i].to);
      g_assert_cmpstr (till_error_describe (error), ==, till_error_sentence (rows[i].to));
    }
}

static void
test_other_domains (void)
{
  g_autoptr(GError) own = g_error_new (TILL_ERROR, TILL_ERROR_DISK_FULL, "for the log");
  g_autoptr(GError) cancelled = g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "for nobody");
  g_autoptr(GError) strange = g_error_new (G_FILE_ERROR, G_FILE_ERROR_IO, "for the log");

  g_assert_cmpint (till_error_from_connect (own), ==, TILL_ERROR_DISK_FULL);
  g_assert_cmpstr (till_error_describe (own), ==, till_error_sentence (TILL_ERROR_DISK_FULL));

  g_assert_null (till_error_describe (cancelled));
  g_assert_cmpint (till_error_from_connect (cancelled), ==, TILL_ERROR_NO_ANSWER);

  g_assert_cmpstr (till_error_describe (strange), ==, till_error_sentence (TILL_ERROR_INTERNAL));
  g_assert_cmpint (till_error_from_connect (strange), ==, TILL_ERROR_NO_ANSWER);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/error/contract", test_contract);
  g_test_add_func ("/error/unknown-word", test_unknown_word);
  g_test_add_func ("/error/sentences", test_sentences);
  g_test_add_func ("/error/no-false-comfort", test_no_false_comfort);
  g_test_add_func ("/error/from-connect", test_from_connect);
  g_test_add_func ("/error/other-domains", test_other_domains);

  return g_test_run ();
}
