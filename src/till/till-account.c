/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-endpoint.h"
#include "till-account.h"
#include "till-error.h"
#include "till-secret-private.h"

#define CREDENTIAL "till-api-secret"
#define ID_MAX     64

#define ID_CHARACTERS "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-"

/* What the settings say, and where the search for the secret stands. */
typedef struct
{
  TillSecretOwner  owner;
  char            *credential;    /* (nullable) (owned) path; whether there is such a file is seen later */
  char            *secret_file;   /* (nullable) (owned) */
  char            *proxy;         /* (nullable) (owned) */
  char            *ca_file;       /* (nullable) (owned) */
} Account;

static void opened_service_cb  (GObject      *source,
                                GAsyncResult *result,
                                gpointer      user_data);
static void located_service_cb (GObject      *source,
                                GAsyncResult *result,
                                gpointer      user_data);
static void stored_cb          (GObject      *source,
                                GAsyncResult *result,
                                gpointer      user_data);

static void
account_free (gpointer data)
{
  Account *account = data;

  g_free (account->owner.endpoint);
  g_free (account->owner.merchant_id);
  g_free (account->owner.key_id);
  g_free (account->credential);
  g_free (account->secret_file);
  g_free (account->proxy);
  g_free (account->ca_file);
  g_free (account);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Account, account_free)

/* Empty is not set. */
static char *
get_setting (TillSettings *settings,
             const char   *key)
{
  char *value = till_settings_get_string (settings, key);

  if (*value == '\0')
    g_clear_pointer (&value, g_free);

  return value;
}

static gboolean
check_id (const char  *id,
          const char  *what,
          GError     **error)
{
  gsize length = strspn (id, ID_CHARACTERS);

  if (id[length] == '\0' && length <= ID_MAX)
    return TRUE;

  g_set_error (error, TILL_ERROR, TILL_ERROR_INVALID_ACCOUNT,
               "the %s is not 1 to %d of 0-9, A-Z, a-z, _ and -", what, ID_MAX);

  return FALSE;
}

static gboolean
check_proxy (const char  *proxy,
             GError     **error)
{
  g_autoptr(GUri) uri = NULL;
  const char *host = NULL;

  if (proxy == NULL)
    return TRUE;

  uri = g_uri_parse (proxy, G_URI_FLAGS_HAS_PASSWORD, NULL);
  if (uri != NULL)
    host = g_uri_get_host (uri);
  if (host != NULL && *host != '\0')
    return TRUE;

  g_set_error_literal (error, TILL_ERROR, TILL_ERROR_INVALID_ACCOUNT,
                       "the proxy is no address like http://proxy.example.com:3128");

  return FALSE;
}

/* Endpoint, merchant and key: without them there is no account, and no secret that could be its own. */
static gboolean
check_account (Account  *account,
               GError  **error)
{
  g_autoptr(GError) why = NULL;
  g_autofree char *endpoint = NULL;

  if (account->owner.endpoint == NULL || account->owner.merchant_id == NULL || account->owner.key_id == NULL)
    {
      g_set_error_literal (error, TILL_ERROR, TILL_ERROR_NO_ACCOUNT,
                           "endpoint, merchant ID or key ID is not set");
      return FALSE;
    }

  endpoint = connect_endpoint_normalize (account->owner.endpoint, &why);
  if (endpoint == NULL)
    {
      g_set_error_literal (error, TILL_ERROR, TILL_ERROR_INVALID_ACCOUNT, why->message);
      return FALSE;
    }

  g_free (account->owner.endpoint);
  account->owner.endpoint = g_steal_pointer (&endpoint);

  return check_id (account->owner.merchant_id, "merchant ID", error)
         && check_id (account->owner.key_id, "key ID", error)
         && check_proxy (account->proxy, error);
}

static Account *
account_read (TillSettings *settings)
{
  Account *account = g_new0 (Account, 1);
  const char *directory = g_getenv ("CREDENTIALS_DIRECTORY");

  account->owner.endpoint = get_setting (settings, "endpoint");
  account->owner.merchant_id = get_setting (settings, "merchant-id");
  account->owner.key_id = get_setting (settings, "api-key-id");
  account->secret_file = get_setting (settings, "secret-file");
  account->proxy = get_setting (settings, "proxy");
  account->ca_file = get_setting (settings, "ca-file");
  if (directory != NULL && *directory != '\0')
    account->credential = g_build_filename (directory, CREDENTIAL, NULL);

  return account;
}

