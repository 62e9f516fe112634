/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-date.h"
#include "connect-exchange-private.h"
#include "fault-world.h"

/* Takes the place of the network below ConnectClient (the linker's --wrap): what would be one HTTP exchange is
 * one call to the model of the platform, in the test's own time.  Signing, headers and the reading of answers
 * stay the client's own. */

void    __wrap_connect_exchange_run_async  (SoupSession          *session,
                                            SoupMessage          *message,
                                            ConnectCall          *call,
                                            gint64                deadline,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
GBytes *__wrap_connect_exchange_run_finish (SoupSession          *session,
                                            GAsyncResult         *result,
                                            GError              **error);
void    __wrap_soup_message_set_request_body_from_bytes (SoupMessage *message,
                                                         const char  *content_type,
                                                         GBytes      *bytes);
SoupStatus __wrap_soup_message_get_status  (SoupMessage          *message);

#define SLACK_MS 100   /* of the machine's own clock between the deadline being made and read */

typedef struct
{
  FaultProcess *process;    /* (unowned) */
  FaultRequest  request;
  FaultReply    reply;
  SoupMessage  *message;    /* (owned) */
  ConnectCall  *call;       /* (owned) */
  GTask        *task;       /* (owned) */
  TillClock    *clock;      /* (owned) */
  GSource      *cancelled;  /* (nullable) (owned) */
  guint         timer;
  char         *flight;     /* (nullable) (owned) the audit's name of the payment asked about */
} Exchange;

static void
exchange_free (Exchange *self)
{
  g_free (self->request.merchant);
  g_free (self->request.key);
  g_clear_pointer (&self->request.body, g_bytes_unref);
  g_free (self->request.id);
  g_free (self->request.reference);
  g_free (self->request.checkout);
  g_free (self->reply.body);
  g_object_unref (self->message);
  connect_call_unref (self->call);
  g_object_unref (self->task);
  g_object_unref (self->clock);
  g_free (self->flight);
  g_free (self);
}

void
fault_wire_attach (SoupSession  *session,
                   FaultProcess *process)
{
  g_object_set_data (G_OBJECT (session), "process", process);
}

void
__wrap_soup_message_set_request_body_from_bytes (SoupMessage *message,
                                                 const char  *content_type,
                                                 GBytes      *bytes)
{
  g_object_set_data_full (G_OBJECT (message), "body", g_bytes_ref (bytes), (GDestroyNotify) g_bytes_unref);
}

SoupStatus
__wrap_soup_message_get_status (SoupMessage *message)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (message), "status"));
}

static void
read_path (FaultRequest *request,
           const char   *method,
           GUri         *uri)
{
  g_auto(GStrv) parts = g_strsplit (g_uri_get_path (uri), "/", -1);   /* "", v1, merchant, payments, id, what */
  gboolean is_post = g_str_equal (method, "POST");
  gboolean is_checkout = g_str_equal (parts[3], "hostedcheckouts");

  request->merchant = g_strdup (parts[2]);
  request->id = parts[4] != NULL ? g_strdup (parts[4]) : NULL;
  if (is_checkout && g_str_equal (method, "DELETE"))
    request->operation = FAULT_DELETE;
  else if (is_checkout)
    request->operation = is_post ? FAULT_CREATE_CHECKOUT : FAULT_CHECKOUT;
  else if (parts[4] == NULL)
    request->operation = is_post ? FAULT_CREATE : FAULT_FIND;
  else if (parts[5] == NULL)
    request->operation = FAULT_PAYMENT;
  else
    request->operation = is_post ? FAULT_CANCEL : FAULT_THIRD_PARTY;

  if (request->operation == FAULT_FIND)
    {
      g_autoptr(GHashTable) query = g_uri_parse_params (g_uri_get_query (uri), -1, "&", G_URI_PARAMS_NONE, NULL);

      request->reference = g_strdup (g_hash_table_lookup (query, "merchantReference"));
      request->checkout = g_strdup (g_hash_table_lookup (query, "hostedCheckoutId"));
    }
}

static void
read_request (Exchange    *self,
              SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  GBytes *body = g_object_get_data (G_OBJECT (message), "body");

  read_path (&self->request, soup_message_get_method (message), soup_message_get_uri (message));
  self->request.key = g_strdup (soup_message_headers_get_one (headers, "X-GCS-Idempotence-Key"));
  self->request.body = body != NULL ? g_bytes_ref (body) : NULL;
  self->request.date = connect_date_parse (soup_message_headers_get_one (headers, "Date"));
}

