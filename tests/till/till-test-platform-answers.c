/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "till-code.h"
#include "till-test-platform-private.h"

#define KEY_HEADER    "X-GCS-Idempotence-Key"

static char *
describe (TillTestEntry *entry,
          gint64         more)
{
  g_autofree char *paid = entry->amount_paid >= 0
                          ? g_strdup_printf ("\"amountPaid\":%" G_GINT64_FORMAT ",", entry->amount_paid)
                          : g_strdup ("");
  g_autofree char *refunded = entry->amount_refunded >= 0
                              ? g_strdup_printf ("\"amountRefunded\":%" G_GINT64_FORMAT ",", entry->amount_refunded)
                              : g_strdup ("");
  gboolean is_refundable = !entry->not_refundable
                           && (g_str_equal (entry->status, "CAPTURED") || g_str_equal (entry->status, "PAID"));

  return g_strdup_printf ("{\"id\":\"%s\",\"status\":\"%s\",\"paymentOutput\":{%s%s\"amountOfMoney\":"
                          "{\"amount\":%" G_GINT64_FORMAT ",\"currencyCode\":\"%s\"},"
                          "\"references\":{\"merchantReference\":\"%s\"}},"
                          "\"statusOutput\":{\"isCancellable\":%s,\"isRefundable\":%s,\"statusCode\":50}}",
                          entry->id, entry->status, paid, refunded, entry->amount + more, entry->currency,
                          entry->reference, entry->is_cancellable ? "true" : "false",
                          is_refundable ? "true" : "false");
}

static char *
make_picture (const char *text)
{
  g_autoptr(TillCode) code = till_code_new_from_text (text, NULL);
  g_autoptr(GBytes) png = till_code_to_png (code, 4, NULL);

  return g_base64_encode (g_bytes_get_data (png, NULL), g_bytes_get_size (png));
}

static char *
make_action (TillTestEntry *entry,
             TillTestFault  fault)
{
  g_autofree char *value = NULL;

  if (fault == TILL_TEST_BAD_PICTURE)
    value = g_strdup ("iVBORw0KGgo=");
  else if (g_str_equal (entry->type, "urlIntent"))
    value = g_strdup_printf ("weixin://wxpay/bizpayurl?pr=%s", entry->id);
  else if (g_str_equal (entry->type, "desktopQRCode"))
    value = make_picture (entry->id);
  else
    return g_strdup_printf ("{\"actionType\":\"CALL_THIRD_PARTY\",\"thirdPartyData\":{\"paymentProduct863\":"
                            "{\"appId\":\"wx1\",\"prepayId\":\"wx%s\"}}}", entry->id);

  return g_strdup_printf ("{\"actionType\":\"SHOW_FORM\",\"showData\":[{\"key\":\"%s\",\"value\":\"%s\"},"
                          "{\"key\":\"WECHAT_PAYMENTID\",\"value\":\"wx%s\"}]}",
                          g_str_equal (entry->type, "urlIntent") ? "URLINTENT" : "QRCODE", value, entry->id);
}

void
till_test_answer (TillTestPlatform  *self,
                  SoupServerMessage *message,
                  guint              status,
                  char              *body)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  gboolean is_html = body != NULL && body[0] == '<';
  g_autofree char *date = connect_date_format (till_clock_get_wall_time (self->clock) / G_USEC_PER_SEC + self->ahead);

  if (soup_message_headers_get_one (headers, "X-No-Date") == NULL)
    soup_message_headers_replace (headers, "Date", date);
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, is_html ? "text/html" : "application/json", SOUP_MEMORY_TAKE,
                                    body, strlen (body));
}

void
till_test_answer_error (TillTestPlatform  *self,
                        SoupServerMessage *message,
                        guint              status,
                        const char        *code)
{
  till_test_answer (self, message, status,
          g_strdup_printf ("{\"errorId\":\"e-1\",\"errors\":[{\"code\":\"%s\",\"message\":\"no\"}]}", code));
}

/* The connection ends without a byte of an answer. */
static void
hang_up (SoupServerMessage *message)
{
  g_autoptr(GIOStream) stream = soup_server_message_steal_connection (message);

  g_io_stream_close (stream, NULL, NULL);
}

