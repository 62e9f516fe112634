/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <glib/gi18n.h>

#include "ctl-await.h"
#include "ctl-options.h"
#include "ctl-output.h"
#include "ctl-pay-options.h"
#include "till-address.h"

#define TIMEOUT_DEFAULT 300
#define TIMEOUT_MAX     7200   /* a code lives no longer */
#define TIMEOUT_UNSET   G_MININT

static int
check_options (CtlPayOptions *self,
               CtlCall       *call)
{
  if (self->timeout != TIMEOUT_UNSET && (self->timeout < 0 || self->timeout > TIMEOUT_MAX))
    return ctl_usage (call, _("The time-out is a number of seconds from 0 to 7200."));
  if (self->timeout == TIMEOUT_UNSET)
    self->timeout = -1;

  /* A caller whose variable was empty means some order, and not a new one. */
  if (self->reference != NULL && *self->reference == '\0')
    return ctl_complain_code (TILL_ERROR_INVALID_REFERENCE);

  self->type = CONNECT_INTEGRATION_DESKTOP_QR_CODE;
  if (self->type_word != NULL && !connect_integration_type_from_string (self->type_word, &self->type))
    return ctl_usage (call, _("There is no such type."));

  if (self->qr_file != NULL && !ctl_pay_options_has_screen (self) && self->type != CONNECT_INTEGRATION_HOSTED_CHECKOUT)
    return ctl_usage (call, _("This type has neither a code nor a link, so there is no picture of it."));

  if (self->open_id == NULL
      && (self->type == CONNECT_INTEGRATION_JAVASCRIPT_API || self->type == CONNECT_INTEGRATION_MINI_PROGRAM))
    return ctl_usage (call, _("This type needs the customer’s OpenID: --open-id."));

  return CTL_GO_ON;
}

int
ctl_pay_options_parse (CtlPayOptions *self,
                       CtlCall       *call)
{
  const GOptionEntry entries[] = {
    { "currency", 0, 0, G_OPTION_ARG_STRING, &self->currency, N_("Currency (ISO 4217)"), N_("CODE") },
    { "country", 0, 0, G_OPTION_ARG_STRING, &self->country, N_("Country (ISO 3166)"), N_("CODE") },
    { "reference", 0, 0, G_OPTION_ARG_STRING, &self->reference, N_("Order reference, at most 30 characters"), N_("TEXT") },
    { "again", 0, 0, G_OPTION_ARG_NONE, &self->again, N_("Charge on purpose what may still be paid or was paid already"), NULL },
    { "request-id", 0, 0, G_OPTION_ARG_STRING, &self->request_id, N_("The same ID gives the same payment, never a second one"), N_("ID") },
    { "description", 0, 0, G_OPTION_ARG_STRING, &self->description, N_("What it is for; stays in this till"), N_("TEXT") },
    { "type", 0, 0, G_OPTION_ARG_STRING, &self->type_word, N_("desktopQRCode, urlIntent, nativeInApp, javaScriptAPI, miniProgram or hostedCheckout"), N_("TYPE") },
    { "open-id", 0, 0, G_OPTION_ARG_STRING, &self->open_id, N_("The customer’s OpenID, for javaScriptAPI and miniProgram"), N_("ID") },
    { "customer-ip", 0, 0, G_OPTION_ARG_STRING, &self->customer_ip, N_("The customer’s IP address"), N_("ADDRESS") },
    { "return-url", 0, 0, G_OPTION_ARG_STRING, &self->return_url, N_("Where the customer’s browser goes afterwards"), N_("URL") },
    { "timeout", 0, 0, G_OPTION_ARG_INT, &self->timeout, N_("How long to wait (default: 300); 0: not at all"), N_("SECONDS") },
    { "wait", 0, 0, G_OPTION_ARG_NONE, &self->wait, N_("Wait also for types that have no screen"), NULL },
    { "qr-file", 0, 0, G_OPTION_ARG_FILENAME, &self->qr_file, N_("Write the code as a PNG picture"), N_("FILE") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, N_("Print one JSON object for every change"), NULL },
    { NULL }
  };
  g_auto(GStrv) rest = NULL;
  int status;

  self->timeout = TIMEOUT_UNSET;
  status = ctl_options_parse (call, entries, 1, 1, &rest);
  if (status != CTL_GO_ON)
    return status;
  self->amount = g_strdup (rest[0]);

  return check_options (self, call);
}

void
ctl_pay_options_clear (CtlPayOptions *self)
{
  g_free (self->amount);
  g_free (self->currency);
  g_free (self->country);
  g_free (self->reference);
  g_free (self->request_id);
  g_free (self->description);
  g_free (self->type_word);
  g_free (self->open_id);
  g_free (self->customer_ip);
  g_free (self->return_url);
  g_free (self->qr_file);
}

