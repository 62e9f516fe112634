/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-client.h"
#include "connect-endpoint.h"
#include "till-account-check.h"
#include "till-account.h"
#include "till-error.h"
#include "till-secret.h"

struct _TillAccountCheck
{
  GObject            parent_instance;

  TillSettings      *settings;      /* (not nullable) (owned) */
  TillAccountFields  fields;        /* each (not nullable) (owned), but for the secret, which is … */
  TillSecret        *secret;        /* (not nullable) (owned) … this one */
  TillAccountReport  report;
  ConnectClient     *client;        /* (nullable) (owned) of the check that runs */
  GCancellable      *cancellable;   /* (nullable) (owned) */
  guint              delay_id;
};

G_DEFINE_FINAL_TYPE (TillAccountCheck, till_account_check, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void product_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data);

static void
clear_fields (TillAccountFields *fields)
{
  g_free ((char *) fields->endpoint);
  g_free ((char *) fields->merchant_id);
  g_free ((char *) fields->api_key_id);
  g_free ((char *) fields->country);
  g_free ((char *) fields->country_name);
  g_free ((char *) fields->currency);
}

static char *
dup_stripped (const char *text)
{
  return g_strstrip (g_strdup (text));
}

static void
copy_fields (TillAccountFields       *to,
             const TillAccountFields *from)
{
  to->endpoint = dup_stripped (from->endpoint);
  to->merchant_id = dup_stripped (from->merchant_id);
  to->api_key_id = dup_stripped (from->api_key_id);
  to->country = g_strdup (from->country);
  to->country_name = g_strdup (from->country_name);
  to->currency = g_strdup (from->currency);
}

static void
take_fields (TillAccountCheck        *self,
             const TillAccountFields *fields)
{
  clear_fields (&self->fields);
  g_clear_pointer (&self->secret, till_secret_free);
  copy_fields (&self->fields, fields);
  self->secret = till_secret_new_from_text (fields->secret);
  self->fields.secret = self->secret->text;
}

static void
move (TillAccountCheck *self,
      TillAccountStep   step)
{
  self->report.step = step;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
cut (TillAccountCheck *self)
{
  g_clear_handle_id (&self->delay_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);
}

/* The secret is kept under endpoint, merchant and key: it is that of what is typed only when all three are the
 * ones in the settings. */
static gboolean
has_kept_secret (TillAccountCheck *self)
{
  static const char * const keys[] = { "endpoint", "merchant-id", "api-key-id" };
  const char *typed[] = { self->fields.endpoint, self->fields.merchant_id, self->fields.api_key_id };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *kept = till_settings_get_string (self->settings, keys[i]);

      if (*kept == '\0' || !g_str_equal (kept, typed[i]))
        return FALSE;
    }

  return TRUE;
}

/* FALSE: somebody has typed on, and this answer is about something else.  @client: (nullable): who was asked. */
static gboolean
take_answer (TillAccountCheck *self,
             ConnectClient    *client,
             GError           *error,
             int              *place)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || client != self->client)
    return FALSE;

  *place = error != NULL ? (int) till_error_from_connect (error) : TILL_ACCOUNT_NO_ERROR;
  if (self->client != NULL)
    self->report.clock_skew = connect_client_get_clock_offset (self->client);

  return TRUE;
}

static void
connection_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(TillAccountCheck) self = TILL_ACCOUNT_CHECK (user_data);
  g_autoptr(GError) error = NULL;

  connect_client_test_connection_finish (CONNECT_CLIENT (source), result, &error);
  if (!take_answer (self, CONNECT_CLIENT (source), error, &self->report.connection))
    return;

  if (self->report.connection != TILL_ACCOUNT_NO_ERROR)
    {
      move (self, TILL_ACCOUNT_ASKED);
      return;
    }

  connect_client_get_product_async (self->client, self->fields.country, self->fields.currency, NULL,
                                    self->cancellable, product_cb, g_object_ref (self));
  move (self, TILL_ACCOUNT_PRODUCT);
}

static void
product_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(TillAccountCheck) self = TILL_ACCOUNT_CHECK (user_data);
  g_autoptr(ConnectProduct) product = NULL;
  g_autoptr(GError) error = NULL;

  product = connect_client_get_product_finish (CONNECT_CLIENT (source), result, &error);
  if (take_answer (self, CONNECT_CLIENT (source), error, &self->report.product))
    move (self, TILL_ACCOUNT_ASKED);
}

static void
ask (TillAccountCheck *self)
{
  connect_client_test_connection_async (self->client, NULL, self->cancellable, connection_cb, g_object_ref (self));
}

