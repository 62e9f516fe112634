/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "sandbox-test.h"

char *
sandbox_test_payment_body (const char *type,
                           const char *reference)
{
  return g_strdup_printf (
    "{\"order\": {"
    "   \"amountOfMoney\": {\"amount\": 1250, \"currencyCode\": \"USD\"},"
    "   \"customer\": {\"billingAddress\": {\"countryCode\": \"CN\"}},"
    "   \"references\": {\"merchantReference\": \"%s\", \"merchantOrderId\": 42}},"
    " \"redirectPaymentMethodSpecificInput\": {"
    "   \"paymentProductId\": 863,"
    "   \"paymentProduct863SpecificInput\": {\"integrationType\": \"%s\", \"openId\": \"o-1\"}},"
    " \"fraudFields\": {\"customerIpAddress\": \"203.0.113.20\"}}", reference, type);
}

char *
sandbox_test_checkout_body (const char *reference)
{
  return g_strdup_printf (
    "{\"order\": {"
    "   \"amountOfMoney\": {\"amount\": 1250, \"currencyCode\": \"USD\"},"
    "   \"customer\": {\"billingAddress\": {\"countryCode\": \"CN\"}},"
    "   \"references\": {\"merchantReference\": \"%s\"}},"
    " \"hostedCheckoutSpecificInput\": {"
    "   \"locale\": \"en_GB\", \"returnUrl\": \"https://shop.example.com/back?a=1\"}}", reference);
}

static JsonNode *
walk (JsonNode   *node,
      const char *path,
      guint       leave)
{
  g_auto(GStrv) names = g_strsplit (path, ".", -1);

  for (guint i = 0; i + leave < g_strv_length (names); i++)
    {
      if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
        {
          JsonArray *array = json_node_get_array (node);
          guint64 position = g_ascii_strtoull (names[i], NULL, 10);

          node = position < json_array_get_length (array) ? json_array_get_element (array, (guint) position) : NULL;
        }
      else if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
        node = json_object_get_member (json_node_get_object (node), names[i]);
      else
        node = NULL;
    }

  return node;
}

char *
sandbox_test_edit (const char *json,
                   const char *path,
                   const char *value)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) root = json_from_string (json, &error);
  const char *name = strrchr (path, '.') != NULL ? strrchr (path, '.') + 1 : path;
  JsonNode *parent = walk (root, path, 1);

  g_assert_no_error (error);
  g_assert_nonnull (parent);
  if (value != NULL)
    {
      g_autofree char *text = g_strdelimit (g_strdup (value), "'", '"');

      json_object_set_member (json_node_get_object (parent), name, json_from_string (text, &error));
      g_assert_no_error (error);
    }
  else
    json_object_remove_member (json_node_get_object (parent), name);

  return json_to_string (root, FALSE);
}

void
sandbox_reply_free (SandboxReply *self)
{
  soup_message_headers_unref (self->headers);
  g_free (self->text);
  g_clear_pointer (&self->json, json_node_unref);
  g_clear_error (&self->error);
  g_free (self);
}

JsonNode *
sandbox_reply_get (SandboxReply *self,
                   const char   *path)
{
  return walk (self->json, path, 0);
}

static JsonNode *
get_value (SandboxReply *self,
           const char   *path,
           GType         type)
{
  JsonNode *node = sandbox_reply_get (self, path);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != type)
    g_error ("no %s of type %s in %s", path, g_type_name (type), self->text);

  return node;
}

const char *
sandbox_reply_string (SandboxReply *self,
                      const char   *path)
{
  return json_node_get_string (get_value (self, path, G_TYPE_STRING));
}

gint64
sandbox_reply_integer (SandboxReply *self,
                       const char   *path)
{
  return json_node_get_int (get_value (self, path, G_TYPE_INT64));
}

gboolean
sandbox_reply_boolean (SandboxReply *self,
                       const char   *path)
{
  return json_node_get_boolean (get_value (self, path, G_TYPE_BOOLEAN));
}

const char *
sandbox_reply_header (SandboxReply *self,
                      const char   *name)
{
  return soup_message_headers_get_one (self->headers, name);
}

static gboolean
has_error (SandboxReply *self,
           const char   *code,
           const char   *property)
{
  JsonNode *errors = sandbox_reply_get (self, "errors");

  for (guint i = 0; errors != NULL && i < json_array_get_length (json_node_get_array (errors)); i++)
    {
      JsonObject *error = json_array_get_object_element (json_node_get_array (errors), i);

      if (g_str_equal (json_object_get_string_member (error, "code"), code) &&
          (property == NULL ||
           g_strcmp0 (json_object_get_string_member_with_default (error, "propertyName", NULL), property) == 0))
        return TRUE;
    }

  return FALSE;
}

void
sandbox_assert_error (SandboxReply *self,
                      guint         status,
                      const char   *code,
                      const char   *property)
{
  g_assert_no_error (self->error);
  g_assert_cmpuint (self->status, ==, status);
  g_assert_nonnull (self->json);
  g_assert_cmpuint (strlen (sandbox_reply_string (self, "errorId")), >, 0);
  if (!has_error (self, code, property))
    g_error ("no error %s for %s in %s", code, property, self->text);
  g_assert_cmpint (sandbox_reply_integer (self, "errors.0.httpStatusCode"), ==, status);
}

void
sandbox_assert_html (SandboxReply *self,
                     guint         status)
{
  g_assert_no_error (self->error);
  g_assert_cmpuint (self->status, ==, status);
  g_assert_cmpstr (soup_message_headers_get_content_type (self->headers, NULL), ==, "text/html");
}
