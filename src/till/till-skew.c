/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "till-skew.h"

#define NOTED_SECONDS   30
#define WRONG_SECONDS   120
#define REFUSED_SECONDS 60

#define MINUTE 60
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

TillSkew
till_skew_judge (gint64   seconds,
                 gboolean refused)
{
  gint64 off = ABS (seconds);

  if (off >= WRONG_SECONDS || (refused && off >= REFUSED_SECONDS))
    return TILL_SKEW_WRONG;

  return off >= NOTED_SECONDS ? TILL_SKEW_NOTED : TILL_SKEW_FINE;
}

/* Whole sentences: not every language puts direction and amount in this order. */
char *
till_skew_to_text (gint64 seconds)
{
  gint64 off = ABS (seconds);
  gint64 unit = off < 2 * MINUTE ? 1 : off < 2 * HOUR ? MINUTE : off < 2 * DAY ? HOUR : DAY;
  int n = (int) ((off + unit / 2) / unit);
  gboolean slow = seconds > 0;

  switch (unit)
    {
    case 1:
      /* Translators: s stands for seconds */
      return slow ? g_strdup_printf (_("This computer’s clock is %d s slow."), n)
                  : g_strdup_printf (_("This computer’s clock is %d s fast."), n);
    case MINUTE:
      /* Translators: min stands for minutes */
      return slow ? g_strdup_printf (_("This computer’s clock is %d min slow."), n)
                  : g_strdup_printf (_("This computer’s clock is %d min fast."), n);
    case HOUR:
      /* Translators: h stands for hours */
      return slow ? g_strdup_printf (_("This computer’s clock is %d h slow."), n)
                  : g_strdup_printf (_("This computer’s clock is %d h fast."), n);
    default:
      return slow ? g_strdup_printf (_("This computer’s clock is %d days slow."), n)
                  : g_strdup_printf (_("This computer’s clock is %d days fast."), n);
    }
}

const char *
till_skew_to_advice (TillSkew skew,
                     gboolean corrected)
{
  if (corrected)
    return _("Set it; the sale goes on with the platform’s time.");
  if (skew == TILL_SKEW_WRONG)
    return _("Set it: the payment service may turn the till away.");

  return _("Set it before the payment service turns the till away.");
}
