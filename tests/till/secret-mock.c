/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "secret-mock.h"

#define SERVICE_PATH "/org/freedesktop/secrets"
#define ITEM_PATH    "/org/freedesktop/secrets/collection/login/1"

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
  "    <property name='Collections' type='ao' access='read'/>"
  "  </interface>"
  "  <interface name='org.freedesktop.Secret.Item'>"
  "    <property name='Locked' type='b' access='read'/>"
  "    <property name='Label' type='s' access='read'/>"
  "    <property name='Attributes' type='a{ss}' access='read'/>"
  "    <property name='Created' type='t' access='read'/>"
  "    <property name='Modified' type='t' access='read'/>"
  "  </interface>"
  "</node>";

static SecretMockKind mock_kind;

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
  const char * const none[] = { NULL };
  const char * const item[] = { ITEM_PATH, NULL };
  const char *algorithm = NULL;

  if (g_str_equal (method, "OpenSession"))
    g_variant_get_child (parameters, 0, "&s", &algorithm);

  if (mock_kind == SECRET_MOCK_FAILS)
    g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_FAILED, "the keyring is broken");
  else if (g_str_equal (method, "SearchItems"))
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(^ao^ao)", none,
                                                          mock_kind == SECRET_MOCK_LOCKED ? item : none));
  else if (g_str_equal (method, "Unlock"))
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(^aoo)", none, "/"));
  else if (!g_str_equal (algorithm, "plain"))
    g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_NOT_SUPPORTED, "only plain");
  else
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(vo)", g_variant_new_string (""), "/session"));
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
  const char * const none[] = { NULL };

  if (g_str_equal (property, "Collections"))
    return g_variant_new ("^ao", none);
  if (g_str_equal (property, "Locked"))
    return g_variant_new_boolean (TRUE);
  if (g_str_equal (property, "Label"))
    return g_variant_new_string ("a secret");
  if (g_str_equal (property, "Attributes"))
    return g_variant_new_parsed ("@a{ss} {}");

  return g_variant_new_uint64 (0);
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
  static gboolean acquired;
  g_autoptr(GDBusConnection) bus = NULL;
  g_autoptr(GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interfaces, NULL);
  g_autoptr(GError) error = NULL;

  mock_kind = kind;
  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);

  g_dbus_connection_register_object (bus, SERVICE_PATH, node->interfaces[0], &vtable, NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (bus, ITEM_PATH, node->interfaces[1], &vtable, NULL, NULL, &error);
  g_assert_no_error (error);

  g_bus_own_name_on_connection (bus, "org.freedesktop.secrets", 0, acquired_cb, NULL, &acquired, NULL);
  while (!acquired)
    g_main_context_iteration (NULL, TRUE);
}
