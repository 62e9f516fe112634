/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-date.h"
#include "sandbox-test.h"

#define TIMEOUT_MS 10000

SandboxTest *
sandbox_test_new (const char *state_file,
                  const char *script_file)
{
  SandboxTest *self = g_new0 (SandboxTest, 1);
  g_autoptr(GError) error = NULL;

  self->sandbox = sandbox_start (0, state_file, script_file, &error);
  g_assert_no_error (error);
  self->session = soup_session_new_with_options ("proxy-resolver", NULL, NULL);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
  self->signer = connect_signer_new (sandbox_get_api_key_id (self->sandbox),
                                     sandbox_get_secret_api_key (self->sandbox), -1);

  return self;
}

void
sandbox_test_free (SandboxTest *self)
{
  soup_session_abort (self->session);
  g_object_unref (self->session);
  g_object_unref (self->signer);
  g_assert_finalize_object (self->sandbox);
  g_free (self);
}

static gboolean
cancel_cb (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);

  return G_SOURCE_REMOVE;
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* In the main context, so that the time limit works. */
static GBytes *
send_and_read (SandboxTest  *self,
               SoupMessage  *message,
               guint         timeout,
               GError      **error)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GSource) timer = g_timeout_source_new (timeout > 0 ? timeout : TIMEOUT_MS);

  g_source_set_callback (timer, cancel_cb, cancellable, NULL);
  g_source_attach (timer, NULL);
  soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT, cancellable, sent_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_destroy (timer);

  return soup_session_send_and_read_finish (self->session, result, error);
}

static void
parse_reply (SandboxReply *reply)
{
  const char *type = soup_message_headers_get_content_type (reply->headers, NULL);

  if (g_strcmp0 (type, "application/json") == 0 && strlen (reply->text) == reply->length)
    reply->json = json_from_string (reply->text, NULL);
}

static SandboxReply *
send_message (SandboxTest *self,
              SoupMessage *message,
              guint        timeout)
{
  SandboxReply *reply = g_new0 (SandboxReply, 1);
  g_autoptr(GBytes) bytes = NULL;

  /* IDEMPOTENT lets libsoup use a connection again for what is not a GET. */
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_IDEMPOTENT);
  bytes = send_and_read (self, message, timeout, &reply->error);
  reply->status = soup_message_get_status (message);
  reply->headers = soup_message_headers_ref (soup_message_get_response_headers (message));
  if (bytes != NULL)
    reply->length = g_bytes_get_size (bytes);
  reply->text = g_malloc0 (reply->length + 1);
  if (reply->length > 0)
    memcpy (reply->text, g_bytes_get_data (bytes, NULL), reply->length);
  parse_reply (reply);

  return reply;
}

static void
set_body (SoupMessage *message,
          const char  *type,
          const char  *body)
{
  g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));

  soup_message_set_request_body_from_bytes (message, type, bytes);
}

static void
sign (SandboxTest          *self,
      SoupMessage          *message,
      const SandboxRequest *request,
      const char           *target,
      const char           *date)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  const ConnectHeader key = { "X-GCS-Idempotence-Key", request->key };
  g_autoptr(ConnectSigner) other = NULL;
  g_autofree char *text = NULL;
  g_autofree char *signature = NULL;
  g_autofree char *authorization = NULL;

  if (request->secret != NULL || request->key_id != NULL)
    other = connect_signer_new (request->key_id != NULL ? request->key_id : sandbox_get_api_key_id (self->sandbox),
                                request->secret != NULL ? request->secret :
                                                          sandbox_get_secret_api_key (self->sandbox), -1);

  text = connect_string_to_sign (request->method, soup_message_headers_get_one (headers, "Content-Type"), date,
                                 &key, request->key != NULL ? 1 : 0, target, !request->raw_query);
  signature = connect_signer_sign_string (other != NULL ? other : self->signer, text);
  authorization = connect_signer_authorize (other != NULL ? other : self->signer, signature);
  soup_message_headers_replace (headers, "Authorization", authorization);
}