static void
note_body (TillTestPlatform *self,
           const char       *key,
           GBytes           *bytes)
{
  g_autofree char *body = g_strdup_printf ("%s %.*s", key, (int) g_bytes_get_size (bytes),
                                           (const char *) g_bytes_get_data (bytes, NULL));

  if (self->first_body == NULL)
    self->first_body = g_strdup (body);
  else if (!g_str_equal (self->first_body, body))
    self->bodies_differ = TRUE;
}

static TillTestEntry *
find_by_key (TillTestPlatform *self,
             const char       *key)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      TillTestEntry *entry = g_ptr_array_index (self->entries, i);

      if (g_str_equal (entry->key, key))
        return entry;
    }

  return NULL;
}

static JsonObject *
get_object (JsonObject *root,
            const char *name)
{
  return json_object_get_object_member (root, name);
}

/* Does it, once for each key.  @checkout: (out): the id when it is a page. */
static TillTestEntry *
do_create (TillTestPlatform  *self,
           SoupServerMessage *message,
           const char        *key,
           gboolean           is_checkout,
           char             **checkout)
{
  SoupMessageBody *request_body = soup_server_message_get_request_body (message);
  g_autoptr(GBytes) bytes = soup_message_body_flatten (request_body);
  g_autoptr(JsonParser) parser = json_parser_new ();
  TillTestEntry *entry = find_by_key (self, key);
  JsonObject *root, *order, *money, *input;
  const char *reference;

  note_body (self, key, bytes);
  if (entry != NULL)
    {
      soup_message_headers_replace (soup_server_message_get_response_headers (message), TILL_TEST_REPEAT_HEADER, "1795420800000");
      return entry;
    }

  g_assert_true (json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL));
  root = json_node_get_object (json_parser_get_root (parser));
  order = get_object (root, "order");
  money = get_object (order, "amountOfMoney");
  reference = json_object_get_string_member (get_object (order, "references"), "merchantReference");
  if (is_checkout)
    {
      *checkout = g_strdup_printf ("checkout-%u", self->checkouts->len + 1);
      g_ptr_array_add (self->checkouts, g_strdup_printf ("%s %s", *checkout, reference));
      return NULL;
    }

  input = get_object (get_object (root, "redirectPaymentMethodSpecificInput"), "paymentProduct863SpecificInput");

  return till_test_platform_add_entry (self, key, reference, json_object_get_string_member (input, "integrationType"),
                    json_object_get_string_member (money, "currencyCode"),
                    json_object_get_int_member (money, "amount"));
}

static char *
describe_created (TillTestPlatform *self,
                  TillTestEntry    *entry,
                  TillTestFault     fault)
{
  g_autofree char *payment = describe (entry, fault == TILL_TEST_OTHER_AMOUNT ? 1 : 0);
  g_autofree char *action = make_action (entry, fault);

  if (fault == TILL_TEST_NO_ACTION)
    return g_strdup_printf ("{\"payment\":%s}", payment);

  return g_strdup_printf ("{\"payment\":%s,\"merchantAction\":%s}", payment, action);
}

gboolean
till_test_goes_wrong (TillTestPlatform  *self,
                      SoupServerMessage *message,
                      TillTestOperation  operation,
                      TillTestFailure   *fault)
{
  if (self->always[operation] != 0)
    {
      till_test_answer (self, message, self->always[operation], g_strdup (self->always_body[operation]));
      return TRUE;
    }
  if (fault == NULL)
    return FALSE;

  switch (fault->fault)
    {
    case TILL_TEST_LOST:
    case TILL_TEST_NOT_DONE:
      hang_up (message);
      return TRUE;
    case TILL_TEST_STATUS:
    case TILL_TEST_STATUS_DONE:
      till_test_answer (self, message, fault->status, g_strdup (fault->body));
      return TRUE;
    case TILL_TEST_HANG:
      soup_server_message_pause (message);
      return TRUE;
    case TILL_TEST_NO_DATE:
      /* Kept from the wire by libsoup's server adding its own: an unreadable one counts as none. */
      soup_message_headers_replace (soup_server_message_get_response_headers (message), "X-No-Date", "1");
      soup_message_headers_replace (soup_server_message_get_response_headers (message), "Date", "yesterday");
      return FALSE;
    case TILL_TEST_NO_ACTION:
    case TILL_TEST_BAD_PICTURE:
    case TILL_TEST_OTHER_AMOUNT:
    case TILL_TEST_OTHER_ID:
    default:
      return FALSE;
    }
}

