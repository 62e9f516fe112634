/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-date.h"
#include "sandbox-auth.h"
#include "sandbox-clock.h"

#define SCHEME "GCS v1HMAC:"

static SandboxAnswer *
refuse (const char *message)
{
  return sandbox_answer_new_error (403, "9002", "MISSING_OR_INVALID_AUTHORIZATION", NULL, message);
}

static GArray *
collect_headers (SandboxCall *call)
{
  GArray *headers = g_array_new (FALSE, FALSE, sizeof (ConnectHeader));
  SoupMessageHeadersIter iter;
  ConnectHeader header;

  soup_message_headers_iter_init (&iter, soup_server_message_get_request_headers (call->message));
  while (soup_message_headers_iter_next (&iter, &header.name, &header.value))
    g_array_append_val (headers, header);

  return headers;
}

static gboolean
signature_fits (SandboxCall *call,
                const char  *signature,
                gboolean     decode_query)
{
  g_autoptr(GArray) headers = collect_headers (call);
  g_autofree char *text = NULL;
  g_autofree char *expected = NULL;

  text = connect_string_to_sign (soup_server_message_get_method (call->message),
                                 sandbox_call_header (call, "Content-Type"),
                                 sandbox_call_header (call, "Date"),
                                 (const ConnectHeader *) (gpointer) headers->data, headers->len,
                                 call->target, decode_query);
  expected = connect_signer_sign_string (call->server->signer, text);

  return connect_signatures_equal (expected, signature);
}

static gboolean
is_signed (SandboxCall *call)
{
  const char *authorization = sandbox_call_header (call, "Authorization");
  const char *key_id = call->server->account->api_key_id;
  gsize length = strlen (key_id);
  const char *rest;

  if (authorization == NULL || !g_str_has_prefix (authorization, SCHEME))
    return FALSE;

  rest = authorization + strlen (SCHEME);
  if (strncmp (rest, key_id, length) != 0 || rest[length] != ':')
    return FALSE;

  return signature_fits (call, rest + length + 1, TRUE) || signature_fits (call, rest + length + 1, FALSE);
}

SandboxAnswer *
sandbox_auth_check (SandboxCall *call)
{
  gint64 date = connect_date_parse (sandbox_call_header (call, "Date"));

  if (date == CONNECT_DATE_UNKNOWN)
    return refuse ("the Date header is missing or cannot be read");
  if (!is_signed (call))
    return refuse ("MISSING_OR_INVALID_AUTHORIZATION");
  if (!sandbox_clock_accepts (call->server->store, date))
    return refuse ("the Date header is too far from the platform's time");
  if (!g_str_equal (call->args[0], call->server->account->merchant_id))
    return sandbox_answer_new_error (403, "9007", "ACCESS_TO_MERCHANT_NOT_ALLOWED", NULL,
                                     "ACCESS_TO_MERCHANT_NOT_ALLOWED");

  return NULL;
}
