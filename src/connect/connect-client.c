/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <sys/utsname.h>

#include "connect-json-private.h"
#include "connect-operation-private.h"

#define DEFAULT_CREATE_MS 25000
#define DEFAULT_OTHER_MS  8000

struct _ConnectClient
{
  GObject            parent_instance;

  ConnectClientCore  core;
};

G_DEFINE_FINAL_TYPE (ConnectClient, connect_client, G_TYPE_OBJECT)

typedef enum
{
  PROP_CLOCK_OFFSET = 1,
  PROP_CLOCK_SKEW,
} ConnectClientProperty;

static GParamSpec *properties[PROP_CLOCK_SKEW + 1];

/* Who is calling, for the platform's support (connect-api.md 3.1).  Never an official library. */
static char *
make_meta (void)
{
  g_autoptr(JsonNode) root = json_node_alloc ();
  g_autoptr(JsonObject) object = json_object_new ();
  g_autofree char *platform = NULL;
  g_autofree char *text = NULL;
  struct utsname system;

  if (uname (&system) == 0)
    platform = g_strdup_printf ("%s/%s C", system.sysname, system.release);
  json_object_set_string_member (object, "platformIdentifier", platform != NULL ? platform : "C");
  json_object_set_string_member (object, "sdkIdentifier", "Till/" PACKAGE_VERSION);
  json_object_set_string_member (object, "sdkCreator", "Till");
  json_object_set_string_member (object, "integrator", "Till");
  json_node_init_object (root, object);
  text = json_to_string (root, FALSE);

  return g_base64_encode ((const guchar *) text, strlen (text));
}

static void
connect_client_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  ConnectClient *self = CONNECT_CLIENT (object);

  switch ((ConnectClientProperty) prop_id)
    {
    case PROP_CLOCK_OFFSET:
      g_value_set_int64 (value, self->core.clock_offset);
      break;
    case PROP_CLOCK_SKEW:
      g_value_set_int64 (value, connect_skew_get_median (&self->core.skew));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
connect_client_finalize (GObject *object)
{
  ConnectClient *self = CONNECT_CLIENT (object);

  g_clear_object (&self->core.session);
  g_clear_object (&self->core.signer);
  g_clear_pointer (&self->core.endpoint, g_free);
  g_clear_pointer (&self->core.merchant_id, g_free);
  g_clear_pointer (&self->core.meta, g_free);

  G_OBJECT_CLASS (connect_client_parent_class)->finalize (object);
}

static void
connect_client_class_init (ConnectClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = connect_client_get_property;
  object_class->finalize = connect_client_finalize;

  properties[PROP_CLOCK_OFFSET] =
    g_param_spec_int64 ("clock-offset", NULL, NULL, G_MININT64, G_MAXINT64, 0,
                        G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CLOCK_SKEW] =
    g_param_spec_int64 ("clock-skew", NULL, NULL, G_MININT64, G_MAXINT64, 0,
                        G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
connect_client_init (ConnectClient *self)
{
  self->core.create_ms = DEFAULT_CREATE_MS;
  self->core.other_ms = DEFAULT_OTHER_MS;
}

ConnectClient *
connect_client_new (SoupSession   *session,
                    const char    *endpoint,
                    const char    *merchant_id,
                    ConnectSigner *signer,
                    ConnectNow     now,
                    gpointer       now_data)
{
  ConnectClient *self;

  g_return_val_if_fail (SOUP_IS_SESSION (session), NULL);
  g_return_val_if_fail (endpoint != NULL, NULL);
  g_return_val_if_fail (connect_is_path_safe (merchant_id), NULL);
  g_return_val_if_fail (CONNECT_IS_SIGNER (signer), NULL);

  self = g_object_new (CONNECT_TYPE_CLIENT, NULL);
  self->core.session = g_object_ref (session);
  self->core.endpoint = g_strdup (endpoint);
  self->core.merchant_id = g_strdup (merchant_id);
  self->core.signer = g_object_ref (signer);
  self->core.now = now;
  self->core.now_data = now_data;
  self->core.meta = make_meta ();

  return self;
}

const char *
connect_client_get_endpoint (ConnectClient *self)
{
  g_return_val_if_fail (CONNECT_IS_CLIENT (self), NULL);

  return self->core.endpoint;
}

const char *
connect_client_get_merchant_id (ConnectClient *self)
{
  g_return_val_if_fail (CONNECT_IS_CLIENT (self), NULL);

  return self->core.merchant_id;
}

const char *
connect_client_get_key_id (ConnectClient *self)
{
  g_return_val_if_fail (CONNECT_IS_CLIENT (self), NULL);

  return connect_signer_get_key_id (self->core.signer);
}

gint64
connect_client_get_clock_offset (ConnectClient *self)
{
  g_return_val_if_fail (CONNECT_IS_CLIENT (self), 0);

  return self->core.clock_offset;
}

gint64
connect_client_get_clock_skew (ConnectClient *self)
{
  g_return_val_if_fail (CONNECT_IS_CLIENT (self), 0);

  return connect_skew_get_median (&self->core.skew);
}

void
connect_client_note_skew (ConnectClient *self,
                          gint64         seconds)
{
  gint64 before = connect_skew_get_median (&self->core.skew);

  connect_skew_add (&self->core.skew, seconds);
  if (connect_skew_get_median (&self->core.skew) != before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLOCK_SKEW]);
}

void
connect_client_set_clock_offset (ConnectClient *self,
                                 gint64         offset)
{
  g_return_if_fail (CONNECT_IS_CLIENT (self));

  if (self->core.clock_offset == offset)
    return;

  self->core.clock_offset = offset;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLOCK_OFFSET]);
}

void
connect_client_set_time_limits (ConnectClient *self,
                                guint          create_ms,
                                guint          other_ms)
{
  g_return_if_fail (CONNECT_IS_CLIENT (self));

  self->core.create_ms = create_ms;
  self->core.other_ms = other_ms;
}

ConnectClientCore *
connect_client_get_core (ConnectClient *self)
{
  return &self->core;
}
