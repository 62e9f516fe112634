/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-endpoint-private.h"
#include "connect-error.h"
#include "connect-json-private.h"
#include "connect-reply.h"

#define MAX_WORD      64
#define MAX_REFERENCE 64
#define MAX_URL       2000
#define MAX_TYPES     16
#define PRODUCT       863

static gpointer
bad_answer (GError     **error,
            const char  *reason)
{
  g_set_error_literal (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER, reason);

  return NULL;
}

void
connect_created_free (ConnectCreated *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->payment, connect_payment_unref);
  g_clear_object (&self->action);
  g_free (self);
}

void
connect_checkout_free (ConnectCheckout *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->url);
  g_free (self->return_mac);
  g_free (self->merchant_reference);
  g_free (self);
}

void
connect_checkout_status_free (ConnectCheckoutStatus *self)
{
  if (self == NULL)
    return;

  g_free (self->status);
  g_clear_pointer (&self->payment, connect_payment_unref);
  g_free (self);
}

void
connect_found_free (ConnectFound *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->payments);
  g_free (self);
}

void
connect_refunded_free (ConnectRefunded *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->refund, connect_refund_unref);
  g_free (self);
}

void
connect_product_free (ConnectProduct *self)
{
  if (self == NULL)
    return;

  g_strfreev (self->integration_types);
  g_free (self);
}

ConnectCreated *
connect_created_from_json (JsonObject  *root,
                           GError     **error)
{
  JsonObject *result = connect_json_get_object (root, "paymentResult");
  JsonObject *object = connect_json_get_object (result != NULL ? result : root, "payment");
  JsonObject *action = connect_json_get_object (result != NULL ? result : root, "merchantAction");
  ConnectPayment *payment;
  ConnectCreated *self;

  if (object == NULL)
    return bad_answer (error, "no payment in the answer");
  payment = connect_payment_from_json (object, error);
  if (payment == NULL)
    return NULL;

  self = g_new0 (ConnectCreated, 1);
  self->payment = payment;
  self->action = action != NULL ? connect_merchant_action_from_json (action) : NULL;
  self->declined = result != NULL;

  return self;
}

/* "partialRedirectUrl" begins within the host name; "payment" always works before it (connect-api.md 8). */
static char *
whole_url (const char *partial,
           gboolean    is_loopback)
{
  g_autofree char *url = g_strconcat (is_loopback ? "http" : "https", "://payment.", partial, NULL);
  g_autoptr(GUri) uri = NULL;

  if (!g_ascii_isalnum (*partial))
    return NULL;
  for (const char *at = url; *at != '\0'; at++)
    if (!g_ascii_isgraph (*at))
      return NULL;

  uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_userinfo (uri) != NULL || g_uri_get_host (uri) == NULL)
    return NULL;

  return g_steal_pointer (&url);
}

ConnectCheckout *
connect_checkout_from_json (JsonObject  *root,
                            const char  *endpoint,
                            GError     **error)
{
  const char *partial = connect_json_get_string (root, "partialRedirectUrl", MAX_URL);
  g_autofree char *id = connect_json_dup_id (root, "hostedCheckoutId");
  g_autofree char *url = NULL;
  ConnectCheckout *self;

  if (id == NULL)
    return bad_answer (error, "no usable hostedCheckoutId in the answer");
  url = partial != NULL ? whole_url (partial, connect_endpoint_is_loopback (endpoint)) : NULL;
  if (url == NULL)
    return bad_answer (error, "no usable partialRedirectUrl in the answer");

  self = g_new0 (ConnectCheckout, 1);
  self->id = g_steal_pointer (&id);
  self->url = g_steal_pointer (&url);
  self->return_mac = connect_json_dup_word (root, "RETURNMAC", MAX_WORD);
  self->merchant_reference = connect_json_dup_word (root, "merchantReference", MAX_REFERENCE);

  return self;
}

ConnectCheckoutStatus *
connect_checkout_status_from_json (JsonObject  *root,
                                   GError     **error)
{
  JsonObject *output = connect_json_get_object (root, "createdPaymentOutput");
  JsonObject *object = output != NULL ? connect_json_get_object (output, "payment") : NULL;
  g_autoptr(ConnectPayment) payment = NULL;
  ConnectCheckoutStatus *self;

  if (object != NULL)
    {
      payment = connect_payment_from_json (object, error);
      if (payment == NULL)
        return NULL;
    }
  else if (!json_object_has_member (root, "status"))
    {
      return bad_answer (error, "neither a status nor a payment in the answer");
    }

  self = g_new0 (ConnectCheckoutStatus, 1);
  self->status = connect_json_dup_word (root, "status", MAX_WORD);
  if (self->status == NULL)
    self->status = g_strdup ("");
  self->payment = g_steal_pointer (&payment);

  return self;
}

