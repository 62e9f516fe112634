/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ctl-options.h"
#include "ctl-output.h"

/* GOption reads texts in the character set of the locale, so a caller that runs under LC_ALL=C could not name
 * the order "桌 5".  As file names they come through untouched; what is no UTF-8 is then read by the locale. */
static GOptionEntry *
take_texts_raw (const GOptionEntry *entries,
                char             ***rest)
{
  GArray *raw = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));
  const GOptionEntry remaining = { G_OPTION_REMAINING, 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME_ARRAY, rest, NULL, NULL };

  for (const GOptionEntry *entry = entries; entry->long_name != NULL; entry++)
    {
      GOptionEntry copy = *entry;

      if (copy.arg == G_OPTION_ARG_STRING)
        copy.arg = G_OPTION_ARG_FILENAME;
      g_array_append_val (raw, copy);
    }
  g_array_append_val (raw, remaining);

  return (GOptionEntry *) (gpointer) g_array_free (raw, FALSE);
}

static gboolean
make_utf8 (char **text)
{
  char *converted;

  if (*text == NULL || g_utf8_validate (*text, -1, NULL))
    return TRUE;

  converted = g_locale_to_utf8 (*text, -1, NULL, NULL, NULL);
  if (converted == NULL)
    return FALSE;

  g_free (*text);
  *text = converted;

  return TRUE;
}

static gboolean
make_all_utf8 (const GOptionEntry  *entries,
               char               **rest)
{
  gboolean all = TRUE;

  for (const GOptionEntry *entry = entries; entry->long_name != NULL; entry++)
    {
      if (entry->arg == G_OPTION_ARG_STRING)
        all = make_utf8 (entry->arg_data) && all;
    }
  for (guint i = 0; rest != NULL && rest[i] != NULL; i++)
    all = make_utf8 (&rest[i]) && all;

  return all;
}

/* "-5" as an amount, or the "--5-2-7KQ2M9X" that a reference without Latin letters becomes on the wire. */
static int
refuse (CtlCall      *call,
        const GError *error)
{
  g_autofree char *message = NULL;

  if (!g_error_matches (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION))
    return ctl_usage (call, error->message);

  /* Translators: %s is "Unknown option -5" */
  message = g_strdup_printf (_("%s. What begins with a hyphen and is no option comes after “--”."), error->message);

  return ctl_usage (call, message);
}

int
ctl_options_parse (CtlCall             *call,
                   const GOptionEntry  *entries,
                   guint                min_rest,
                   guint                max_rest,
                   char              ***rest)
{
  g_autoptr(GOptionContext) context = g_option_context_new (call->arguments);
  g_autoptr(GError) error = NULL;
  g_autofree GOptionEntry *raw = take_texts_raw (entries, rest);
  g_autofree char *program = g_strdup_printf ("tillctl %s", call->name);
  guint n_rest;

  *rest = NULL;
  g_set_prgname (program);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, call->summary);
  g_option_context_add_main_entries (context, raw, GETTEXT_PACKAGE);

  if (!g_option_context_parse (context, &call->argc, &call->argv, &error))
    return refuse (call, error);
  if (!make_all_utf8 (entries, *rest))
    return ctl_usage (call, _("A text is neither UTF-8 nor in the language’s character set."));

  n_rest = *rest == NULL ? 0 : g_strv_length (*rest);
  if (n_rest < min_rest)
    return ctl_usage (call, _("Something is missing."));
  if (n_rest > max_rest)
    return ctl_usage (call, _("There is more than this command takes."));
  if (*rest == NULL)
    *rest = g_new0 (char *, 1);

  return CTL_GO_ON;
}
