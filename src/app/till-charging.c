/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "till-address.h"
#include "till-charging.h"
#include "till-error.h"

typedef struct
{
  /* what it was called with */
  TillSettings      *settings;      /* (owned) */
  TillMoney          money;
  char              *reference;     /* (nullable) (owned) */
  char              *description;   /* (nullable) (owned) */
  char              *request_id;    /* (nullable) (owned) */
  char              *same_order;    /* (nullable) (owned) */
  gboolean           again;
  gboolean           no_card;

  /* what came of it */
  TillIntentOutcome  outcome;
} ChargingData;

static void charge_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data);

static void
charging_data_free (ChargingData *data)
{
  g_clear_object (&data->settings);
  g_free (data->reference);
  g_free (data->description);
  g_free (data->request_id);
  g_free (data->same_order);
  g_free (data);
}

/* The language told to the platform: the setting's, else the desktop's. */
static char *
get_locale (TillSettings *settings)
{
  g_autofree char *locale = till_settings_get_string (settings, "locale");
  const char * const *languages = g_get_language_names ();

  if (*locale != '\0')
    return g_steal_pointer (&locale);

  for (; *languages != NULL; languages++)
    if (strlen (*languages) == 5 && (*languages)[2] == '_')
      return g_strdup (*languages);

  return NULL;
}

static TillOrder *
make_order (ChargingData  *data,
            const char    *customer_ip,
            GError       **error)
{
  g_autofree char *country = till_settings_get_string (data->settings, "country-code");
  g_autofree char *descriptor = till_settings_get_string (data->settings, "descriptor");
  g_autofree char *locale = get_locale (data->settings);
  TillOrderFields fields = {
    .money = data->money,
    .type = CONNECT_INTEGRATION_DESKTOP_QR_CODE,
    .reference = data->reference,
    .description = data->description,
    .country = country,
    .locale = locale,
    .descriptor = *descriptor != '\0' ? descriptor : NULL,
    .customer_ip = customer_ip,
    .no_card = data->no_card,
  };

  return till_order_new (&fields, error);
}

static void
charge (GTask      *task,
        const char *customer_ip)
{
  TillRegister *reg = g_task_get_source_object (task);
  ChargingData *data = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(TillOrder) order = make_order (data, customer_ip, &error);
  TillCharge how = {
    .request_id = data->request_id,
    .again = data->again,
    .same_order = data->same_order,
    .wait = TRUE,
    .timeout_seconds = till_settings_get_int (data->settings, "payment-timeout"),
  };

  if (order == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  till_register_charge_async (reg, order, &how, NULL, charge_cb, g_object_ref (task));
}

static void
charge_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  ChargingData *data = g_task_get_task_data (task);
  GError *error = NULL;
  TillPayment *payment = till_register_charge_finish (TILL_REGISTER (source), result, &data->outcome, &error);

  if (payment == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, payment, g_object_unref);
}

static void
address_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autofree char *address = NULL;
  GError *error = NULL;

  address = till_address_towards_finish (result, &error);
  if (address == NULL)
    g_task_return_error (task, error);
  else
    charge (task, address);
}

void
till_charging_async (TillRegister             *reg,
                     TillSettings             *settings,
                     const TillChargingFields *fields,
                     GAsyncReadyCallback       callback,
                     gpointer                  user_data)
{
  g_autoptr(GTask) task = g_task_new (reg, NULL, callback, user_data);
  g_autofree char *customer_ip = till_settings_get_string (settings, "customer-ip-address");
  ConnectClient *client = till_register_get_client (reg);
  ChargingData *data = g_new0 (ChargingData, 1);

  data->settings = g_object_ref (settings);
  data->money = fields->money;
  data->reference = g_strdup (fields->reference);
  data->description = g_strdup (fields->description);
  data->request_id = g_strdup (fields->request_id);
  data->same_order = g_strdup (fields->same_order);
  data->again = fields->again;
  data->no_card = fields->no_card;

  g_task_set_source_tag (task, till_charging_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, data, (GDestroyNotify) charging_data_free);

  if (client == NULL)
    g_task_return_new_error (task, TILL_ERROR, TILL_ERROR_NO_ACCOUNT, "there is no account to charge with");
  else if (*customer_ip != '\0')
    charge (task, customer_ip);
  else
    till_address_towards_async (connect_client_get_endpoint (client), NULL, address_cb, g_object_ref (task));
}

TillPayment *
till_charging_finish (GAsyncResult       *result,
                      TillIntentOutcome  *outcome,
                      GError            **error)
{
  ChargingData *data = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_async_result_is_tagged (result, till_charging_async), NULL);

  *outcome = data->outcome;

  return g_task_propagate_pointer (G_TASK (result), error);
}
