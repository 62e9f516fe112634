/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "till-process.h"

/* Only there in a build with AddressSanitizer, whose look for leaks needs a process that can be looked into. */
extern void __asan_init (void) __attribute__ ((weak));

static const char * const refused[] = {
  "SSLKEYLOGFILE", "GIO_USE_TLS", "GIO_EXTRA_MODULES", "GIO_MODULE_DIR", "GDK_PIXBUF_MODULE_FILE",
  "G_TLS_GNUTLS_PRIORITY",
};

static const char * const warned[] = {
  "LD_PRELOAD", "LD_LIBRARY_PATH", "LD_AUDIT", "LD_DEBUG_OUTPUT", "GTK_DEBUG", "GTK_PATH",
};

static const char * const harmless[] = {
  "PATH", "HOME", "LANG", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "no_proxy", "GSETTINGS_BACKEND", "GTK_THEME",
  "GDK_DEBUG", "GSK_RENDERER", "OLD_LD_PRELOAD", "SSLKEYLOGFILES", "XSSLKEYLOGFILE", "",
};

static void
test_variables (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_cmpint (till_process_judge_variable (refused[i]), ==, TILL_VARIABLE_REFUSED);
  for (guint i = 0; i < G_N_ELEMENTS (warned); i++)
    g_assert_cmpint (till_process_judge_variable (warned[i]), ==, TILL_VARIABLE_WARNED);
  for (guint i = 0; i < G_N_ELEMENTS (harmless); i++)
    g_assert_cmpint (till_process_judge_variable (harmless[i]), ==, TILL_VARIABLE_HARMLESS);
}

/* A process of its own for each: what is guarded stays so. */
static void
in_process (const char *name)
{
  g_test_trap_subprocess (name, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
refuse_each (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_setenv (refused[i], "anything", TRUE);
      g_assert_false (till_process_guard (TILL_PROCESS_WINDOW, FALSE));
      g_assert_true (till_process_guard (TILL_PROCESS_WINDOW, TRUE));

      /* Set to nothing it says nothing. */
      g_setenv (refused[i], "", TRUE);
      g_assert_true (till_process_guard (TILL_PROCESS_WINDOW, FALSE));
      g_unsetenv (refused[i]);
    }
}

static void
test_refused (void)
{
  if (g_test_subprocess ())
    {
      refuse_each ();
      return;
    }

  in_process (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *pattern = g_strdup_printf ("*does not start with %s in its environment*", refused[i]);

      g_test_trap_assert_stderr (pattern);
    }
}

static void
test_warned (void)
{
  if (g_test_subprocess ())
    {
      g_setenv ("LD_TILL_\033[2J", "anything", TRUE);
      g_setenv ("GTK_PATH", "anything", TRUE);
      g_setenv ("GTK_DEBUG", "interactive", TRUE);
      g_assert_true (till_process_guard (TILL_PROCESS_CONSOLE, FALSE));
      g_assert_null (g_getenv ("GTK_DEBUG"));
      return;
    }

  in_process (NULL);
  g_test_trap_assert_stderr ("*Warning:*LD_TILL_?2J*in the environment can change what the till does.*");
  g_test_trap_assert_stderr ("*Warning:*GTK_PATH*");
  g_test_trap_assert_stderr ("*Warning:*GTK_DEBUG*");
  g_test_trap_assert_stderr_unmatched ("*\033*");
}

static void
test_no_dumps (void)
{
  struct rlimit limit;

  if (!g_test_subprocess ())
    {
      in_process (NULL);
      return;
    }

  g_assert_true (till_process_guard (TILL_PROCESS_WINDOW, TRUE));
  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  g_assert_cmpuint (limit.rlim_cur, ==, 0);
  g_assert_cmpuint (limit.rlim_max, ==, 0);
  g_assert_cmpint (prctl (PR_GET_DUMPABLE, 0, 0, 0, 0), ==, 1);

  g_assert_true (till_process_guard (TILL_PROCESS_CONSOLE, TRUE));
  g_assert_cmpint (prctl (PR_GET_DUMPABLE, 0, 0, 0, 0), ==, __asan_init != NULL ? 1 : 0);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/process/variables", test_variables);
  g_test_add_func ("/process/refused", test_refused);
  g_test_add_func ("/process/warned", test_warned);
  g_test_add_func ("/process/no-dumps", test_no_dumps);

  return g_test_run ();
}
