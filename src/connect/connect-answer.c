/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "connect-answer-private.h"
#include "connect-error.h"
#include "connect-json-private.h"

#define MAX_WORD        64
#define MAX_TEXT        200
#define MAX_ERRORS      16
#define MAX_RETRY_AFTER 60
#define MAX_DIGITS      18
#define BUSY_CODE       "1409"

/* A body without a type is taken for JSON, as the platform's own libraries do (connect-api.md 9). */
static gboolean
is_json_type (SoupMessageHeaders *headers)
{
  const char *type = soup_message_headers_get_one (headers, "Content-Type");
  gsize length;

  if (type == NULL)
    return TRUE;

  length = strcspn (type, "; \t");

  return length == strlen ("application/json") && g_ascii_strncasecmp (type, "application/json", length) == 0;
}

/* A number in digits alone; -1 for anything else. */
static gint64
read_digits (const char *text)
{
  gsize length = strlen (text);

  if (length == 0 || length > MAX_DIGITS || strspn (text, "0123456789") != length)
    return -1;

  return g_ascii_strtoll (text, NULL, 10);
}

static guint
read_retry_after (SoupMessageHeaders *headers,
                  gint64              platform_date)
{
  const char *text = soup_message_headers_get_one (headers, "Retry-After");
  gint64 seconds;
  gint64 date;

  if (text == NULL)
    return 0;

  seconds = read_digits (text);
  date = connect_date_parse (text);
  if (seconds < 0 && date != CONNECT_DATE_UNKNOWN && platform_date != CONNECT_DATE_UNKNOWN)
    seconds = date - platform_date;

  return (guint) CLAMP (seconds, 0, MAX_RETRY_AFTER);
}

static void
read_headers (SoupMessageHeaders *headers,
              gint64              our_time,
              ConnectCall        *call)
{
  const char *first = soup_message_headers_get_one (headers, "X-GCS-Idempotence-Request-Timestamp");

  call->platform_date = connect_date_parse (soup_message_headers_get_one (headers, "Date"));
  if (call->platform_date != CONNECT_DATE_UNKNOWN)
    call->clock_skew = call->platform_date - our_time;
  call->retry_after = read_retry_after (headers, call->platform_date);

  /* The header alone says that this was a repeat, even if its value cannot be read. */
  call->first_request = first != NULL ? MAX (read_digits (first), 0) : -1;
}

static char *
dup_code (JsonObject *object)
{
  char *code = connect_json_dup_word (object, "code", MAX_WORD);

  return code != NULL ? code : g_strdup ("");
}

static void
read_errors (JsonObject  *root,
             ConnectCall *call)
{
  JsonArray *errors = connect_json_get_array (root, "errors");
  guint length = errors != NULL ? MIN (json_array_get_length (errors), MAX_ERRORS) : 0;

  call->error_id = connect_json_dup_word (root, "errorId", MAX_WORD);
  for (guint i = 0; i < length; i++)
    {
      JsonNode *node = json_array_get_element (errors, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      ConnectApiError *entry;

      if (object == NULL)
        continue;
      entry = g_new0 (ConnectApiError, 1);
      entry->code = dup_code (object);
      entry->id = connect_json_dup_word (object, "id", MAX_WORD);
      entry->property_name = connect_json_dup_word (object, "propertyName", MAX_TEXT);
      entry->message = connect_json_dup_word (object, "message", MAX_TEXT);
      g_ptr_array_add (call->errors, entry);
    }
}

static gboolean
has_result (JsonObject *root,
            const char *name)
{
  return root != NULL && connect_json_get_object (root, name) != NULL;
}

static gboolean
is_error_body (JsonObject *root)
{
  return connect_json_get_string (root, "errorId", G_MAXSIZE) != NULL
         || connect_json_get_array (root, "errors") != NULL
         || has_result (root, "paymentResult")
         || has_result (root, "refundResult");
}

static gboolean
is_busy (ConnectCall *call)
{
  for (guint i = 0; i < call->errors->len; i++)
    {
      const ConnectApiError *entry = g_ptr_array_index (call->errors, i);

      if (g_strcmp0 (entry->code, BUSY_CODE) == 0)
        return TRUE;
    }

  return FALSE;
}

/* What the caller can do about an answer that is no result. */
static ConnectError
code_for (ConnectCall *call)
{
  guint status = call->http_status;

  if (status == 408 || status == 429 || (status >= 500 && status <= 599))
    return CONNECT_ERROR_TRY_LATER;
  if (!call->is_connect_json || status < 400 || status > 499)
    return CONNECT_ERROR_BAD_ANSWER;
  if (status == 401 || status == 403)
    return ABS (call->clock_skew) >= CONNECT_CLOCK_TOLERANCE ? CONNECT_ERROR_CLOCK_WRONG
                                                             : CONNECT_ERROR_KEY_REFUSED;
  if (status == 404 || status == 410)
    return CONNECT_ERROR_NOT_FOUND;
  if (status == 409 && is_busy (call))
    return CONNECT_ERROR_BUSY;

  return CONNECT_ERROR_REFUSED;
}

JsonObject *
connect_answer_read (SoupMessage *message,
                     GBytes      *body,
                     gint64       our_time,
                     ConnectCall *call)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  JsonObject *root = NULL;

  call->http_status = soup_message_get_status (message);
  read_headers (headers, our_time, call);

  if (body != NULL && is_json_type (headers))
    root = connect_json_parse (g_bytes_get_data (body, NULL), g_bytes_get_size (body), NULL);
  if (root == NULL)
    return NULL;

  call->is_connect_json = SOUP_STATUS_IS_SUCCESSFUL (call->http_status) || is_error_body (root);
  read_errors (root, call);

  return root;
}

gboolean
connect_answer_judge (ConnectCall  *call,
                      JsonObject   *root,
                      const char   *result,
                      GError      **error)
{
  const char *code = connect_call_first_code (call);

  if (SOUP_STATUS_IS_SUCCESSFUL (call->http_status) && root != NULL)
    return TRUE;
  if (SOUP_STATUS_IS_SUCCESSFUL (call->http_status))
    {
      g_set_error (error, CONNECT_ERROR, CONNECT_ERROR_BAD_ANSWER,
                   "HTTP %u without readable JSON", call->http_status);
      return FALSE;
    }
  if (result != NULL && call->http_status >= 400 && has_result (root, result))
    return TRUE;

  g_set_error (error, CONNECT_ERROR, code_for (call), "HTTP %u, code %s, errorId %s", call->http_status,
               code != NULL && *code != '\0' ? code : "-", call->error_id != NULL ? call->error_id : "-");

  return FALSE;
}
