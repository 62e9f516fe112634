/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "sandbox-answer.h"

SandboxAnswer *
sandbox_answer_new (guint       status,
                    const char *content_type,
                    GBytes     *body)
{
  SandboxAnswer *self = g_new0 (SandboxAnswer, 1);

  self->status = status;
  self->content_type = g_strdup (content_type);
  self->body = body;
  self->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);

  return self;
}

SandboxAnswer *
sandbox_answer_new_empty (guint status)
{
  return sandbox_answer_new (status, NULL, g_bytes_new_static ("", 0));
}

SandboxAnswer *
sandbox_answer_new_json (guint       status,
                         JsonObject *root)
{
  g_autoptr(JsonObject) owned = root;
  char *text = sandbox_json_to_text (owned);

  return sandbox_answer_new (status, "application/json", g_bytes_new_take (text, strlen (text)));
}

SandboxAnswer *
sandbox_answer_new_html (guint       status,
                         const char *text)
{
  char *html = g_markup_printf_escaped ("<!DOCTYPE html>\n<html><head><title>%u %s</title></head>"
                                        "<body><h1>%u %s</h1></body></html>\n", status, text, status, text);

  return sandbox_answer_new (status, "text/html; charset=utf-8", g_bytes_new_take (html, strlen (html)));
}

SandboxAnswer *
sandbox_answer_new_errors (guint       status,
                           JsonArray  *errors,
                           const char *result_name,
                           JsonObject *result)
{
  JsonObject *root = json_object_new ();
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *error_id = g_strdup_printf ("%s-%08x", uuid, g_random_int ());

  json_object_set_string_member (root, "errorId", error_id);
  json_object_set_array_member (root, "errors", errors);
  if (result != NULL)
    json_object_set_object_member (root, result_name, result);

  return sandbox_answer_new_json (status, root);
}

SandboxAnswer *
sandbox_answer_new_error (guint       status,
                          const char *code,
                          const char *id,
                          const char *property,
                          const char *message)
{
  JsonArray *errors = json_array_new ();

  sandbox_errors_add (errors, status, code, id, property, message);

  return sandbox_answer_new_errors (status, errors, NULL, NULL);
}

void
sandbox_answer_free (SandboxAnswer *self)
{
  g_free (self->content_type);
  g_bytes_unref (self->body);
  soup_message_headers_unref (self->headers);
  g_free (self);
}

void
sandbox_answer_set_header (SandboxAnswer *self,
                           const char    *name,
                           const char    *value)
{
  soup_message_headers_replace (self->headers, name, value);
}

void
sandbox_answer_set_body (SandboxAnswer *self,
                         GBytes        *body)
{
  g_bytes_unref (self->body);
  self->body = body;
}

void
sandbox_errors_add (JsonArray  *errors,
                    guint       status,
                    const char *code,
                    const char *id,
                    const char *property,
                    const char *message)
{
  JsonObject *error = json_object_new ();
  g_autofree char *request_id = g_strdup_printf ("%u", g_random_int ());

  json_object_set_string_member (error, "code", code);
  if (id != NULL)
    json_object_set_string_member (error, "id", id);
  /* Codes of up to four digits are Connect's own, longer ones come from the payment platform behind it. */
  json_object_set_string_member (error, "category",
                                 strlen (code) <= 4 ? "CONNECT_PLATFORM_ERROR" : "PAYMENT_PLATFORM_ERROR");
  if (property != NULL)
    json_object_set_string_member (error, "propertyName", property);
  json_object_set_string_member (error, "message", message);
  json_object_set_int_member (error, "httpStatusCode", status);
  json_object_set_string_member (error, "requestId", request_id);
  json_array_add_object_element (errors, error);
}

char *
sandbox_json_to_text (JsonObject *root)
{
  g_autoptr(JsonNode) node = json_node_alloc ();

  json_node_init_object (node, root);

  return json_to_string (node, FALSE);
}
