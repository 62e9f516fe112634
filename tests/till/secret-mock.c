/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "secret-mock.h"

#define SERVICE_PATH    "/org/freedesktop/secrets"
#define COLLECTION_PATH "/org/freedesktop/secrets/aliases/default"
#define SESSION_PATH    "/org/freedesktop/secrets/session/1"

static const char interfaces[] =
  "<node>"
  "  <interface name='org.freedesktop.Secret.Service'>"
  "    <method name='OpenSession'>"
  "      <arg type='s' direction='in'/><arg type='v' direction='in'/>"
  "      <arg type='v' direction='out'/><arg type='o' direction='out'/>"
  "    </method>"
  "    <method name='SearchItems'>"
  "      <arg type='a{ss}' direction='in'/><arg type='ao' direction='out'/><arg type='ao' direction='out'/>"
  "    </method>"
  "    <method name='Unlock'>"
  "      <arg type='ao' direction='in'/><arg type='ao' direction='out'/><arg type='o' direction='out'/>"
  "    </method>"
  "    <method name='GetSecrets'>"
  "      <arg type='ao' direction='in'/><arg type='o' direction='in'/><arg type='a{o(oayays)}' direction='out'/>"
  "    </method>"
  "    <property name='Collections' type='ao' access='read'/>"
  "  </interface>"
  "  <interface name='org.freedesktop.Secret.Collection'>"
  "    <method name='CreateItem'>"
  "      <arg type='a{sv}' direction='in'/><arg type='(oayays)' direction='in'/><arg type='b' direction='in'/>"
  "      <arg type='o' direction='out'/><arg type='o' direction='out'/>"
  "    </method>"
  "  </interface>"
  "  <interface name='org.freedesktop.Secret.Item'>"
  "    <property name='Locked' type='b' access='read'/>"
  "    <property name='Label' type='s' access='read'/>"
  "    <property name='Attributes' type='a{ss}' access='read'/>"
  "    <property name='Created' type='t' access='read'/>"
  "    <property name='Modified' type='t' access='read'/>"
  "  </interface>"
  "</node>";

typedef struct
{
  char     *path;         /* (owned) */
  GVariant *attributes;   /* (nullable) (owned) */
  GVariant *secret;       /* (nullable) (owned) (oayays) */
} Item;

static SecretMockKind   mock_kind;
static GPtrArray       *items;   /* (owned) (element-type Item) for the process's life */
static GDBusNodeInfo   *node;    /* (owned) */

static gboolean
matches (GVariant *attributes,
         GVariant *query)
{
  GVariantIter iter;
  const char *name, *value;

  g_variant_iter_init (&iter, query);
  while (g_variant_iter_next (&iter, "{&s&s}", &name, &value))
    {
      const char *kept;

      if (!g_variant_lookup (attributes, name, "&s", &kept) || !g_str_equal (kept, value))
        return FALSE;
    }

  return TRUE;
}

static GVariant *
search (GVariant *query)
{
  GVariantBuilder found;

  g_variant_builder_init (&found, G_VARIANT_TYPE ("ao"));
  for (guint i = 0; i < items->len; i++)
    {
      const Item *item = g_ptr_array_index (items, i);

      if (mock_kind == SECRET_MOCK_LOCKED || matches (item->attributes, query))
        g_variant_builder_add (&found, "o", item->path);
    }

  return mock_kind == SECRET_MOCK_LOCKED ? g_variant_new ("(@aoao)", g_variant_new ("ao", NULL), &found)
                                         : g_variant_new ("(ao@ao)", &found, g_variant_new ("ao", NULL));
}

static GVariant *
give (GVariant *paths)
{
  GVariantBuilder secrets;
  GVariantIter iter;
  const char *path;

  g_variant_builder_init (&secrets, G_VARIANT_TYPE ("a{o(oayays)}"));
  g_variant_iter_init (&iter, paths);
  while (g_variant_iter_next (&iter, "&o", &path))
    {
      for (guint i = 0; i < items->len; i++)
        {
          const Item *item = g_ptr_array_index (items, i);

          if (g_str_equal (item->path, path))
            g_variant_builder_add (&secrets, "{o@(oayays)}", path, item->secret);
        }
    }

  return g_variant_new ("(a{o(oayays)})", &secrets);
}

