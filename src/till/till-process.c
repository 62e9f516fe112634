/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <glib/gi18n-lib.h>

#include "till-process.h"
#include "till-text.h"

/* LeakSanitizer looks into the process from outside, as a debugger would. */
#if defined (__SANITIZE_ADDRESS__)
#define IS_SANITIZED 1
#elif defined (__has_feature)
#if __has_feature (address_sanitizer)
#define IS_SANITIZED 1
#endif
#endif

/* Every variable that matters.  A proxy in the environment is in no row: it is not read at all, only the setting
 * "proxy" counts (connect_session_new()). */
static const struct
{
  const char       *name;
  gboolean          is_prefix;
  TillVariableKind  kind;
} variables[] = {
  { "SSLKEYLOGFILE", FALSE, TILL_VARIABLE_REFUSED },          /* GnuTLS writes the keys of every connection there */
  { "G_TLS_GNUTLS_PRIORITY", FALSE, TILL_VARIABLE_REFUSED },  /* allows broken ciphers and protocols */
  { "GIO_USE_TLS", FALSE, TILL_VARIABLE_REFUSED },            /* chooses who judges certificates … */
  { "GIO_EXTRA_MODULES", FALSE, TILL_VARIABLE_REFUSED },      /* … and brings one along, */
  { "GIO_MODULE_DIR", FALSE, TILL_VARIABLE_REFUSED },         /* or replaces them all */
  { "GDK_PIXBUF_MODULE_FILE", FALSE, TILL_VARIABLE_REFUSED }, /* foreign code reads the code's picture */
  { "LD_", TRUE, TILL_VARIABLE_WARNED },                      /* too late to refuse: it is loaded by now */
  { "GTK_DEBUG", FALSE, TILL_VARIABLE_WARNED },
  { "GTK_PATH", FALSE, TILL_VARIABLE_WARNED },                /* modules, such as input methods */
};

TillVariableKind
till_process_judge_variable (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    {
      if (variables[i].is_prefix ? g_str_has_prefix (name, variables[i].name) : g_str_equal (name, variables[i].name))
        return variables[i].kind;
    }

  return TILL_VARIABLE_HARMLESS;
}

/* (nullable) The names of that kind which are set, as text for people. */
static char *
list_variables (TillVariableKind kind)
{
  g_auto(GStrv) names = g_listenv ();
  g_autoptr(GString) list = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *value = g_getenv (names[i]);

      if (value == NULL || *value == '\0' || till_process_judge_variable (names[i]) != kind)
        continue;
      g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", names[i]);
    }

  return list->len > 0 ? till_text_for_people (list->str) : NULL;
}

static void
forbid_dumps (TillProcessKind kind)
{
  const struct rlimit none = { 0, 0 };

  /* A dump of a till holds the signing key, and goes to people who look for faults. */
  if (setrlimit (RLIMIT_CORE, &none) != 0)
    g_debug ("core dumps cannot be limited: %s", g_strerror (errno));

  /* Not for windows: xdg-desktop-portal finds out about who asks for a file dialog by looking into its /proc. */
#ifndef IS_SANITIZED
  if (kind == TILL_PROCESS_CONSOLE && prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
    g_debug ("the process cannot be closed: %s", g_strerror (errno));
#endif
}

gboolean
till_process_guard (TillProcessKind kind,
                    gboolean        training)
{
  g_autofree char *refused = NULL;
  g_autofree char *warned = NULL;

  forbid_dumps (kind);
  if (training)
    return TRUE;

  refused = list_variables (TILL_VARIABLE_REFUSED);
  if (refused != NULL)
    {
      /* Translators: %s is one or more names of environment variables */
      g_printerr (_("Till does not start with %s in its environment: it could give secrets away or deceive the till."),
                  refused);
      g_printerr ("\n");
      return FALSE;
    }

  warned = list_variables (TILL_VARIABLE_WARNED);
  if (warned != NULL)
    {
      /* Translators: %s is one or more names of environment variables */
      g_printerr (_("Warning: %s in the environment can change what the till does."), warned);
      g_printerr ("\n");
    }

  /* It is told of, and not obeyed: one of its words opens the inspector, which can rewrite what a page says. */
  g_unsetenv ("GTK_DEBUG");

  return TRUE;
}
