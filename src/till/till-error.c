/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "connect-error.h"
#include "till-error.h"

/* tillctl's exit statuses (design.md, tillctl). */
enum
{
  EXIT_IN_THE_WAY = 1,
  EXIT_USAGE = 2,
  EXIT_NOT_PAID = 3,
  EXIT_NOT_CERTAIN = 4,
};

typedef struct
{
  const char *word;
  int         exit_status;
  const char *sentence;   /* for translation; of the money only what is certain wherever the code occurs */
  const char *remedy;     /* (nullable) for translation */
} ErrorRow;

/* A code that a mere question can also end with (no connection, no answer) says nothing about whether money
 * came: the standing of the payment says that (till-words.c). */
static const ErrorRow rows[] =
{
  [TILL_ERROR_INVALID_AMOUNT] = {
    "invalid-amount", EXIT_USAGE,
    N_("This is not an amount that can be charged."),
    /* Translators: write the example as it is typed in your language, with your decimal separator */
    N_("Type it in digits, such as 12.50, without signs or thousands separators.") },
  [TILL_ERROR_INVALID_CURRENCY] = {
    "invalid-currency", EXIT_USAGE,
    N_("This currency cannot be charged."),
    N_("Name a currency by its three letters, such as EUR.") },
  [TILL_ERROR_INVALID_REFERENCE] = {
    "invalid-reference", EXIT_USAGE,
    N_("This order reference cannot be used."),
    N_("Use 1 to 30 characters, without line breaks or other invisible characters.") },
  [TILL_ERROR_INVALID_DESCRIPTION] = {
    "invalid-description", EXIT_USAGE,
    N_("This description cannot be used."),
    N_("Use at most 100 characters, without line breaks or other invisible characters.") },
  [TILL_ERROR_LOOKS_LIKE_CARD] = {
    "looks-like-card", EXIT_USAGE,
    N_("This looks like the number of a payment card. Nothing was sent or kept."),
    N_("A till keeps no card numbers: give the order a reference and a description of its own.") },
  [TILL_ERROR_INVALID_REQUEST_ID] = {
    "invalid-request-id", EXIT_USAGE,
    /* Translators: the request ID is a mark that a calling program gives to its request */
    N_("This request ID cannot be used."),
    N_("Use 1 to 64 printable ASCII characters.") },
  [TILL_ERROR_INVALID_ORDER] = {
    "invalid-order", EXIT_USAGE,
    N_("Something about this payment is not right. Nothing was sent."),
    N_("Check country, language, type, the customer’s address and the return address.") },
  [TILL_ERROR_NO_ACCOUNT] = {
    "no-account", EXIT_USAGE,
    N_("This till has no account yet, so it cannot charge."),
    N_("Enter the account in the preferences, or with “tillctl account set”.") },
  [TILL_ERROR_INVALID_ACCOUNT] = {
    "invalid-account", EXIT_USAGE,
    N_("The account’s details are not right, so this till cannot charge."),
    N_("Check the platform’s address, merchant ID, key ID, proxy and certificate file.") },
  [TILL_ERROR_REQUEST_DIFFERS] = {
    "request-differs", EXIT_USAGE,
    N_("This request ID already stands for another payment. Nothing was sent."),
    N_("Use a new request ID for a new payment.") },
  [TILL_ERROR_REFERENCE_OPEN] = {
    "reference-open", EXIT_USAGE,
    N_("Another payment with this order reference may still be paid. Nothing was sent."),
    N_("Wait for that payment, or charge again on purpose.") },
  [TILL_ERROR_ALREADY_PAID] = {
    "already-paid", EXIT_USAGE,
    N_("This order was already paid. Nothing was sent."),
    N_("Charge again only if the customer is to pay once more.") },
  [TILL_ERROR_AMBIGUOUS] = {
    "ambiguous", EXIT_USAGE,
    N_("Several payments match."),
    N_("Name the one that is meant by its own ID.") },
  [TILL_ERROR_WRONG_STATE] = {
    "wrong-state", EXIT_USAGE,
    N_("This is not possible for this payment now."),
    NULL },
  [TILL_ERROR_OTHER_ACCOUNT] = {
    "other-account", EXIT_USAGE,
    N_("This payment was made with another account. Nothing was sent."),
    N_("Set that account again to ask about it.") },
  [TILL_ERROR_NOT_PAID] = {
    "not-paid", EXIT_USAGE,
    N_("This payment was not paid, so nothing can be given back. Nothing was sent."),
    NULL },
  [TILL_ERROR_MORE_THAN_LEFT] = {
    "more-than-left", EXIT_USAGE,
    N_("This is more than is left of the payment. Nothing was sent."),
    N_("Give back at most what was paid, less what was given back before.") },
  [TILL_ERROR_NOT_REFUNDABLE] = {
    "not-refundable", EXIT_USAGE,
    N_("The payment service does not let this payment be refunded now. Nothing was sent."),
    N_("Try again later, or give the money back in another way.") },
  [TILL_ERROR_FILE_EXISTS] = {
    "file-exists", EXIT_USAGE,
    N_("This file exists already, and is not overwritten."),
    N_("Name another file.") },

  [TILL_ERROR_NO_SUCH_PAYMENT] = {
    "no-such-payment", EXIT_IN_THE_WAY,
    N_("This till knows no such payment."),
    N_("Check the ID or the order reference.") },
  [TILL_ERROR_SECRET_MISSING] = {
    "secret-missing", EXIT_IN_THE_WAY,
    N_("The API secret was not found, so this till cannot charge."),
    N_("Enter the secret in the preferences, or with “tillctl account set”.") },
  [TILL_ERROR_SECRET_REFUSED] = {
    "secret-refused", EXIT_IN_THE_WAY,
    N_("The API secret cannot be used: its keyring is locked or missing, or its file is not private."),
    N_("Unlock the keyring, or let the file belong to this user alone.") },
  [TILL_ERROR_NO_TLS] = {
    "no-tls", EXIT_IN_THE_WAY,
    N_("This computer cannot make secure connections, so this till cannot charge."),
    /* Translators: glib-networking is the name of a software package */
    N_("Install glib-networking, then start the till again.") },
  [TILL_ERROR_SETTINGS_NOT_KEPT] = {
    "settings-not-kept", EXIT_IN_THE_WAY,
    N_("The settings could not be kept."),
    N_("Run this in a desktop session, or with GSETTINGS_BACKEND=keyfile.") },
  [TILL_ERROR_KEY_REFUSED] = {
    "key-refused", EXIT_IN_THE_WAY,
    N_("The payment service did not accept this till’s key."),
    N_("Check key ID, secret and merchant ID.") },
  [TILL_ERROR_CLOCK_WRONG] = {
    "clock-wrong", EXIT_IN_THE_WAY,
    N_("This computer’s clock is wrong, so the payment service turned the till away."),
    N_("Set the clock, then try again.") },
  [TILL_ERROR_JOURNAL] = {
    "journal-not-writable", EXIT_IN_THE_WAY,
    N_("The till cannot write its journal. Nothing new is charged until it can; open payments are still watched."),
    N_("Restart the till. If that does not help, check the disk and who may write to it.") },
  [TILL_ERROR_JOURNAL_DAMAGED] = {
    "journal-damaged", EXIT_IN_THE_WAY,
    N_("The till’s journal is damaged. Nothing new is charged with it."),
    N_("Call the manager: the damaged journal can be moved aside, and a new one begun.") },
  [TILL_ERROR_JOURNAL_FOREIGN] = {
    "journal-foreign", EXIT_IN_THE_WAY,
    N_("The journal’s file is not one that this version of Till knows. It was left untouched."),
    N_("Install the newest Till. If another program made the file, move it away.") },
  [TILL_ERROR_JOURNAL_REMOTE] = {
    "journal-remote", EXIT_IN_THE_WAY,
    N_("The journal is on a network drive, where it could be lost. Nothing is charged."),
    N_("Keep it on a disk of this computer.") },
  [TILL_ERROR_JOURNAL_IN_USE] = {
    "journal-in-use", EXIT_IN_THE_WAY,
    N_("Another Till still works with the journal."),
    N_("Close every Till on this computer, then try again.") },
  [TILL_ERROR_JOURNAL_WHOLE] = {
    "journal-whole", EXIT_USAGE,
    N_("The journal is whole, so it stays in its place."),
    NULL },
  [TILL_ERROR_NO_JOURNAL] = {
    "no-journal", EXIT_IN_THE_WAY,
    N_("There is no journal."),
    N_("Check the name of the file.") },
  [TILL_ERROR_DISK_FULL] = {
    "disk-full", EXIT_IN_THE_WAY,
    N_("The disk is full, or nearly so. Nothing new is charged until there is room; open payments are still watched."),
    N_("Free some space on the disk, then try again.") },
  [TILL_ERROR_STORAGE_FAULT] = {
    "storage-fault", EXIT_IN_THE_WAY,
    N_("The disk failed to keep what was written. Nothing new is charged until the journal was checked; open payments are still watched."),
    N_("Check again, or restart the till. If it comes back, have the disk replaced.") },
  [TILL_ERROR_SIGNING_KEY] = {
    "signing-key", EXIT_IN_THE_WAY,
    N_("The key with which this till signs its journal cannot be read."),
    N_("Check the credential “till-signing-key” or the file “signing-key” beside the journal.") },
  [TILL_ERROR_BACKUP] = {
    "backup-failed", EXIT_IN_THE_WAY,
    N_("The backup could not be written. The journal itself is untouched."),
    N_("Check the folder, its space and who may write to it.") },
  [TILL_ERROR_INTERNAL] = {
    "internal", EXIT_IN_THE_WAY,
    N_("Something went wrong in the till. The details are in the log."),
    N_("Check the payment before you charge again.") },

  [TILL_ERROR_DECLINED] = {
    "declined", EXIT_NOT_PAID,
    N_("The payment was declined. No money came."),
    N_("The customer can try again, or pay in another way.") },
  [TILL_ERROR_INVALID_REQUEST] = {
    "invalid-request", EXIT_NOT_PAID,
    N_("The payment service did not accept this request."),
    N_("Ask the customer to pay in another way, and show the details to who looks after the till.") },
  [TILL_ERROR_NO_CONNECTION] = {
    "no-connection", EXIT_NOT_PAID,
    N_("There is no connection to the payment service."),
    N_("Check the network.") },
  [TILL_ERROR_NOT_TRUSTED] = {
    "not-trusted", EXIT_NOT_PAID,
    N_("The connection is not secure, so the till did not use it."),
    N_("Check the network, this computer’s clock and the certificate file.") },
  [TILL_ERROR_NO_ANSWER] = {
    "no-answer", EXIT_NOT_CERTAIN,
    N_("The payment service did not answer."),
    N_("Check the payment before you charge again. The till goes on asking by itself.") },
  [TILL_ERROR_BAD_ANSWER] = {
    "bad-answer", EXIT_NOT_CERTAIN,
    N_("The payment service sent an answer that the till cannot use."),
    N_("Check the payment before you charge again. The till goes on asking by itself.") },
  [TILL_ERROR_BUSY] = {
    "busy", EXIT_NOT_CERTAIN,
    N_("The payment service is still busy with this."),
    N_("Wait a little. The till goes on asking by itself.") },
  [TILL_ERROR_NOT_FOUND] = {
    "not-found", EXIT_NOT_CERTAIN,
    N_("The payment service does not know this payment."),
    N_("Check the payment again later. The till goes on asking by itself.") },
  [TILL_ERROR_NOT_CANCELLABLE] = {
    "not-cancellable", EXIT_NOT_CERTAIN,
    N_("The payment service does not let this payment be cancelled. The customer may still pay."),
    N_("The till goes on asking by itself, and tells you if money comes.") },
  [TILL_ERROR_REFUND_OPEN] = {
    "refund-open", EXIT_NOT_CERTAIN,
    N_("A refund of this payment is not confirmed yet. Nothing more is given back until it is."),
    N_("Check the payment. The till goes on asking by itself.") },
  [TILL_ERROR_FOLLOWED_ELSEWHERE] = {
    "followed-elsewhere", EXIT_NOT_CERTAIN,
    N_("Another program looks after this payment and did not answer in time."),
    N_("Try again in a moment.") },
  [TILL_ERROR_AMOUNT_DIFFERS] = {
    "amount-differs", EXIT_NOT_CERTAIN,
    N_("The amount that was paid is not the amount that was asked for."),
    N_("Do not hand over: call the manager.") },
};

