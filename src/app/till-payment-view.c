/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-payment-view.h"

/* The customer's own words: always Chinese, whatever the till speaks. */
#define SCAN_CHINESE   "请使用微信扫一扫付款"
#define MOMENT_CHINESE "请稍候"

typedef struct
{
  int         trouble;     /* TillError */
  const char *words;       /* for translation */
  const char *payable;     /* (nullable) for translation: while the customer can pay */
  const char *unpayable;   /* (nullable) for translation: while no code was shown; it may have been sent */
} TroubleRow;

/* What is in the way, said in a few words beside a code.  Everything else is said by till-error. */
static const TroubleRow troubles[] =
{
  { TILL_ERROR_NO_CONNECTION,
    N_("No connection"),
    N_("Wait for Paid here, not on the phone."),
    N_("Till tries again by itself.") },
  { TILL_ERROR_NOT_TRUSTED,
    N_("The connection is not secure"),
    N_("Wait for Paid here, not on the phone."),
    N_("Check the network and this computer’s clock.") },
  { TILL_ERROR_NO_ANSWER,
    N_("No answer from the payment service"),
    N_("Wait for Paid here, not on the phone."),
    N_("Not sure yet. Till asks again, and the code comes by itself.") },
  { TILL_ERROR_BAD_ANSWER,
    N_("No usable answer from the payment service"),
    N_("Wait for Paid here, not on the phone."),
    N_("Not sure yet. Till asks again, and the code comes by itself.") },
  { TILL_ERROR_BUSY,
    N_("The payment service is busy"),
    N_("Wait for Paid here, not on the phone."),
    N_("Till tries again by itself.") },
  { TILL_ERROR_KEY_REFUSED,
    N_("This till’s key was refused"),
    N_("Hand over only when this page says Paid. Call the manager."),
    N_("Call the manager.") },
  { TILL_ERROR_CLOCK_WRONG,
    N_("This computer’s clock is wrong"),
    N_("Hand over only when this page says Paid. Set the clock."),
    N_("Set the clock.") },
};

static void
add_trouble (TillPaymentView        *view,
             TillRecord             *record,
             const TillPaymentFacts *facts)
{
  if (facts->trouble < 0)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (troubles); i++)
    {
      if (troubles[i].trouble != facts->trouble)
        continue;

      view->trouble = _(troubles[i].words);
      view->trouble_advice = record->shown ? _(troubles[i].payable) : _(troubles[i].unpayable);

      /* Only here is it certain that nothing left, so only here is it said. */
      if (!record->shown && !record->maybe_sent)
        view->trouble_advice = _("Nothing was sent yet. Till tries again by itself.");

      return;
    }

  view->trouble = till_error_sentence (facts->trouble);
  view->trouble_advice = record->shown ? _("Wait for Paid here, not on the phone.") : NULL;
}

char *
till_age_text (gint64 ms)
{
  gint64 seconds = MAX (0, ms / 1000);

  if (seconds < 120)
    /* Translators: s stands for seconds */
    return g_strdup_printf (_("%d s ago"), (int) seconds);

  if (seconds < 2 * 60 * 60)
    /* Translators: min stands for minutes */
    return g_strdup_printf (_("%d min ago"), (int) (seconds / 60));

  /* Translators: h stands for hours */
  return g_strdup_printf (_("%d h ago"), (int) (seconds / 3600));
}

static void
add_age (TillPaymentView        *view,
         const TillPaymentFacts *facts,
         gint64                  now)
{
  g_autofree char *ago = NULL;
  gint64 since = facts->last_answer >= 0 ? facts->last_answer : facts->began;

  if (now - since <= TILL_LATE_ANSWER_MS)
    return;

  if (facts->last_answer < 0)
    {
      /* Translators: nothing has been heard yet from the payment service, for so many seconds */
      view->age = g_strdup_printf (_("No answer for %d s"), (int) ((now - since) / 1000));
      return;
    }

  ago = till_age_text (now - since);
  /* Translators: %s is such as "9 s ago" */
  view->age = g_strdup_printf (_("Last answer %s"), ago);
}

static void
add_time_left (TillPaymentView        *view,
               const TillPaymentFacts *facts,
               gint64                  now)
{
  gint64 whole = facts->deadline - facts->began;
  gint64 left = CLAMP (facts->deadline - now, 0, MAX (whole, 0));
  int seconds = (int) ((left + 999) / 1000);

  view->left = -1;

  if (facts->deadline < 0)
    return;

  view->left = whole > 0 ? (double) left / (double) whole : 0;
  /* Translators: minutes and seconds until the wait ends */
  view->time_left = g_strdup_printf (_("%d:%02d left"), seconds / 60, seconds % 60);
}

static void
add_words (TillPaymentView *view)
{
  view->customer_chinese = view->code ? SCAN_CHINESE : MOMENT_CHINESE;
  /* Translators: under the same words in Chinese, for a customer who reads your language; if yours is Chinese, leave it in English */
  view->customer = view->code ? _("Scan with WeChat to pay")
  /* Translators: under the same words in Chinese, for a customer who reads your language; if yours is Chinese, leave it in English */
                              : _("One moment");

  if (view->code)
    return;

  if (view->standing == TILL_STANDING_CONFIRMING)
    {
      view->heading = _("The customer is done in WeChat.");
      view->detail = _("Till asks for the outcome. Hand over only when this page says Paid.");
    }
  else if (view->standing == TILL_STANDING_ASKING)
    {
      view->heading = _("The code comes in a moment.");
      view->detail = _("Nobody can pay before it is here.");
    }
}

void
till_payment_view_init (TillPaymentView        *view,
                        TillRecord             *record,
                        const TillPaymentFacts *facts,
                        gint64                  now)
{
  g_return_if_fail (view != NULL);
  g_return_if_fail (record != NULL);
  g_return_if_fail (facts != NULL);

  *view = (TillPaymentView) { .standing = till_standing_of (record, TRUE) };
  view->shape = till_shape_of_standing (view->standing);

  /* Whatever the other facts say: a code is for a payment that can be paid, and for no other. */
  view->code = facts->has_code && view->standing == TILL_STANDING_WAITING && till_record_can_be_paid (record);
  view->moment = !view->code && now - facts->began >= TILL_WAITING_APPEARS_MS;

  add_words (view);
  add_trouble (view, record, facts);
  add_age (view, facts, now);
  add_time_left (view, facts, now);
}

void
till_payment_view_clear (TillPaymentView *view)
{
  g_clear_pointer (&view->age, g_free);
  g_clear_pointer (&view->time_left, g_free);
}