/* "Nothing found" must be said, not guessed from an answer that says something else: a payment that was
 * looked for in vain may be closed for that.
 */
ConnectFound *
connect_found_from_json (JsonObject  *root,
                         GError     **error)
{
  JsonArray *array = connect_json_get_array (root, "payments");
  gint64 total = connect_json_get_integer (root, "totalCount", -1);
  gint64 offset = connect_json_get_integer (root, "offset", 0);
  guint length = array != NULL ? json_array_get_length (array) : 0;
  g_autoptr(GPtrArray) payments = g_ptr_array_new_with_free_func ((GDestroyNotify) connect_payment_unref);
  ConnectFound *self;

  if (array == NULL && total != 0)
    return bad_answer (error, "no list of payments in the answer");
  if (length == 0 && total > offset)
    return bad_answer (error, "payments are counted but not listed");

  for (guint i = 0; i < length; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      ConnectPayment *payment;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return bad_answer (error, "the list holds something else than payments");
      payment = connect_payment_from_json (json_node_get_object (node), error);
      if (payment == NULL)
        return NULL;
      g_ptr_array_add (payments, payment);
    }

  self = g_new0 (ConnectFound, 1);
  self->offset = offset;
  self->total_count = total;
  self->payments = g_steal_pointer (&payments);

  return self;
}

ConnectRefunded *
connect_refunded_from_json (JsonObject  *root,
                            GError     **error)
{
  JsonObject *result = connect_json_get_object (root, "refundResult");
  ConnectRefund *refund = connect_refund_from_json (result != NULL ? result : root, error);
  ConnectRefunded *self;

  if (refund == NULL)
    return NULL;

  self = g_new0 (ConnectRefunded, 1);
  self->refund = refund;
  self->declined = result != NULL;

  return self;
}

/* "None" must be said here, too: a refund that is not listed may be sent again. */
GPtrArray *
connect_refunds_from_json (JsonObject  *root,
                           GError     **error)
{
  JsonArray *array = connect_json_get_array (root, "refunds");
  g_autoptr(GPtrArray) refunds = g_ptr_array_new_with_free_func ((GDestroyNotify) connect_refund_unref);

  if (array == NULL)
    return bad_answer (error, "no list of refunds in the answer");

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      ConnectRefund *refund;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return bad_answer (error, "the list holds something else than refunds");
      refund = connect_refund_from_json (json_node_get_object (node), error);
      if (refund == NULL)
        return NULL;
      g_ptr_array_add (refunds, refund);
    }

  return g_steal_pointer (&refunds);
}

static char **
read_integration_types (JsonObject *root)
{
  JsonObject *data = connect_json_get_object (root, "paymentProduct863SpecificData");
  JsonArray *array = data != NULL ? connect_json_get_array (data, "integrationTypes") : NULL;
  guint length = array != NULL ? MIN (json_array_get_length (array), MAX_TYPES) : 0;
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();

  for (guint i = 0; i < length; i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
          && g_utf8_strlen (json_node_get_string (node), -1) <= MAX_WORD)
        g_strv_builder_add (words, json_node_get_string (node));
    }

  return g_strv_builder_end (words);
}

ConnectProduct *
connect_product_from_json (JsonObject  *root,
                           GError     **error)
{
  ConnectProduct *self;

  if (connect_json_get_integer (root, "id", 0) != PRODUCT)
    return bad_answer (error, "the answer is about another product");

  self = g_new0 (ConnectProduct, 1);
  self->id = PRODUCT;
  self->min_amount = MAX (connect_json_get_integer (root, "minAmount", -1), -1);
  self->max_amount = MAX (connect_json_get_integer (root, "maxAmount", -1), -1);
  self->integration_types = read_integration_types (root);

  return self;
}

gboolean
connect_third_party_status_from_json (JsonObject               *root,
                                      ConnectThirdPartyStatus  *status,
                                      GError                  **error)
{
  const char *word = connect_json_get_string (root, "thirdPartyStatus", MAX_WORD);

  if (word == NULL)
    {
      bad_answer (error, "no thirdPartyStatus in the answer");
      return FALSE;
    }

  *status = g_strcmp0 (word, "COMPLETED") == 0 ? CONNECT_THIRD_PARTY_COMPLETED : CONNECT_THIRD_PARTY_WAITING;

  return TRUE;
}