gboolean
ctl_pay_options_has_screen (const CtlPayOptions *self)
{
  return self->type == CONNECT_INTEGRATION_DESKTOP_QR_CODE || self->type == CONNECT_INTEGRATION_URL_INTENT;
}

gboolean
ctl_pay_options_waits (const CtlPayOptions *self)
{
  return self->timeout != 0 && (self->wait || ctl_pay_options_has_screen (self));
}

guint
ctl_pay_options_get_timeout (const CtlPayOptions *self)
{
  if (self->timeout >= 0)
    return self->timeout;

  return ctl_pay_options_has_screen (self) ? TIMEOUT_DEFAULT : 0;
}

/* What was given, else the setting; NULL when both are empty. */
static char *
choose (const char *given,
        CtlContext *context,
        const char *key)
{
  g_autofree char *setting = NULL;

  if (given != NULL)
    return g_strdup (given);

  setting = till_settings_get_string (context->settings, key);

  return *setting != '\0' ? g_steal_pointer (&setting) : NULL;
}

/* The language of the person, as the platform writes it: "de_DE"; NULL where it says nothing ("C"). */
static char *
choose_locale (CtlContext *context)
{
  g_autofree char *chosen = choose (NULL, context, "locale");
  const char *running = setlocale (LC_MESSAGES, NULL);

  if (chosen != NULL)
    return g_steal_pointer (&chosen);
  if (running == NULL || strchr (running, '_') == NULL)
    return NULL;

  return g_strndup (running, strcspn (running, ".@"));
}

static gboolean
parse_amount (const CtlPayOptions  *self,
              CtlContext           *context,
              TillMoney            *money,
              GError              **error)
{
  g_autofree char *currency = choose (self->currency, context, "currency");

  return till_money_parse (self->amount, currency != NULL ? currency : "", NULL, money, error);
}

int
ctl_pay_options_check_amount (const CtlPayOptions *self,
                              CtlContext          *context)
{
  g_autofree char *currency = choose (self->currency, context, "currency");
  g_autofree char *sentence = NULL;
  g_autoptr(GError) error = NULL;
  TillMoney money;

  if (parse_amount (self, context, &money, &error))
    return CTL_GO_ON;
  if (!g_error_matches (error, TILL_ERROR, TILL_ERROR_INVALID_AMOUNT))
    return ctl_complain (error);

  sentence = till_money_describe_fault (till_money_find_fault (self->amount, currency), currency);
  if (sentence == NULL)
    return ctl_complain (error);

  g_printerr ("%s %s\n", till_error_sentence (TILL_ERROR_INVALID_AMOUNT), sentence);

  return CTL_EXIT_USAGE;
}

gboolean
ctl_pay_options_lacks_address (const CtlPayOptions *self,
                               CtlContext          *context)
{
  g_autofree char *address = choose (self->customer_ip, context, "customer-ip-address");

  return address == NULL
         && self->type != CONNECT_INTEGRATION_DESKTOP_QR_CODE
         && self->type != CONNECT_INTEGRATION_HOSTED_CHECKOUT;
}

/* Only the customer who stands before our own screen is where we are. */
static gboolean
choose_customer_ip (const CtlPayOptions  *self,
                    CtlContext           *context,
                    char                **address,
                    GError              **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *endpoint = NULL;

  *address = choose (self->customer_ip, context, "customer-ip-address");
  if (*address != NULL || self->type != CONNECT_INTEGRATION_DESKTOP_QR_CODE)
    return TRUE;

  /* Without an account nothing is sent; the order only says which request is repeated. */
  if (context->account_error != NULL)
    {
      *address = g_strdup ("127.0.0.1");
      return TRUE;
    }

  endpoint = ctl_context_get_endpoint (context);
  till_address_towards_async (endpoint, NULL, ctl_keep_result, &result);
  ctl_await (&result);
  *address = till_address_towards_finish (result, error);

  return *address != NULL;
}

TillOrder *
ctl_pay_options_make_order (const CtlPayOptions  *self,
                            CtlContext           *context,
                            GError              **error)
{
  g_autofree char *country = choose (self->country, context, "country-code");
  g_autofree char *descriptor = choose (NULL, context, "descriptor");
  g_autofree char *locale = choose_locale (context);
  g_autofree char *customer_ip = NULL;
  TillOrderFields fields = { 0 };

  if (!parse_amount (self, context, &fields.money, error)
      || !choose_customer_ip (self, context, &customer_ip, error))
    return NULL;

  fields.type = self->type;
  fields.reference = self->reference;
  fields.description = self->description;
  fields.country = country != NULL ? country : "";
  fields.locale = locale;
  fields.descriptor = descriptor;
  fields.customer_ip = customer_ip;
  fields.open_id = self->open_id;
  fields.return_url = self->return_url;

  return till_order_new (&fields, error);
}
