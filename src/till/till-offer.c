/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-offer.h"

void
till_offer_free (TillOffer *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->action);
  g_clear_pointer (&self->url, g_free);
  g_clear_object (&self->code);
  g_free (self);
}

static TillCode *
read_picture (ConnectMerchantAction *action)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) picture = connect_merchant_action_get_picture (action, &error);
  TillCode *code = picture != NULL ? till_code_new_from_png (picture, &error) : NULL;

  if (code == NULL)
    g_debug ("no code to show: %s", error->message);

  return code;
}

static TillCode *
draw_link (const char *link)
{
  g_autoptr(GError) error = NULL;
  TillCode *code = NULL;

  if (link != NULL && *link != '\0')
    code = till_code_new_from_text (link, &error);
  if (code == NULL)
    g_debug ("no link to show: %s", error != NULL ? error->message : "there is none");

  return code;
}

TillOffer *
till_offer_from_action (ConnectMerchantAction  *action,
                        ConnectIntegrationType  type)
{
  g_autoptr(TillOffer) self = NULL;

  if (action == NULL || connect_merchant_action_get_n_pairs (action) == 0)
    return NULL;

  self = g_new0 (TillOffer, 1);
  self->action = g_object_ref (action);
  switch (type)
    {
    case CONNECT_INTEGRATION_DESKTOP_QR_CODE:
      self->code = read_picture (action);
      return self->code != NULL ? g_steal_pointer (&self) : NULL;
    case CONNECT_INTEGRATION_URL_INTENT:
      self->url = g_strdup (connect_merchant_action_get (action, CONNECT_ACTION_URLINTENT));
      self->code = draw_link (self->url);
      return self->code != NULL ? g_steal_pointer (&self) : NULL;
    case CONNECT_INTEGRATION_NATIVE_IN_APP:
    case CONNECT_INTEGRATION_JAVASCRIPT_API:
    case CONNECT_INTEGRATION_MINI_PROGRAM:
      return g_steal_pointer (&self);
    case CONNECT_INTEGRATION_HOSTED_CHECKOUT:
    default:
      return NULL;
    }
}

TillOffer *
till_offer_from_url (const char *url)
{
  TillOffer *self;

  if (url == NULL || *url == '\0')
    return NULL;

  /* The page's address can be opened wherever it is sent: a code of it is a comfort, not a need. */
  self = g_new0 (TillOffer, 1);
  self->url = g_strdup (url);
  self->code = till_code_new_from_text (url, NULL);

  return self;
}

TillOffer *
till_offer_from_text (const char             *text,
                      ConnectIntegrationType  type)
{
  g_autoptr(ConnectMerchantAction) action = NULL;
  g_autoptr(GError) error = NULL;

  if (type == CONNECT_INTEGRATION_HOSTED_CHECKOUT)
    return till_offer_from_url (text);

  action = connect_merchant_action_from_text (text, &error);
  if (action == NULL)
    g_warning ("the code that was kept cannot be read: %s", error->message);

  return till_offer_from_action (action, type);
}

char *
till_offer_to_text (TillOffer *self)
{
  return self->action != NULL ? connect_merchant_action_to_text (self->action) : g_strdup (self->url);
}
