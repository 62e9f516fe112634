/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "connect-client.h"
#include "connect-endpoint.h"
#include "ctl-await.h"
#include "ctl-command.h"
#include "ctl-context.h"
#include "ctl-options.h"
#include "ctl-output.h"
#include "ctl-secret.h"
#include "till-account.h"

#define ID_MAX 64

/* What is to be set; all (nullable) (owned). */
typedef struct
{
  char *endpoint;
  char *merchant_id;
  char *api_key_id;
  char *ca_file;
  char *secret_file;
} Account;

static void
account_clear (Account *self)
{
  g_free (self->endpoint);
  g_free (self->merchant_id);
  g_free (self->api_key_id);
  g_free (self->ca_file);
  g_free (self->secret_file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Account, account_clear)

/* The account of training is its sandbox's; a secret that was typed for it would end up beside the real one. */
static int
refuse_training (CtlCall *call)
{
  return call->training ? ctl_usage (call, _("In training there is no account to set or show.")) : CTL_GO_ON;
}

static gboolean
is_id (const char *text)
{
  gsize length = strlen (text);

  return length >= 1 && length <= ID_MAX
         && strspn (text, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_-") == length;
}

static int
check_endpoint (CtlCall *call,
                Account *account)
{
  char *normal;

  if (account->endpoint == NULL)
    return CTL_GO_ON;

  normal = connect_endpoint_normalize (account->endpoint, NULL);
  if (normal == NULL)
    return ctl_usage (call, _("The endpoint is https://HOST or https://HOST:PORT, without a path; http only for this "
                              "computer itself, such as http://127.0.0.1:PORT."));

  g_free (account->endpoint);
  account->endpoint = normal;

  return CTL_GO_ON;
}

static void
make_absolute (char **path)
{
  char *absolute;

  if (*path == NULL || **path == '\0')
    return;

  absolute = g_canonicalize_filename (*path, NULL);
  g_free (*path);
  *path = absolute;
}

/* An empty file name takes the file out of the settings again. */
static int
check_files (CtlCall *call,
             Account *account)
{
  g_autoptr(GError) error = NULL;

  make_absolute (&account->ca_file);
  make_absolute (&account->secret_file);

  if (account->ca_file != NULL && *account->ca_file != '\0')
    {
      g_autoptr(SoupSession) session = connect_session_new (NULL, account->ca_file, &error);

      if (session == NULL)
        {
          g_debug ("%s", error->message);
          return ctl_usage (call, _("The certificate file cannot be read."));
        }
    }

  if (account->secret_file != NULL && *account->secret_file != '\0'
      && !till_account_check_secret_file (account->secret_file, &error))
    {
      g_debug ("%s", error->message);
      return ctl_usage (call, _("The secret file must be a file of yours, no link, that nobody else can read: chmod 600."));
    }

  return CTL_GO_ON;
}

static int
check_account (CtlCall *call,
               Account *account)
{
  int status;

  if ((status = check_endpoint (call, account)) != CTL_GO_ON)
    return status;
  if (account->merchant_id != NULL && !is_id (account->merchant_id))
    return ctl_usage (call, _("The merchant ID is 1 to 64 of A-Z, a-z, 0-9, _ and -."));
  if (account->api_key_id != NULL && !is_id (account->api_key_id))
    return ctl_usage (call, _("The API key ID is 1 to 64 of A-Z, a-z, 0-9, _ and -."));

  return check_files (call, account);
}

static gboolean
keep (TillSettings *settings,
      const char   *key,
      const char   *value)
{
  return value == NULL || till_settings_set (settings, key, g_variant_new_string (value));
}

static int
keep_settings (TillSettings  *settings,
               const Account *account)
{
  g_autoptr(GError) error = NULL;

  if (!keep (settings, "endpoint", account->endpoint)
      || !keep (settings, "merchant-id", account->merchant_id)
      || !keep (settings, "api-key-id", account->api_key_id)
      || !keep (settings, "ca-file", account->ca_file)
      || !keep (settings, "secret-file", account->secret_file))
    return ctl_complain_code (TILL_ERROR_SETTINGS_NOT_KEPT);

  return till_settings_sync (settings, &error) ? CTL_GO_ON : ctl_complain (error);
}

static int
store_secret (TillSettings *settings,
              TillSecret   *secret)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  till_account_store_secret_async (settings, secret->text, NULL, ctl_keep_result, &result);
  ctl_await (&result);
  if (till_account_store_secret_finish (result, &error))
    return CTL_EXIT_DONE;

  g_debug ("%s", error->message);
  if (g_error_matches (error, TILL_ERROR, TILL_ERROR_NO_ACCOUNT))
    {
      ctl_say (_("The secret is kept under merchant ID and API key ID: name them too."));
      return CTL_EXIT_USAGE;
    }
  if (!g_error_matches (error, TILL_ERROR, TILL_ERROR_SECRET_REFUSED))
    return ctl_complain (error);

  ctl_say (_("There is no Secret Service that keeps the secret (or it is locked). "
             "Write it to a private file and name that with --secret-file."));

  return till_error_exit_status (TILL_ERROR_SECRET_REFUSED);
}

int
ctl_account_set (CtlCall *call)
{
  g_auto(Account) account = { 0 };
  const GOptionEntry entries[] = {
    { "endpoint", 0, 0, G_OPTION_ARG_STRING, &account.endpoint, N_("Address of the platform"), N_("URL") },
    { "merchant-id", 0, 0, G_OPTION_ARG_STRING, &account.merchant_id, N_("Merchant ID at the platform"), N_("ID") },
    { "api-key-id", 0, 0, G_OPTION_ARG_STRING, &account.api_key_id, N_("Public ID of the API key"), N_("ID") },
    { "ca-file", 0, 0, G_OPTION_ARG_FILENAME, &account.ca_file, N_("Further certificate authorities (PEM)"), N_("FILE") },
    { "secret-file", 0, 0, G_OPTION_ARG_FILENAME, &account.secret_file, N_("Private file with the secret; without it the secret is read from standard input"), N_("FILE") },
    { NULL }
  };
  g_autoptr(TillSecret) secret = till_secret_new (CTL_SECRET_MAX + 1);
  g_auto(GStrv) rest = NULL;
  g_autoptr(TillSettings) settings = NULL;
  g_autoptr(GError) error = NULL;
  int status;

  if ((status = ctl_options_parse (call, entries, 0, 0, &rest)) != CTL_GO_ON
      || (status = refuse_training (call)) != CTL_GO_ON
      || (status = check_account (call, &account)) != CTL_GO_ON)
    return status;

  if (account.secret_file == NULL && !ctl_secret_read (secret, _("API secret (not shown; empty keeps the one there is): ")))
    return ctl_usage (call, _("This is no API secret."));

  settings = till_settings_new (NULL, &error);
  if (settings == NULL)
    return ctl_complain (error);
  status = keep_settings (settings, &account);
  if (status != CTL_GO_ON)
    return status;

  return secret->length > 0 ? store_secret (settings, secret) : CTL_EXIT_DONE;
}

static const char *
describe_place (TillSecretPlace place)
{
  switch (place)
    {
    case TILL_SECRET_CREDENTIAL:
      return _("from the systemd credential");
    case TILL_SECRET_SERVICE:
      return _("in the Secret Service");
    case TILL_SECRET_FILE:
      return _("in the secret file");
    case TILL_SECRET_NOWHERE:
    default:
      return _("not found");
    }
}

static void
print_setting (TillSettings *settings,
               const char   *label,
               const char   *key)
{
  g_autofree char *value = till_settings_get_string (settings, key);

  g_print ("%s: %s\n", label, *value != '\0' ? value : "–");
}

/* A file may be there, and of no use. */
static int
check_place (TillSettings    *settings,
             TillSecretPlace  place)
{
  g_autofree char *path = till_settings_get_string (settings, "secret-file");
  g_autoptr(GError) error = NULL;

  if (place != TILL_SECRET_FILE || till_account_check_secret_file (path, &error))
    return CTL_EXIT_DONE;

  return ctl_complain (error);
}

int
ctl_account_show (CtlCall *call)
{
  const GOptionEntry entries[] = { { NULL } };
  g_auto(GStrv) rest = NULL;
  g_autoptr(TillSettings) settings = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  TillSecretPlace place;
  int status;

  if ((status = ctl_options_parse (call, entries, 0, 0, &rest)) != CTL_GO_ON
      || (status = refuse_training (call)) != CTL_GO_ON)
    return status;

  settings = till_settings_new (NULL, &error);
  if (settings == NULL)
    return ctl_complain (error);

  print_setting (settings, _("Endpoint"), "endpoint");
  print_setting (settings, _("Merchant ID"), "merchant-id");
  print_setting (settings, _("API key ID"), "api-key-id");
  print_setting (settings, _("Certificate file"), "ca-file");
  print_setting (settings, _("Secret file"), "secret-file");

  till_account_locate_secret_async (settings, NULL, ctl_keep_result, &result);
  ctl_await (&result);
  place = till_account_locate_secret_finish (result, &error);
  g_print ("%s: %s\n", _("Secret"), describe_place (place));

  return error == NULL ? check_place (settings, place) : ctl_complain (error);
}
