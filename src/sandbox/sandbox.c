/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sandbox-acts.h"
#include "sandbox-clock.h"
#include "sandbox-payment.h"
#include "sandbox-server.h"
#include "sandbox.h"

struct _Sandbox
{
  GObject         parent_instance;

  GThread        *thread;       /* (nullable) (owned) NULL before the start and after the end */
  GMainContext   *context;      /* (owned) the thread's */
  GMainLoop      *loop;         /* (owned) */
  SandboxServer  *server;       /* (nullable) (owned) the thread's: only what runs there touches it */

  GMutex          mutex;
  GCond           cond;
  gboolean        is_up;        /* the thread has started, or said why not */
  GError         *error;        /* (nullable) (owned) why not */

  guint16         port;
  char           *state_file;   /* (nullable) (owned) */
  char           *script_file;  /* (nullable) (owned) */

  /* copies that other threads read */
  char           *endpoint;     /* (owned) */
  SandboxAccount  account;      /* (owned) */
};

G_DEFINE_FINAL_TYPE (Sandbox, sandbox, G_TYPE_OBJECT)

/* A job for the thread, by whoever waits for it. */
typedef struct
{
  Sandbox    *sandbox;
  const char *payment_id;
  const char *word;        /* (nullable) NULL: the phone's address is asked for */
  gboolean    done;
  gboolean    success;
  char       *url;         /* (nullable) (owned) */
} SandboxJob;

static void
tell_start (Sandbox *self,
            GError  *error)
{
  g_mutex_lock (&self->mutex);
  if (self->server != NULL)
    {
      SandboxAccount *account = self->server->account;

      self->endpoint = g_strdup (self->server->endpoint);
      self->account.merchant_id = g_strdup (account->merchant_id);
      self->account.api_key_id = g_strdup (account->api_key_id);
      self->account.secret_api_key = g_strdup (account->secret_api_key);
    }
  self->error = error;
  self->is_up = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static gpointer
serve (gpointer data)
{
  Sandbox *self = data;
  GError *error = NULL;

  g_main_context_push_thread_default (self->context);

  self->server = sandbox_server_new (self->port, self->state_file, self->script_file, &error);
  tell_start (self, error);
  if (self->server != NULL)
    g_main_loop_run (self->loop);

  g_clear_pointer (&self->server, sandbox_server_free);
  /* What libsoup has put off for its end. */
  while (g_main_context_iteration (self->context, FALSE))
    ;

  g_main_context_pop_thread_default (self->context);

  return NULL;
}

static void
do_job (SandboxJob *job)
{
  SandboxServer *server = job->sandbox->server;
  g_autoptr(SandboxPayment) payment = NULL;

  if (!sandbox_store_begin (server->store, job->word != NULL))
    return;

  payment = sandbox_payment_find (server->store, job->payment_id);
  if (payment != NULL && job->word == NULL)
    job->url = g_strdup_printf ("%s/phone/%s", server->endpoint, payment->token);
  else if (payment != NULL)
    job->success = sandbox_acts_play (server->store, payment, job->word,
                                      sandbox_clock_now (server->store)) == SANDBOX_ACTED;

  if (!sandbox_store_end (server->store))
    job->success = FALSE;
}

static gboolean
job_cb (gpointer user_data)
{
  SandboxJob *job = user_data;

  do_job (job);

  g_mutex_lock (&job->sandbox->mutex);
  job->done = TRUE;
  g_cond_broadcast (&job->sandbox->cond);
  g_mutex_unlock (&job->sandbox->mutex);

  return G_SOURCE_REMOVE;
}

static void
run_job (Sandbox    *self,
         SandboxJob *job)
{
  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, job_cb, job, NULL);

  g_mutex_lock (&self->mutex);
  while (!job->done)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

static void
sandbox_finalize (GObject *object)
{
  Sandbox *self = SANDBOX_SANDBOX (object);

  sandbox_stop (self);

  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_clear_error (&self->error);
  g_free (self->state_file);
  g_free (self->script_file);
  g_free (self->endpoint);
  g_free (self->account.merchant_id);
  g_free (self->account.api_key_id);
  g_free (self->account.secret_api_key);

  G_OBJECT_CLASS (sandbox_parent_class)->finalize (object);
}

static void
sandbox_class_init (SandboxClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sandbox_finalize;
}

static void
sandbox_init (Sandbox *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
}

Sandbox *
sandbox_start (guint16      port,
               const char  *state_file,
               const char  *script_file,
               GError     **error)
{
  g_autoptr(Sandbox) self = g_object_new (SANDBOX_TYPE_SANDBOX, NULL);

  self->port = port;
  self->state_file = g_strdup (state_file);
  self->script_file = g_strdup (script_file);
  self->thread = g_thread_new ("sandbox", serve, self);

  g_mutex_lock (&self->mutex);
  while (!self->is_up)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);

  if (self->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return NULL;
    }

  return g_steal_pointer (&self);
}

void
sandbox_stop (Sandbox *self)
{
  g_return_if_fail (SANDBOX_IS_SANDBOX (self));

  if (self->thread == NULL)
    return;

  /* By a source, and not from here: a loop that does not run yet would not notice. */
  g_main_context_invoke (self->context, quit_cb, self->loop);
  g_thread_join (g_steal_pointer (&self->thread));
}

const char *
sandbox_get_endpoint (Sandbox *self)
{
  g_return_val_if_fail (SANDBOX_IS_SANDBOX (self), NULL);

  return self->endpoint;
}

const char *
sandbox_get_merchant_id (Sandbox *self)
{
  g_return_val_if_fail (SANDBOX_IS_SANDBOX (self), NULL);

  return self->account.merchant_id;
}

const char *
sandbox_get_api_key_id (Sandbox *self)
{
  g_return_val_if_fail (SANDBOX_IS_SANDBOX (self), NULL);

  return self->account.api_key_id;
}

const char *
sandbox_get_secret_api_key (Sandbox *self)
{
  g_return_val_if_fail (SANDBOX_IS_SANDBOX (self), NULL);

  return self->account.secret_api_key;
}

char *
sandbox_get_phone_url (Sandbox    *self,
                       const char *payment_id)
{
  SandboxJob job = { .sandbox = self, .payment_id = payment_id };

  g_return_val_if_fail (SANDBOX_IS_SANDBOX (self), NULL);
  g_return_val_if_fail (self->thread != NULL, NULL);

  run_job (self, &job);

  return job.url;
}

gboolean
sandbox_act (Sandbox    *self,
             const char *payment_id,
             SandboxAct  act)
{
  static const char * const words[] = {
    [SANDBOX_ACT_SCAN] = "scan",
    [SANDBOX_ACT_PAY] = "pay",
    [SANDBOX_ACT_DECLINE] = "decline",
    [SANDBOX_ACT_CONFIRM] = "confirm",
  };
  SandboxJob job = { .sandbox = self, .payment_id = payment_id };

  g_return_val_if_fail (SANDBOX_IS_SANDBOX (self), FALSE);
  g_return_val_if_fail (self->thread != NULL, FALSE);
  g_return_val_if_fail ((guint) act < G_N_ELEMENTS (words), FALSE);

  job.word = words[act];
  run_job (self, &job);

  return job.success;
}