/* Without it every call would end as if there were no connection. */
static gboolean
check_tls (Account  *account,
           GError  **error)
{
  if (!g_str_has_prefix (account->owner.endpoint, "https:")
      || g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    return TRUE;

  g_set_error_literal (error, TILL_ERROR, TILL_ERROR_NO_TLS, "GIO has no TLS backend");

  return FALSE;
}

static ConnectClient *
make_client (Account           *account,
             const TillSecret  *secret,
             GError           **error)
{
  g_autoptr(GError) why = NULL;
  g_autoptr(SoupSession) session = NULL;
  g_autoptr(ConnectSigner) signer = NULL;

  if (!check_tls (account, error))
    return NULL;

  session = connect_session_new (account->proxy, account->ca_file, &why);
  if (session == NULL)
    {
      g_set_error (error, TILL_ERROR, TILL_ERROR_INVALID_ACCOUNT, "%s: %s", account->ca_file, why->message);
      return NULL;
    }

  signer = connect_signer_new (account->owner.key_id, secret->text, secret->length);

  return connect_client_new (session, account->owner.endpoint, account->owner.merchant_id, signer,
                             NULL, NULL);
}

/* Ends @task with what came of the search: @secret, or why there is none. */
static void
return_client (GTask      *task,
               TillSecret *secret,
               GError     *error)
{
  ConnectClient *client;

  if (secret == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  client = make_client (g_task_get_task_data (task), secret, &error);
  if (client == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, client, g_object_unref);
}

static TillSecret *
read_secret_file (Account  *account,
                  GError  **error)
{
  if (account->secret_file != NULL)
    return till_secret_file_read (account->secret_file, TILL_SECRET_FILE_PRIVATE, error);

  g_set_error_literal (error, TILL_ERROR, TILL_ERROR_SECRET_MISSING,
                       "neither a credential, nor the Secret Service, nor a file holds the secret");

  return NULL;
}

static void
opened_service_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  g_autoptr(TillSecret) secret = NULL;
  GError *error = NULL;
  gboolean found;

  secret = till_secret_service_find_finish (result, &found, &error);
  if (secret == NULL && error == NULL)
    secret = read_secret_file (g_task_get_task_data (task), &error);

  return_client (task, secret, error);
}

static TillSecretPlace
place_without_service (Account *account)
{
  return account->secret_file != NULL && g_file_test (account->secret_file, G_FILE_TEST_EXISTS)
         ? TILL_SECRET_FILE : TILL_SECRET_NOWHERE;
}

static void
located_service_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  Account *account = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean found = FALSE;

  till_secret_service_find_finish (result, &found, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, found ? TILL_SECRET_SERVICE : place_without_service (account));
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  GError *error = NULL;

  if (till_secret_service_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
till_account_open_async (TillSettings        *settings,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr(TillSecret) secret = NULL;
  Account *account;
  GError *error = NULL;

  g_return_if_fail (TILL_IS_SETTINGS (settings));

  account = account_read (settings);
  g_task_set_task_data (task, account, account_free);
  g_task_set_source_tag (task, till_account_open_async);

  if (!check_account (account, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  if (account->credential != NULL)
    secret = till_secret_file_read (account->credential, TILL_SECRET_FILE_CREDENTIAL, &error);

  if (account->credential == NULL || g_error_matches (error, TILL_ERROR, TILL_ERROR_SECRET_MISSING))
    {
      g_clear_error (&error);
      till_secret_service_find_async (&account->owner, TRUE, cancellable,
                                      opened_service_cb, g_steal_pointer (&task));
    }
  else
    {
      return_client (task, secret, error);
    }
}

ConnectClient *
till_account_open_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, till_account_open_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
till_account_locate_secret_async (TillSettings        *settings,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Account *account;

  g_return_if_fail (TILL_IS_SETTINGS (settings));

  account = account_read (settings);
  g_task_set_task_data (task, account, account_free);
  g_task_set_source_tag (task, till_account_locate_secret_async);

  if (account->credential != NULL && g_file_test (account->credential, G_FILE_TEST_EXISTS))
    g_task_return_int (task, TILL_SECRET_CREDENTIAL);
  else if (!check_account (account, NULL))
    g_task_return_int (task, place_without_service (account));
  else
    till_secret_service_find_async (&account->owner, FALSE, cancellable,
                                    located_service_cb, g_steal_pointer (&task));
}

TillSecretPlace
till_account_locate_secret_finish (GAsyncResult  *result,
                                   GError       **error)
{
  gssize place;

  g_return_val_if_fail (g_async_result_is_tagged (result, till_account_locate_secret_async),
                        TILL_SECRET_NOWHERE);

  place = g_task_propagate_int (G_TASK (result), error);

  return place >= 0 ? (TillSecretPlace) place : TILL_SECRET_NOWHERE;
}

void
till_account_store_secret_async (TillSettings        *settings,
                                 const char          *secret,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr(Account) account = NULL;
  GError *error = NULL;

  g_return_if_fail (TILL_IS_SETTINGS (settings));
  g_return_if_fail (secret != NULL && *secret != '\0');

  account = account_read (settings);
  g_task_set_source_tag (task, till_account_store_secret_async);
  g_task_set_check_cancellable (task, FALSE);

  if (check_account (account, &error))
    till_secret_service_store_async (&account->owner, secret, cancellable,
                                     stored_cb, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

gboolean
till_account_store_secret_finish (GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, till_account_store_secret_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
till_account_check_secret_file (const char  *path,
                                GError     **error)
{
  g_autoptr(TillSecret) secret = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  secret = till_secret_file_read (path, TILL_SECRET_FILE_PRIVATE, error);

  return secret != NULL;
}