static GVariant *
get_property_cb (GDBusConnection  *connection,
                 const char       *sender,
                 const char       *path,
                 const char       *interface,
                 const char       *property,
                 GError          **error,
                 gpointer          user_data)
{
  if (g_str_equal (property, "Collections"))
    return g_variant_new ("ao", NULL);
  if (g_str_equal (property, "Locked"))
    return g_variant_new_boolean (mock_kind == SECRET_MOCK_LOCKED);
  if (g_str_equal (property, "Label"))
    return g_variant_new_string ("a secret");
  if (g_str_equal (property, "Attributes"))
    return g_variant_new_parsed ("@a{ss} {}");

  return g_variant_new_uint64 (0);
}

static Item *
add_item (GDBusConnection *connection)
{
  static const GDBusInterfaceVTable vtable = { NULL, get_property_cb, NULL };
  g_autoptr(GError) error = NULL;
  Item *item = g_new0 (Item, 1);

  item->path = g_strdup_printf (SERVICE_PATH "/collection/login/%u", items->len);
  g_ptr_array_add (items, item);
  g_dbus_connection_register_object (connection, item->path, node->interfaces[2], &vtable, NULL, NULL, &error);
  g_assert_no_error (error);

  return item;
}

/* One with the same attributes is replaced. */
static GVariant *
create (GDBusConnection *connection,
        GVariant        *parameters)
{
  g_autoptr(GVariant) properties = g_variant_get_child_value (parameters, 0);
  g_autoptr(GVariant) attributes = NULL;
  Item *item = NULL;

  attributes = g_variant_lookup_value (properties, "org.freedesktop.Secret.Item.Attributes",
                                       G_VARIANT_TYPE ("a{ss}"));
  g_assert_nonnull (attributes);

  for (guint i = 0; i < items->len && item == NULL; i++)
    {
      Item *other = g_ptr_array_index (items, i);

      if (matches (other->attributes, attributes))
        item = other;
    }

  if (item == NULL)
    item = add_item (connection);

  g_clear_pointer (&item->attributes, g_variant_unref);
  g_clear_pointer (&item->secret, g_variant_unref);
  item->attributes = g_steal_pointer (&attributes);
  item->secret = g_variant_get_child_value (parameters, 1);

  return g_variant_new ("(oo)", item->path, "/");
}

static void
call_cb (GDBusConnection       *connection,
         const char            *sender,
         const char            *path,
         const char            *interface,
         const char            *method,
         GVariant              *parameters,
         GDBusMethodInvocation *invocation,
         gpointer               user_data)
{
  g_autoptr(GVariant) first = g_variant_get_child_value (parameters, 0);
  GVariant *answer = NULL;

  if (mock_kind == SECRET_MOCK_FAILS)
    {
      g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_FAILED,
                                             "the keyring is broken");
      return;
    }

  if (g_str_equal (method, "SearchItems"))
    answer = search (first);
  else if (g_str_equal (method, "GetSecrets"))
    answer = give (first);
  else if (g_str_equal (method, "CreateItem"))
    answer = create (connection, parameters);
  else if (g_str_equal (method, "Unlock"))
    answer = g_variant_new ("(@aoo)", g_variant_new ("ao", NULL), "/");
  else if (g_str_equal (g_variant_get_string (first, NULL), "plain"))
    answer = g_variant_new ("(vo)", g_variant_new_string (""), SESSION_PATH);

  if (answer != NULL)
    g_dbus_method_invocation_return_value (invocation, answer);
  else
    g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_NOT_SUPPORTED,
                                           "plain sessions only");
}

static void
acquired_cb (GDBusConnection *connection,
             const char      *name,
             gpointer         user_data)
{
  *(gboolean *) user_data = TRUE;
}

void
secret_mock_start (SecretMockKind kind)
{
  static const GDBusInterfaceVTable vtable = { call_cb, get_property_cb, NULL };
  static const char * const paths[] = { SERVICE_PATH, COLLECTION_PATH };
  static gboolean acquired;
  g_autoptr(GDBusConnection) bus = NULL;
  g_autoptr(GError) error = NULL;

  mock_kind = kind;
  items = g_ptr_array_new ();
  node = g_dbus_node_info_new_for_xml (interfaces, &error);
  g_assert_no_error (error);
  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_dbus_connection_register_object (bus, paths[i], node->interfaces[i], &vtable, NULL, NULL, &error);
      g_assert_no_error (error);
    }
  if (kind == SECRET_MOCK_LOCKED)
    add_item (bus);

  g_bus_own_name_on_connection (bus, "org.freedesktop.secrets", 0, acquired_cb, NULL, &acquired, NULL);
  while (!acquired)
    g_main_context_iteration (NULL, TRUE);
}