SandboxReply *
sandbox_test_send (SandboxTest          *self,
                   const SandboxRequest *request)
{
  g_autofree char *target = g_strdup_printf ("/v1/%s/%s",
                                             request->merchant != NULL ? request->merchant :
                                             sandbox_get_merchant_id (self->sandbox), request->path);
  g_autofree char *url = g_strconcat (sandbox_get_endpoint (self->sandbox), target, NULL);
  g_autoptr(SoupMessage) message = soup_message_new (request->method, url);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autofree char *now = connect_date_format (g_get_real_time () / G_USEC_PER_SEC + request->seconds);
  const char *date = request->date != NULL ? request->date : now;

  if (request->body != NULL)
    set_body (message, request->content_type != NULL ? request->content_type : "application/json", request->body);
  else if (request->content_type != NULL)
    soup_message_headers_replace (headers, "Content-Type", request->content_type);
  if (request->key != NULL)
    soup_message_headers_replace (headers, "X-GCS-Idempotence-Key", request->key);

  sign (self, message, request, target, date);
  if (date[0] != '\0')
    soup_message_headers_replace (headers, "Date", date);
  if (request->authorization != NULL)
    soup_message_headers_replace (headers, "Authorization", request->authorization);
  if (g_strcmp0 (request->authorization, "") == 0)
    soup_message_headers_remove (headers, "Authorization");

  return send_message (self, message, request->timeout);
}

SandboxReply *
sandbox_test_call (SandboxTest *self,
                   const char  *method,
                   const char  *path,
                   const char  *body,
                   const char  *key)
{
  const SandboxRequest request = { .method = method, .path = path, .body = body, .key = key };

  return sandbox_test_send (self, &request);
}

SandboxReply *
sandbox_test_plain (SandboxTest *self,
                    const char  *method,
                    const char  *path,
                    const char  *body)
{
  g_autofree char *url = g_strconcat (sandbox_get_endpoint (self->sandbox), path, NULL);
  g_autoptr(SoupMessage) message = soup_message_new (method, url);

  if (body != NULL)
    set_body (message, "application/json", body);

  return send_message (self, message, 0);
}

SandboxReply *
sandbox_test_control (SandboxTest *self,
                      const char  *method,
                      const char  *path,
                      const char  *body)
{
  g_autofree char *whole = g_strconcat ("/_control/", path, NULL);
  SandboxReply *reply = sandbox_test_plain (self, method, whole, body);

  g_assert_no_error (reply->error);
  if (reply->status != 200 && reply->status != 204)
    g_error ("%s %s: %u %s", method, whole, reply->status, reply->text);

  return reply;
}

void
sandbox_test_set (SandboxTest *self,
                  const char  *path,
                  const char  *body)
{
  sandbox_reply_free (sandbox_test_control (self, "POST", path, body));
}

void
sandbox_test_add_fault (SandboxTest *self,
                        const char  *json)
{
  g_autofree char *body = g_strdelimit (g_strdup (json), "'", '"');

  sandbox_test_set (self, "faults", body);
}

char *
sandbox_test_create (SandboxTest *self,
                     const char  *type,
                     const char  *reference)
{
  g_autofree char *body = sandbox_test_payment_body (type, reference);
  g_autoptr(SandboxReply) reply = sandbox_test_call (self, "POST", "payments", body, NULL);

  g_assert_cmpuint (reply->status, ==, 201);

  return g_strdup (sandbox_reply_string (reply, "payment.id"));
}

char *
sandbox_test_status (SandboxTest *self,
                     const char  *payment_id)
{
  g_autofree char *path = g_strdup_printf ("payments/%s", payment_id);
  g_autoptr(SandboxReply) reply = sandbox_test_call (self, "GET", path, NULL, NULL);

  g_assert_cmpuint (reply->status, ==, 200);

  return g_strdup (sandbox_reply_string (reply, "status"));
}

guint
sandbox_test_count (SandboxTest *self)
{
  g_autoptr(SandboxReply) reply = sandbox_test_control (self, "GET", "payments", NULL);

  return json_array_get_length (json_node_get_array (sandbox_reply_get (reply, "payments")));
}