static void
handle_create (TillTestPlatform  *self,
               SoupServerMessage *message,
               gboolean           is_checkout,
               TillTestFailure   *fault)
{
  const char *key = soup_message_headers_get_one (soup_server_message_get_request_headers (message), KEY_HEADER);
  gboolean done = fault == NULL || (fault->fault != TILL_TEST_NOT_DONE && fault->fault != TILL_TEST_STATUS);
  TillTestEntry *entry = NULL;
  g_autofree char *checkout = NULL;

  g_assert_nonnull (key);
  if (done && self->always[TILL_TEST_CREATE] == 0)
    entry = do_create (self, message, key, is_checkout, &checkout);
  if (till_test_goes_wrong (self, message, TILL_TEST_CREATE, fault))
    return;

  if (entry == NULL)
    {
      till_test_answer (self, message, 201,
              g_strdup_printf ("{\"hostedCheckoutId\":\"%s\",\"partialRedirectUrl\":\"127.0.0.1:%u/%s\"}",
                               checkout, self->port, checkout));
      return;
    }

  if (fault != NULL && fault->fault == TILL_TEST_OTHER_ID)
    entry = till_test_platform_add_entry (self, "", entry->reference, entry->type, entry->currency, entry->amount);
  till_test_answer (self, message, 201, describe_created (self, entry, fault != NULL ? fault->fault : TILL_TEST_LOST));
}

TillTestEntry *
till_test_find_by_id (TillTestPlatform *self,
                      const char       *id)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      TillTestEntry *entry = g_ptr_array_index (self->entries, i);

      if (g_str_equal (entry->id, id))
        return entry;
    }

  return NULL;
}

static void
handle_payment (TillTestPlatform  *self,
                SoupServerMessage *message,
                TillTestOperation  operation,
                const char        *id)
{
  TillTestEntry *entry = till_test_find_by_id (self, id);

  if (entry == NULL)
    till_test_answer_error (self, message, 404, "300240");
  else if (operation == TILL_TEST_THIRD_PARTY)
    till_test_answer (self, message, 200, g_strdup_printf ("{\"thirdPartyStatus\":\"%s\"}", entry->third_party));
  else if (operation == TILL_TEST_PAYMENT)
    till_test_answer (self, message, 200, describe (entry, 0));
  else if (!entry->is_cancellable)
    till_test_answer_error (self, message, 405, "1");
  else
    {
      g_autofree char *payment = NULL;

      entry->status = "CANCELLED";
      entry->is_cancellable = FALSE;
      payment = describe (entry, 0);
      till_test_answer (self, message, 200, g_strdup_printf ("{\"payment\":%s}", payment));
    }
}

static void
handle_find (TillTestPlatform  *self,
             SoupServerMessage *message,
             GHashTable        *query)
{
  const char *reference = g_hash_table_lookup (query, "merchantReference");
  const char *checkout = g_hash_table_lookup (query, "hostedCheckoutId");
  GString *list = g_string_new (NULL);
  guint n_found = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      TillTestEntry *entry = g_ptr_array_index (self->entries, i);
      g_autofree char *payment = NULL;

      if ((reference != NULL && !g_str_equal (entry->reference, reference))
          || (checkout != NULL && g_strcmp0 (entry->checkout_id, checkout) != 0))
        continue;
      payment = describe (entry, 0);
      g_string_append_printf (list, "%s%s", n_found++ > 0 ? "," : "", payment);
    }

  till_test_answer (self, message, 200, g_strdup_printf ("{\"offset\":0,\"limit\":100,\"totalCount\":%u,\"payments\":[%s]}",
                                               n_found, list->str));
  g_string_free (list, TRUE);
}

