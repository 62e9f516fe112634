/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <glib/gi18n.h>

#include "ctl-output.h"
#include "till-json.h"
#include "till-text.h"
#include "till-words.h"

gboolean
ctl_print_json (TillRecord            *record,
                ConnectMerchantAction *action,
                const char            *url)
{
  g_autofree char *line = till_json_from_record (record, action, url);

  return ctl_print_data (line) && ctl_print_data ("\n");
}

gboolean
ctl_print_data (const char *text)
{
  /* Not g_print (): what programs read is UTF-8 whatever the locale says, and a caller waits for this very line. */
  return fputs (text, stdout) != EOF && fflush (stdout) == 0;
}

char *
ctl_describe_record (TillRecord *record)
{
  g_autofree char *money = till_money_format (&record->money);
  g_autofree char *reference = till_text_for_people (record->reference);
  const char *standing = till_standing_to_text (till_standing_of (record, FALSE));

  /* Translators: one payment on one line: "Paid: €12.50, reference A-1001, payment 6f1c…" */
  return g_strdup_printf (_("%s: %s, reference %s, payment %s"), standing, money, reference, record->id);
}

gboolean
ctl_print_line (TillRecord *record)
{
  g_autofree char *line = ctl_describe_record (record);

  g_print ("%s\n", line);

  return fflush (stdout) == 0;
}

gboolean
ctl_print_record (TillRecord *record,
                  gboolean    json)
{
  return json ? ctl_print_json (record, NULL, NULL) : ctl_print_line (record);
}

static void
print_clean (const char *key,
             const char *value)
{
  g_autofree char *clean_key = key != NULL ? till_text_on_one_line (key) : NULL;
  g_autofree char *clean_value = till_text_on_one_line (value);

  if (clean_key != NULL)
    printf ("%s: %s\n", clean_key, clean_value);
  else
    printf ("%s\n", clean_value);
}

gboolean
ctl_print_action (ConnectMerchantAction *action,
                  const char            *url)
{
  if (url != NULL)
    print_clean (NULL, url);

  for (guint i = 0; url == NULL && action != NULL && i < connect_merchant_action_get_n_pairs (action); i++)
    {
      const char *key;
      const char *value;

      connect_merchant_action_get_pair (action, i, &key, &value);
      print_clean (key, value);
    }

  return fflush (stdout) == 0;
}

void
ctl_say (const char *sentence)
{
  g_printerr ("%s\n", sentence);
}

void
ctl_say_clock (TillRegister *reg,
               TillSkew     *said)
{
  ConnectClient *client = till_register_get_client (reg);
  gboolean corrected = client != NULL && connect_client_get_clock_offset (client) != 0;
  g_autofree char *text = NULL;
  gint64 seconds = 0;
  TillSkew skew;

  g_object_get (reg, "clock-skew", &seconds, NULL);
  skew = till_skew_judge (seconds, corrected);
  if (skew <= *said)
    return;

  *said = skew;
  text = till_skew_to_text (seconds);
  g_printerr ("%s %s\n", text, till_skew_to_advice (skew, corrected));
}

int
ctl_complain_code (TillError code)
{
  const char *remedy = till_error_remedy (code);

  if (remedy != NULL)
    g_printerr ("%s %s\n", till_error_sentence (code), remedy);
  else
    ctl_say (till_error_sentence (code));

  return till_error_exit_status (code);
}

int
ctl_complain (const GError *error)
{
  g_debug ("%s", error->message);

  return ctl_complain_code (till_error_from_connect (error));
}

int
ctl_usage (CtlCall    *call,
           const char *message)
{
  g_printerr ("%s\n", message);
  g_printerr (_("See “tillctl %s --help”."), call->name);
  g_printerr ("\n");

  return CTL_EXIT_USAGE;
}