static void
open_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(TillAccountCheck) self = TILL_ACCOUNT_CHECK (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(ConnectClient) client = till_account_open_finish (result, &error);

  if (!take_answer (self, NULL, error, &self->report.connection))
    return;

  if (client == NULL)
    {
      move (self, TILL_ACCOUNT_ASKED);
      return;
    }

  self->client = g_steal_pointer (&client);
  ask (self);
}

static ConnectClient *
make_client (TillAccountCheck  *self,
             GError           **error)
{
  g_autofree char *endpoint = connect_endpoint_normalize (self->fields.endpoint, error);
  g_autofree char *proxy = till_settings_get_string (self->settings, "proxy");
  g_autofree char *ca_file = till_settings_get_string (self->settings, "ca-file");
  g_autoptr(SoupSession) session = NULL;
  g_autoptr(ConnectSigner) signer = NULL;

  if (endpoint == NULL)
    return NULL;

  session = connect_session_new (*proxy != '\0' ? proxy : NULL, *ca_file != '\0' ? ca_file : NULL, error);
  if (session == NULL)
    return NULL;

  signer = connect_signer_new (self->fields.api_key_id, self->fields.secret, -1);

  return connect_client_new (session, endpoint, self->fields.merchant_id, signer, NULL, NULL);
}

static gboolean
begin_cb (gpointer user_data)
{
  TillAccountCheck *self = TILL_ACCOUNT_CHECK (user_data);
  g_autoptr(GError) error = NULL;

  self->delay_id = 0;
  self->cancellable = g_cancellable_new ();
  move (self, TILL_ACCOUNT_CONNECTING);

  if (*self->fields.secret == '\0')
    {
      till_account_open_async (self->settings, self->cancellable, open_cb, g_object_ref (self));
      return G_SOURCE_REMOVE;
    }

  self->client = make_client (self, &error);
  if (self->client != NULL)
    {
      ask (self);
      return G_SOURCE_REMOVE;
    }

  self->report.connection = TILL_ERROR_INVALID_ACCOUNT;
  move (self, TILL_ACCOUNT_ASKED);

  return G_SOURCE_REMOVE;
}

static void
till_account_check_dispose (GObject *object)
{
  TillAccountCheck *self = TILL_ACCOUNT_CHECK (object);

  cut (self);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (till_account_check_parent_class)->dispose (object);
}

static void
till_account_check_finalize (GObject *object)
{
  TillAccountCheck *self = TILL_ACCOUNT_CHECK (object);

  clear_fields (&self->fields);
  g_clear_pointer (&self->secret, till_secret_free);

  G_OBJECT_CLASS (till_account_check_parent_class)->finalize (object);
}

static void
till_account_check_class_init (TillAccountCheckClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = till_account_check_dispose;
  object_class->finalize = till_account_check_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
till_account_check_init (TillAccountCheck *self)
{
  const TillAccountFields empty = { "", "", "", "", "", "", "" };

  take_fields (self, &empty);
  self->report = (TillAccountReport) {
    .connection = TILL_ACCOUNT_NO_ERROR,
    .product = TILL_ACCOUNT_NO_ERROR,
  };
}

TillAccountCheck *
till_account_check_new (TillSettings *settings)
{
  TillAccountCheck *self = g_object_new (TILL_TYPE_ACCOUNT_CHECK, NULL);

  self->settings = g_object_ref (settings);

  return self;
}

void
till_account_check_set (TillAccountCheck        *self,
                        const TillAccountFields *fields,
                        guint                    delay_ms)
{
  TillAccountStep step;

  g_return_if_fail (TILL_IS_ACCOUNT_CHECK (self));
  g_return_if_fail (fields != NULL);

  cut (self);
  take_fields (self, fields);

  self->report.connection = TILL_ACCOUNT_NO_ERROR;
  self->report.product = TILL_ACCOUNT_NO_ERROR;
  self->report.clock_skew = 0;

  step = till_account_fields_step (&self->fields, has_kept_secret (self));
  if (step == TILL_ACCOUNT_CONNECTING)
    {
      self->delay_id = g_timeout_add (delay_ms, begin_cb, self);
      step = TILL_ACCOUNT_INCOMPLETE;
    }

  move (self, step);
}

const TillAccountReport *
till_account_check_get_report (TillAccountCheck *self)
{
  g_return_val_if_fail (TILL_IS_ACCOUNT_CHECK (self), NULL);

  return &self->report;
}

const TillAccountFields *
till_account_check_get_fields (TillAccountCheck *self)
{
  g_return_val_if_fail (TILL_IS_ACCOUNT_CHECK (self), NULL);

  return &self->fields;
}
