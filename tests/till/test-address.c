/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "till-address.h"
#include "till-error.h"

/* A name service of the test's own: it knows no name, and of "slow.example" never says so. */
#define TEST_TYPE_RESOLVER (test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, GResolver)

struct _TestResolver
{
  GResolver parent_instance;
};

G_DEFINE_FINAL_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

static void
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  g_task_return_error_if_cancelled (user_data);
}

static void
test_resolver_lookup_async (GResolver                *resolver,
                            const char               *name,
                            GResolverNameLookupFlags  flags,
                            GCancellable             *cancellable,
                            GAsyncReadyCallback       callback,
                            gpointer                  user_data)
{
  g_autoptr(GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  if (g_str_equal (name, "slow.example"))
    g_signal_connect_data (cancellable, "cancelled", G_CALLBACK (cancelled_cb), g_steal_pointer (&task),
                           (GClosureNotify) (void (*) (void)) g_object_unref, 0);
  else
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "there is no %s", name);
}

static GList *
test_resolver_lookup_finish (GResolver     *resolver,
                             GAsyncResult  *result,
                             GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name_with_flags_async = test_resolver_lookup_async;
  resolver_class->lookup_by_name_with_flags_finish = test_resolver_lookup_finish;
}

static void
test_resolver_init (TestResolver *self)
{
}

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static char *
address_towards (const char    *endpoint,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  till_address_towards_async (endpoint, cancellable, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return till_address_towards_finish (result, error);
}

static void
test_loopback (void)
{
  static const char * const endpoints[] = { "http://127.0.0.1:8080", "https://127.0.0.1", "http://127.0.0.1:1" };

  for (guint i = 0; i < G_N_ELEMENTS (endpoints); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *address = address_towards (endpoints[i], NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (address, ==, "127.0.0.1");
    }
}

static void
test_ipv6 (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *address = address_towards ("http://[::1]:8080", NULL, &error);

  g_assert_no_error (error);
  if (g_strcmp0 (address, "::1") != 0)
    g_test_skip ("this machine has no IPv6");
}

static void
test_name (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *address = address_towards ("https://localhost:8443", NULL, &error);

  g_assert_no_error (error);
  g_assert_true (g_str_equal (address, "127.0.0.1") || g_str_equal (address, "::1"));
}

/* The name is not known, or looked up for ever, or nothing leads there: what would reach anything else. */
static void
test_no_way (void)
{
  static const char * const endpoints[] = {
    "https://nowhere.example", "https://slow.example", "http://255.255.255.255",
  };

  for (guint i = 0; i < G_N_ELEMENTS (endpoints); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *address = address_towards (endpoints[i], NULL, &error);

      g_assert_no_error (error);
      g_assert_true (g_hostname_is_ip_address (address));
    }
}

static void
test_nonsense (void)
{
  static const char * const endpoints[] = { "nonsense", "", "https://[::1" };

  for (guint i = 0; i < G_N_ELEMENTS (endpoints); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *address = address_towards (endpoints[i], NULL, &error);

      g_assert_error (error, TILL_ERROR, TILL_ERROR_INVALID_ACCOUNT);
      g_assert_null (address);
    }
}

static void
test_cancelled (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *address = NULL;

  g_cancellable_cancel (cancellable);
  address = address_towards ("http://127.0.0.1", cancellable, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (address);
}

/* Midway: the name is being looked up. */
static void
test_cancelled_midway (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  till_address_towards_async ("https://slow.example", cancellable, result_cb, &result);
  while (g_main_context_iteration (NULL, FALSE))
    g_assert_null (result);
  g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (till_address_towards_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GResolver) resolver = NULL;

  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  resolver = g_object_new (TEST_TYPE_RESOLVER, NULL);
  g_resolver_set_default (resolver);

  g_test_add_func ("/address/loopback", test_loopback);
  g_test_add_func ("/address/ipv6", test_ipv6);
  g_test_add_func ("/address/name", test_name);
  g_test_add_func ("/address/no-way", test_no_way);
  g_test_add_func ("/address/nonsense", test_nonsense);
  g_test_add_func ("/address/cancelled", test_cancelled);
  g_test_add_func ("/address/cancelled-midway", test_cancelled_midway);

  return g_test_run ();
}
