/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-date.h"
#include "sandbox-answer.h"
#include "sandbox-auth.h"
#include "sandbox-call.h"
#include "sandbox-clock.h"
#include "sandbox-payment.h"
#include "sandbox-refund.h"
#include "sandbox-routes.h"
#include "sandbox-rules.h"
#include "sandbox-serve.h"
#include "sandbox-wire.h"

static void
call_over (SandboxCall *call)
{
  g_hash_table_remove (call->server->calls, call);
}

/* Also when the client has gone before its answer. */
static void
finished_cb (SoupServerMessage *message,
             gpointer           user_data)
{
  call_over (user_data);
}

/* When it has written the head of a 204, libsoup takes the answer for one that ends with the connection, and
 * closes that. */
static void
wrote_no_content_cb (SoupServerMessage *message,
                     gpointer           user_data)
{
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message), SOUP_ENCODING_NONE);
}

/* The answer is on its way as an HTTP server sends it. */
static void
send_plainly (SandboxCall *call)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (call->message);
  SoupMessageHeadersIter iter;
  const char *name, *value;
  gsize length;
  const char *data = g_bytes_get_data (call->answer->body, &length);

  soup_server_message_set_status (call->message, call->answer->status, NULL);
  soup_message_headers_iter_init (&iter, call->answer->headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    soup_message_headers_replace (headers, name, value);

  if (call->answer->content_type != NULL)
    soup_server_message_set_response (call->message, call->answer->content_type, SOUP_MEMORY_COPY, data, length);
  else if (call->answer->status == 204)
    g_signal_connect (call->message, "wrote-headers", G_CALLBACK (wrote_no_content_cb), NULL);
  else
    soup_message_headers_set_content_length (headers, 0);

  soup_server_message_unpause (call->message);
}

static gboolean
is_plain (const SandboxDelivery *delivery)
{
  return delivery->pace == 0 && delivery->filler == 0 && !delivery->silent && delivery->stop_at < 0 &&
         !delivery->reset && !delivery->hang && !delivery->no_date;
}

static gboolean
deliver_cb (gpointer user_data)
{
  SandboxCall *call = user_data;

  if (call->answer != NULL)
    {
      g_autofree char *date = connect_date_format (call->now / 1000 + call->date_shift);

      call->entry->status = call->delivery.silent ? 0 : call->answer->status;
      sandbox_answer_set_header (call->answer, "Date", date);
    }

  if (call->answer != NULL && is_plain (&call->delivery))
    send_plainly (call);
  else
    {
      g_signal_handlers_disconnect_by_data (call->message, call);
      call->wire = sandbox_wire_new (call, call_over);
    }

  return G_SOURCE_REMOVE;
}

/* What does not come from the handler, but from the state that cannot be read or kept. */
static SandboxAnswer *
no_state (void)
{
  return sandbox_answer_new_error (500, "9999", "UNKNOWN_SERVER_ERROR", NULL, "the sandbox's state cannot be kept");
}

static void
run_handler (SandboxCall *call)
{
  SandboxStore *store = call->server->store;

  if (!sandbox_store_begin (store, !g_str_equal (call->route->method, "GET")))
    {
      call->answer = no_state ();
      return;
    }

  call->now = sandbox_clock_now (store);
  call->answer = call->route->handler (call);
  if (!sandbox_store_end (store))
    {
      sandbox_answer_free (call->answer);
      call->answer = no_state ();
    }
}

static gboolean
execute_cb (gpointer user_data)
{
  SandboxCall *call = user_data;

  if (!call->unexecuted)
    run_handler (call);

  for (guint i = 0; call->faults != NULL && i < call->faults->len; i++)
    sandbox_fault_change (g_ptr_array_index (call->faults, i), call);

  sandbox_call_wait (call, call->delivery.late, deliver_cb);

  return G_SOURCE_REMOVE;
}

/* Of which payment the request is about, as far as it can be told before it is executed. */
static char *
find_reference (SandboxCall *call)
{
  const char *reference = sandbox_call_query (call, "merchantReference");

  if (reference == NULL && call->body != NULL)
    reference = sandbox_rules_get_string (call->body, "order.references.merchantReference");
  if (reference != NULL)
    return g_strdup (reference);

  if (call->args[0] != NULL && call->args[1] != NULL)
    {
      g_autoptr(SandboxRefund) refund = sandbox_refund_find (call->server->store, call->args[1]);
      g_autoptr(SandboxPayment) payment =
        sandbox_payment_find (call->server->store, refund != NULL ? refund->payment_id : call->args[1]);

      return payment != NULL ? g_strdup (payment->merchant_reference) : NULL;
    }

  return NULL;
}

static void
note_fault (SandboxCall  *call,
            SandboxFault *fault)
{
  g_autofree char *before = g_steal_pointer (&call->entry->faults);

  call->entry->faults = g_strjoin (" ", sandbox_fault_get_word (fault), before, NULL);
}

static void
take_faults (SandboxCall *call)
{
  call->faults = sandbox_faults_take (call->server->faults, call->route->word, call->entry->merchant_reference);
  for (guint i = 0; call->faults != NULL && i < call->faults->len; i++)
    {
      note_fault (call, g_ptr_array_index (call->faults, i));
      sandbox_fault_prepare (g_ptr_array_index (call->faults, i), call);
    }
}

/* A request of the API: who asks comes before everything else, so that a script counts only what is taken. */
static void
begin_api (SandboxCall *call)
{
  SandboxStore *store = call->server->store;

  call->entry->call = g_strdup (call->route->word);
  sandbox_store_begin (store, FALSE);
  call->now = sandbox_clock_now (store);
  call->answer = sandbox_auth_check (call);
  call->entry->merchant_reference = find_reference (call);
  if (!sandbox_store_end (store) && call->answer == NULL)
    call->answer = no_state ();

  if (call->answer != NULL)
    {
      sandbox_call_wait (call, 0, deliver_cb);
      return;
    }

  take_faults (call);
  sandbox_call_wait (call, call->held, execute_cb);
}

static void
begin (SandboxCall *call)
{
  gboolean wrong_method;

  call->route = sandbox_routes_find (soup_server_message_get_method (call->message),
                                     g_uri_get_path (soup_server_message_get_uri (call->message)),
                                     &call->args, &wrong_method);

  if (!soup_message_body_get_accumulate (soup_server_message_get_request_body (call->message)))
    call->answer = sandbox_answer_new_html (413, "Request Entity Too Large");
  else if (call->route == NULL)
    call->answer = wrong_method ? sandbox_answer_new_html (405, "Method Not Allowed") :
                                  sandbox_answer_new_html (404, "Not Found");

  if (call->answer != NULL)
    {
      call->now = sandbox_clock_now (call->server->store);
      sandbox_call_wait (call, 0, deliver_cb);
    }
  else if (call->route->word != NULL)
    begin_api (call);
  else
    sandbox_call_wait (call, 0, execute_cb);
}

void
sandbox_serve (SandboxServer     *server,
               SoupServerMessage *message)
{
  SandboxCall *call = sandbox_call_new (server, message);

  g_hash_table_add (server->calls, call);
  g_signal_connect (message, "finished", G_CALLBACK (finished_cb), call);
  soup_server_message_pause (message);
  begin (call);
}