static void
write_answer (Exchange *self)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  FaultReply *reply = &self->reply;

  g_object_set_data (G_OBJECT (self->message), "status", GUINT_TO_POINTER (reply->status));
  soup_message_headers_append (headers, "Content-Type", reply->is_html ? "text/html" : "application/json");
  if (reply->date != CONNECT_DATE_UNKNOWN)
    {
      g_autofree char *date = connect_date_format (reply->date);

      soup_message_headers_append (headers, "Date", date);
    }
  if (reply->first_request != -1)
    {
      g_autofree char *first = g_strdup_printf ("%" G_GINT64_FORMAT, reply->first_request);

      soup_message_headers_append (headers, "X-GCS-Idempotence-Request-Timestamp", first);
    }
  if (reply->retry_after > 0)
    {
      g_autofree char *seconds = g_strdup_printf ("%u", reply->retry_after);

      soup_message_headers_append (headers, "Retry-After", seconds);
    }
}

static void
end (Exchange *self,
     gboolean  is_cancelled)
{
  int error = self->reply.error;

  if (self->timer != 0)
    till_clock_remove (self->clock, self->timer);
  if (self->cancelled != NULL)
    g_source_destroy (self->cancelled);
  g_clear_pointer (&self->cancelled, g_source_unref);
  if (self->flight != NULL)
    fault_audit_request_ends (self->process->world->audit, self->flight,
                              is_cancelled || error != -1 ? 0 : self->reply.status, is_cancelled,
                              self->reply.differs);

  if (error == -1 || error == CONNECT_ERROR_BAD_ANSWER)
    write_answer (self);
  if (is_cancelled)
    g_task_return_new_error (self->task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  else if (error != -1)
    g_task_return_new_error (self->task, CONNECT_ERROR, error, "by the model");
  else
    g_task_return_pointer (self->task, g_bytes_new (self->reply.body, strlen (self->reply.body)),
                           (GDestroyNotify) g_bytes_unref);
  exchange_free (self);
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  end (user_data, TRUE);

  return G_SOURCE_REMOVE;
}

static gboolean
due_cb (gpointer user_data)
{
  Exchange *self = user_data;

  self->timer = 0;
  end (self, FALSE);

  return G_SOURCE_REMOVE;
}

static gboolean
at_once_cb (gpointer user_data)
{
  end (user_data, FALSE);

  return G_SOURCE_REMOVE;
}

/* Beyond the client's limit there is no answer, whatever the platform has in mind. */
static void
bound (Exchange *self,
       gint64    deadline)
{
  gint64 limit = (deadline - g_get_monotonic_time ()) / 1000 + SLACK_MS;

  limit -= limit % 1000;
  if (self->reply.delay < limit)
    return;

  self->reply.delay = limit;
  self->reply.error = self->reply.left ? CONNECT_ERROR_NO_ANSWER : CONNECT_ERROR_OFFLINE;
}

static void
kill_at_fault (FaultWorld   *world,
               FaultProcess *process)
{
  process->die_at_write = process->n_writes + 1;
  process->die_before = world->kill_at_fault == FAULT_KILL_BEFORE;
  world->kill_at_fault = FAULT_KILL_NONE;
}

static void
ask_platform (Exchange *self)
{
  FaultProcess *process = self->process;
  FaultWorld *world = process->world;

  self->reply = (FaultReply) { .error = CONNECT_ERROR_OFFLINE, .first_request = -1 };
  if (process->dead)
    return;

  self->flight = fault_audit_request_begins (world->audit, process, &self->request);
  if (!world->is_online)
    return;
  if (world->kill_at_fault != FAULT_KILL_NONE
      && fault_platform_is_armed (world->platform, self->request.operation))
    kill_at_fault (world, process);
  fault_platform_answer (world->platform, &self->request, &self->reply);
}

void
__wrap_connect_exchange_run_async (SoupSession         *session,
                                   SoupMessage         *message,
                                   ConnectCall         *call,
                                   gint64               deadline,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  Exchange *self = g_new0 (Exchange, 1);

  self->process = g_object_get_data (G_OBJECT (session), "process");
  self->message = g_object_ref (message);
  self->call = connect_call_ref (call);
  self->clock = g_object_ref (TILL_CLOCK (self->process->world->clock));
  self->task = g_task_new (session, cancellable, callback, user_data);
  g_task_set_check_cancellable (self->task, FALSE);
  read_request (self, message);
  ask_platform (self);
  bound (self, deadline);
  if (self->reply.left)
    call->may_have_left = TRUE;

  if (self->reply.delay == 0)
    {
      self->cancelled = g_idle_source_new ();
      g_source_set_priority (self->cancelled, G_PRIORITY_DEFAULT);
      g_source_set_callback (self->cancelled, at_once_cb, self, NULL);
    }
  else
    {
      self->timer = till_clock_add_timeout (self->clock, (guint) self->reply.delay, due_cb, self);
      self->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->cancelled, G_SOURCE_FUNC (cancelled_cb), self, NULL);
    }
  g_source_attach (self->cancelled, NULL);
}

GBytes *
__wrap_connect_exchange_run_finish (SoupSession   *session,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