G_STATIC_ASSERT (G_N_ELEMENTS (rows) == TILL_N_ERRORS);

G_DEFINE_QUARK (till-error-quark, till_error)

static const ErrorRow *
get_row (TillError code)
{
  g_return_val_if_fail ((guint) code < TILL_N_ERRORS, &rows[TILL_ERROR_INTERNAL]);

  return &rows[code];
}

static TillError
from_connect_code (ConnectError code)
{
  switch (code)
    {
    case CONNECT_ERROR_INVALID:
      return TILL_ERROR_INVALID_ORDER;
    case CONNECT_ERROR_OFFLINE:
      return TILL_ERROR_NO_CONNECTION;
    case CONNECT_ERROR_NOT_TRUSTED:
      return TILL_ERROR_NOT_TRUSTED;
    case CONNECT_ERROR_NO_ANSWER:
      return TILL_ERROR_NO_ANSWER;
    case CONNECT_ERROR_BAD_ANSWER:
      return TILL_ERROR_BAD_ANSWER;
    case CONNECT_ERROR_BUSY:
    case CONNECT_ERROR_TRY_LATER:
      return TILL_ERROR_BUSY;
    case CONNECT_ERROR_KEY_REFUSED:
      return TILL_ERROR_KEY_REFUSED;
    case CONNECT_ERROR_CLOCK_WRONG:
      return TILL_ERROR_CLOCK_WRONG;
    case CONNECT_ERROR_NOT_FOUND:
      return TILL_ERROR_NOT_FOUND;
    case CONNECT_ERROR_REFUSED:
      return TILL_ERROR_INVALID_REQUEST;
    default:
      g_return_val_if_reached (TILL_ERROR_NO_ANSWER);
    }
}

