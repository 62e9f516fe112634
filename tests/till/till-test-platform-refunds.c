/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>

#include "till-test-platform-private.h"

/* Money that goes back, once for each key. */

void
till_test_refund_free (gpointer data)
{
  TillTestRefund *refund = data;

  g_free (refund->id);
  g_free (refund->key);
  g_free (refund->payment);
  g_free (refund->reference);
  g_free (refund);
}

guint
till_test_platform_n_refunds (TillTestPlatform *self)
{
  return self->refunds->len;
}

TillTestRefund *
till_test_platform_get_refund (TillTestPlatform *self,
                               guint             index)
{
  g_assert_cmpuint (index, <, self->refunds->len);

  return g_ptr_array_index (self->refunds, index);
}

static TillTestRefund *
add (TillTestPlatform *self,
     const char       *key,
     const char       *payment,
     const char       *reference,
     gint64            amount)
{
  TillTestRefund *refund = g_new0 (TillTestRefund, 1);

  refund->id = g_strdup_printf ("refund-%u", self->refunds->len + 1);
  refund->key = g_strdup (key);
  refund->payment = g_strdup (payment);
  refund->reference = g_strdup (reference);
  refund->amount = amount;
  refund->status = "REFUND_REQUESTED";
  g_ptr_array_add (self->refunds, refund);

  return refund;
}

TillTestRefund *
till_test_platform_add_refund (TillTestPlatform *self,
                               const char       *payment,
                               const char       *reference,
                               gint64            amount)
{
  return add (self, "", payment, reference, amount);
}

static char *
describe (TillTestRefund *refund,
          gint64          more)
{
  return g_strdup_printf ("{\"id\":\"%s\",\"status\":\"%s\",\"refundOutput\":{\"amountOfMoney\":"
                          "{\"amount\":%" G_GINT64_FORMAT ",\"currencyCode\":\"EUR\"},"
                          "\"references\":{\"merchantReference\":\"%s\"}},\"statusOutput\":{\"statusCode\":800}}",
                          refund->id, refund->status, refund->amount + more, refund->reference);
}

static TillTestRefund *
find_by_key (TillTestPlatform *self,
             const char       *key)
{
  for (guint i = 0; i < self->refunds->len; i++)
    {
      TillTestRefund *refund = g_ptr_array_index (self->refunds, i);

      if (g_str_equal (refund->key, key))
        return refund;
    }

  return NULL;
}

static void
note_body (TillTestPlatform *self,
           const char       *key,
           GBytes           *bytes)
{
  char *body = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  const char *before = g_hash_table_lookup (self->refund_bodies, key);

  if (before != NULL && !g_str_equal (before, body))
    self->bodies_differ = TRUE;
  g_hash_table_replace (self->refund_bodies, g_strdup (key), body);
}

static TillTestRefund *
do_refund (TillTestPlatform  *self,
           SoupServerMessage *message,
           const char        *key,
           const char        *payment)
{
  g_autoptr(GBytes) bytes = soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autoptr(JsonParser) parser = json_parser_new ();
  TillTestRefund *refund = find_by_key (self, key);
  JsonObject *root;

  if (refund != NULL)
    {
      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    TILL_TEST_REPEAT_HEADER, "1795420800000");
      return refund;
    }

  g_assert_true (json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL));
  root = json_node_get_object (json_parser_get_root (parser));

  return add (self, key, payment,
              json_object_get_string_member (json_object_get_object_member (root, "refundReferences"),
                                             "merchantReference"),
              json_object_get_int_member (json_object_get_object_member (root, "amountOfMoney"), "amount"));
}

static void
handle_post (TillTestPlatform  *self,
             SoupServerMessage *message,
             const char        *payment,
             TillTestFailure   *fault)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *key = soup_message_headers_get_one (headers, "X-GCS-Idempotence-Key");
  gboolean done = fault == NULL || (fault->fault != TILL_TEST_NOT_DONE && fault->fault != TILL_TEST_STATUS);
  g_autoptr(GBytes) bytes = soup_message_body_flatten (soup_server_message_get_request_body (message));
  TillTestRefund *refund = NULL;

  g_assert_nonnull (key);
  note_body (self, key, bytes);
  if (done && self->always[TILL_TEST_REFUND] == 0)
    refund = do_refund (self, message, key, payment);
  if (till_test_goes_wrong (self, message, TILL_TEST_REFUND, fault))
    return;

  till_test_answer (self, message, 201,
                    describe (refund, fault != NULL && fault->fault == TILL_TEST_OTHER_AMOUNT ? 1 : 0));
}

static void
handle_list (TillTestPlatform  *self,
             SoupServerMessage *message,
             const char        *payment)
{
  GString *list = g_string_new ("{\"refunds\":[");

  for (guint i = 0; i < self->refunds->len; i++)
    {
      TillTestRefund *refund = g_ptr_array_index (self->refunds, i);
      g_autofree char *text = describe (refund, 0);

      if (!g_str_equal (refund->payment, payment))
        continue;
      g_string_append_printf (list, "%s%s", list->str[list->len - 1] == '[' ? "" : ",", text);
    }
  g_string_append (list, "]}");
  till_test_answer (self, message, 200, g_string_free (list, FALSE));
}

static void
handle_get (TillTestPlatform  *self,
            SoupServerMessage *message,
            const char        *id)
{
  for (guint i = 0; i < self->refunds->len; i++)
    {
      TillTestRefund *refund = g_ptr_array_index (self->refunds, i);

      if (!g_str_equal (refund->id, id))
        continue;
      till_test_answer (self, message, 200, describe (refund, 0));
      return;
    }

  till_test_answer_error (self, message, 404, "300240");
}

void
till_test_handle_refund (TillTestPlatform  *self,
                         SoupServerMessage *message,
                         TillTestOperation  operation,
                         const char        *id,
                         TillTestFailure   *fault)
{
  if (operation == TILL_TEST_REFUND)
    {
      handle_post (self, message, id, fault);
      return;
    }
  if (till_test_goes_wrong (self, message, operation, fault))
    return;

  if (operation == TILL_TEST_REFUNDS)
    handle_list (self, message, id);
  else
    handle_get (self, message, id);
}
