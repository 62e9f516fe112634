/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-idle-private.h"

/* Shorter than what is usual for servers: a POST on a connection that they just closed is lost. */
#define IDLE_MS 20000

typedef struct
{
  guint    n_exchanges;   /* under way */
  guint    idle_ms;
  GSource *source;        /* (nullable) (owned) while none is under way and connections may be kept */
} ConnectIdle;

static void
clear_source (ConnectIdle *self)
{
  if (self->source == NULL)
    return;

  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}

static void
idle_free (gpointer data)
{
  ConnectIdle *self = data;

  clear_source (self);
  g_free (self);
}

static ConnectIdle *
get_idle (SoupSession *session)
{
  static GQuark quark;
  ConnectIdle *self;

  if (quark == 0)
    quark = g_quark_from_static_string ("connect-idle");

  self = g_object_get_qdata (G_OBJECT (session), quark);
  if (self == NULL)
    {
      self = g_new0 (ConnectIdle, 1);
      self->idle_ms = IDLE_MS;
      g_object_set_qdata_full (G_OBJECT (session), quark, self, idle_free);
    }

  return self;
}

/* Nothing is under way, so all that there is to abort are connections that nobody uses. */
static gboolean
time_is_up_cb (gpointer user_data)
{
  SoupSession *session = SOUP_SESSION (user_data);

  clear_source (get_idle (session));
  soup_session_abort (session);

  return G_SOURCE_REMOVE;
}

void
connect_idle_begin (SoupSession *session)
{
  ConnectIdle *self = get_idle (session);

  self->n_exchanges++;
  clear_source (self);
}

void
connect_idle_end (SoupSession *session)
{
  ConnectIdle *self = get_idle (session);

  g_return_if_fail (self->n_exchanges > 0);

  self->n_exchanges--;
  if (self->n_exchanges > 0)
    return;

  /* The session owns what the source is kept in, and the source ends with it. */
  self->source = g_timeout_source_new (self->idle_ms);
  g_source_set_callback (self->source, time_is_up_cb, session, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

void
connect_idle_set_time (SoupSession *session,
                       guint        ms)
{
  get_idle (session)->idle_ms = ms;
}