const char *
till_error_to_word (TillError code)
{
  return get_row (code)->word;
}

gboolean
till_error_from_word (const char *word,
                      TillError  *code)
{
  g_return_val_if_fail (word != NULL, FALSE);
  g_return_val_if_fail (code != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (g_str_equal (rows[i].word, word))
        {
          *code = i;
          return TRUE;
        }
    }

  return FALSE;
}

const char *
till_error_sentence (TillError code)
{
  return _(get_row (code)->sentence);
}

const char *
till_error_remedy (TillError code)
{
  const char *remedy = get_row (code)->remedy;

  return remedy != NULL ? _(remedy) : NULL;
}

const char *
till_error_describe (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return NULL;

  if (error->domain == TILL_ERROR || error->domain == CONNECT_ERROR)
    return till_error_sentence (till_error_from_connect (error));

  return till_error_sentence (TILL_ERROR_INTERNAL);
}

gboolean
till_error_is_storage (TillError code)
{
  static const TillError codes[] = {
    TILL_ERROR_JOURNAL,
    TILL_ERROR_JOURNAL_DAMAGED,
    TILL_ERROR_JOURNAL_FOREIGN,
    TILL_ERROR_JOURNAL_REMOTE,
    TILL_ERROR_DISK_FULL,
    TILL_ERROR_STORAGE_FAULT,
    TILL_ERROR_SIGNING_KEY,
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i] == code)
      return TRUE;

  return FALSE;
}

int
till_error_exit_status (TillError code)
{
  return get_row (code)->exit_status;
}

TillError
till_error_from_connect (const GError *error)
{
  g_return_val_if_fail (error != NULL, TILL_ERROR_INTERNAL);

  if (error->domain == TILL_ERROR)
    return error->code;

  if (error->domain == CONNECT_ERROR)
    return from_connect_code (error->code);

  /* A cancelled call, or a fault that nobody foresaw: it may have been done, so it is never a no. */
  return TILL_ERROR_NO_ANSWER;
}