static void
handle_checkout (TillTestPlatform  *self,
                 SoupServerMessage *message,
                 const char        *id)
{
  if (g_hash_table_contains (self->deleted, id))
    {
      till_test_answer_error (self, message, 410, "1002");
      return;
    }

  for (guint i = 0; i < self->entries->len; i++)
    {
      TillTestEntry *entry = g_ptr_array_index (self->entries, i);
      g_autofree char *payment = NULL;

      if (g_strcmp0 (entry->checkout_id, id) != 0)
        continue;
      payment = describe (entry, 0);
      till_test_answer (self, message, 200, g_strdup_printf ("{\"status\":\"PAYMENT_CREATED\",\"createdPaymentOutput\":"
                                                   "{\"payment\":%s}}", payment));
      return;
    }

  till_test_answer (self, message, 200, g_strdup ("{\"status\":\"IN_PROGRESS\"}"));
}

static void
handle_delete (TillTestPlatform  *self,
               SoupServerMessage *message,
               const char        *id,
               TillTestFailure   *fault)
{
  gboolean is_done = fault == NULL || fault->fault == TILL_TEST_LOST || fault->fault == TILL_TEST_STATUS_DONE;
  gboolean was_there = !g_hash_table_contains (self->deleted, id);

  if (is_done && self->always[TILL_TEST_DELETE] == 0)
    g_hash_table_add (self->deleted, g_strdup (id));
  if (till_test_goes_wrong (self, message, TILL_TEST_DELETE, fault))
    return;

  if (was_there)
    till_test_answer (self, message, 204, g_strdup (""));
  else
    till_test_answer_error (self, message, 410, "1002");
}

static TillTestOperation
get_operation (const char  *method,
               char       **parts)
{
  gboolean is_post = g_str_equal (method, "POST");

  if (g_str_equal (parts[3], "hostedcheckouts") && g_str_equal (method, "DELETE"))
    return TILL_TEST_DELETE;
  if (g_str_equal (parts[3], "hostedcheckouts"))
    return is_post ? TILL_TEST_CREATE : TILL_TEST_CHECKOUT;
  if (g_str_equal (parts[3], "refunds"))
    return TILL_TEST_REFUND_STATUS;
  if (parts[4] == NULL)
    return is_post ? TILL_TEST_CREATE : TILL_TEST_FIND;
  if (parts[5] == NULL)
    return TILL_TEST_PAYMENT;
  if (g_str_has_prefix (parts[5], "refund"))
    return is_post ? TILL_TEST_REFUND : TILL_TEST_REFUNDS;

  return is_post ? TILL_TEST_CANCEL : TILL_TEST_THIRD_PARTY;
}

void
till_test_platform_handle_cb (SoupServer        *server,
                              SoupServerMessage *message,
                              const char        *path,
                              GHashTable        *query,
                              gpointer           user_data)
{
  TillTestPlatform *self = user_data;
  g_auto(GStrv) parts = g_strsplit (path, "/", -1);
  TillTestOperation operation = get_operation (soup_server_message_get_method (message), parts);
  TillTestFailure *fault = g_queue_pop_head (&self->faults[operation]);

  self->counts[operation]++;
  if (operation == TILL_TEST_CREATE)
    handle_create (self, message, g_str_equal (parts[3], "hostedcheckouts"), fault);
  else if (operation == TILL_TEST_REFUND || operation == TILL_TEST_REFUNDS || operation == TILL_TEST_REFUND_STATUS)
    till_test_handle_refund (self, message, operation, parts[4], fault);
  else if (operation == TILL_TEST_DELETE)
    handle_delete (self, message, parts[4], fault);
  else if (!till_test_goes_wrong (self, message, operation, fault))
    {
      if (operation == TILL_TEST_FIND)
        handle_find (self, message, query);
      else if (operation == TILL_TEST_CHECKOUT)
        handle_checkout (self, message, parts[4]);
      else
        handle_payment (self, message, operation, parts[4]);
    }
  g_clear_pointer (&fault, till_test_failure_free);
}
