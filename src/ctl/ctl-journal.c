/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <glib/gi18n.h>

#include "ctl-await.h"
#include "ctl-command.h"
#include "ctl-context.h"
#include "ctl-options.h"
#include "ctl-output.h"
#include "till-json.h"
#include "till-opening.h"

/* What a person does with the journal's file. */

static char *
describe_flaw (TillJournalVerdict *verdict)
{
  g_autofree char *seq = g_strdup_printf ("%" G_GINT64_FORMAT, verdict->bad_seq);

  switch (verdict->flaw)
    {
    case TILL_JOURNAL_FLAW_NONE:
      return g_strdup (_("The journal is whole."));
    case TILL_JOURNAL_FLAW_HALF_DONE:
      return g_strdup (_("The journal is not whole: a step was cut off while it was written. Open it with Till, or copy it with “tillctl backup”."));
    case TILL_JOURNAL_FLAW_TABLES:
      return g_strdup (_("The journal is not whole: its tables are not those that Till makes."));
    case TILL_JOURNAL_FLAW_CHAIN:
      /* Translators: %s is the number of the event */
      return g_strdup_printf (_("The journal is not whole: event %s is missing, or not the one that was written."), seq);
    case TILL_JOURNAL_FLAW_SIGNATURE:
      /* Translators: %s is the number of the event */
      return g_strdup_printf (_("The journal is not whole: event %s does not have the signature that it should have."), seq);
    case TILL_JOURNAL_FLAW_PAYMENT:
      if (verdict->bad_seq == 0)
        return g_strdup (_("The journal is not whole: a payment is missing that its events tell of."));
      /* Translators: %s is the number of the event */
      return g_strdup_printf (_("The journal is not whole: the payment that begins with event %s is not what its events say."), seq);
    case TILL_JOURNAL_FLAW_FILE:
    default:
      return g_strdup (_("The journal is not whole: its file cannot be read to the end."));
    }
}

static void
print_keys (GPtrArray *keys)
{
  if (keys->len == 0)
    g_print ("%s\n", _("There are no signatures."));

  for (guint i = 0; i < keys->len; i++)
    {
      TillJournalKey *key = g_ptr_array_index (keys, i);
      g_autofree char *seq = g_strdup_printf ("%" G_GINT64_FORMAT, key->seq);

      /* Translators: %1$s is the number of an event, %2$s a key in hexadecimal digits */
      g_print (_("Signatures checked from event %1$s on, with the public key %2$s"), seq, key->text);
      g_print ("\n");
    }
}

static int
print_verdict (TillJournalVerdict *verdict,
               const char  *file,
               gboolean     json)
{
  g_autofree char *line = json ? till_json_from_verdict (verdict, file) : describe_flaw (verdict);
  g_autofree char *last = g_strdup_printf ("%" G_GINT64_FORMAT, verdict->last_seq);

  if (json)
    fputs (line, stdout), putchar ('\n');
  else
    g_print ("%s\n", line);

  if (!json && verdict->last_seq == 0)
    g_print ("%s\n", _("The chain of events could not be checked."));
  else if (!json)
    {
      /* Translators: %1$s is the number of an event, %2$s a hash in hexadecimal digits */
      g_print (_("Chain checked up to event %1$s, with the hash %2$s"), last, verdict->last_hash);
      g_print ("\n");
      print_keys (verdict->keys);
    }
  fflush (stdout);

  return verdict->flaw == TILL_JOURNAL_FLAW_NONE ? CTL_EXIT_DONE : CTL_EXIT_IN_THE_WAY;
}

int
ctl_verify (CtlCall *call)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &json, N_("Print one JSON object a line"), NULL },
    { NULL }
  };
  g_auto(GStrv) rest = NULL;
  g_autofree char *own = NULL;
  const char *file;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(TillJournalVerdict) verdict = NULL;
  g_autoptr(GError) error = NULL;
  int status;

  status = ctl_options_parse (call, entries, 0, 1, &rest);
  if (status != CTL_GO_ON)
    return status;

  own = till_opening_get_journal_path (call->training);
  file = rest[0] != NULL ? rest[0] : own;
  till_journal_examine_async (file, rest[0] == NULL, NULL, ctl_keep_result, &result);
  ctl_await (&result);
  verdict = till_journal_examine_finish (result, &error);

  return verdict != NULL ? print_verdict (verdict, file, json) : ctl_complain (error);
}

int
ctl_backup (CtlCall *call)
{
  const GOptionEntry entries[] = { { NULL } };
  g_auto(GStrv) rest = NULL;
  g_autoptr(CtlContext) context = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  int status;

  if ((status = ctl_options_parse (call, entries, 1, 1, &rest)) != CTL_GO_ON
      || (status = ctl_context_open (call->training, &context)) != CTL_GO_ON)
    return status;

  till_journal_backup_async (till_register_get_journal (context->reg), rest[0], NULL, ctl_keep_result, &result);
  ctl_await (&result);
  if (!till_journal_backup_finish (till_register_get_journal (context->reg), result, &error))
    return ctl_complain (error);

  return CTL_EXIT_DONE;
}

int
ctl_set_aside (CtlCall *call)
{
  const GOptionEntry entries[] = { { NULL } };
  g_auto(GStrv) rest = NULL;
  g_autoptr(CtlContext) context = NULL;
  g_autoptr(GError) error = NULL;
  int status;

  status = ctl_options_parse (call, entries, 0, 0, &rest);
  if (status != CTL_GO_ON)
    return status;

  context = ctl_context_new (call->training, &error);
  if (context == NULL)
    return ctl_complain (error);
  ctl_context_set_aside (context);

  return ctl_context_open_register (context, &error) ? CTL_EXIT_DONE : ctl_complain (error);
}
