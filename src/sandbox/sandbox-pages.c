/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "sandbox-acts.h"
#include "sandbox-checkouts.h"
#include "sandbox-html.h"
#include "sandbox-pages.h"
#include "sandbox-payment.h"
#include "sandbox-refunds.h"

#define LIFE_MS  ((gint64) 2 * 3600 * 1000)
#define MAX_ROWS "200"

/* What the customer may press: the same on the phone and on the page of a hosted checkout. */
static const struct
{
  const char *word;
  const char *style;
  const char *label;
} buttons[] = {
  { "pay", "good", N_("Pay") },
  { "decline", "bad", N_("Decline") },
  { "confirm", "plain", N_("Confirm, outcome later") },
};

static SandboxAnswer *
not_found (void)
{
  g_autoptr(GString) html = g_string_new (NULL);

  sandbox_html_append (html, "<main><h1>%s</h1></main>\n", _("This page is not known here"));

  return sandbox_html_answer (404, _("Not found"), FALSE, html->str);
}

static void
append_order (GString    *html,
              gint64      amount,
              const char *currency,
              const char *descriptor,
              const char *reference)
{
  g_autofree char *money = sandbox_amount_to_text (amount, currency);

  if (descriptor != NULL)
    sandbox_html_append (html, "<div>%s</div>\n", descriptor);
  sandbox_html_append (html, "<div class=\"amount\">%s</div>\n<div class=\"soft\">%s</div>\n", money,
                       reference != NULL ? reference : "");
}

static void
append_word (GString        *html,
             SandboxPayment *payment,
             gint64          now)
{
  const char *style = "soft";
  const char *word;

  if (sandbox_payment_is_paid (payment))
    {
      style = "good";
      word = _("Paid");
    }
  else if (g_str_equal (payment->status, "REFUNDED"))
    word = _("Refunded");
  else if (!sandbox_payment_is_open (payment))
    {
      style = "bad";
      word = _("Not paid");
    }
  else if (g_str_equal (payment->third_party_status, "COMPLETED"))
    word = _("Confirmed, outcome not known yet");
  else if (now >= payment->created + LIFE_MS)
    word = _("The two hours are over, but it can still be paid late");
  else if (payment->is_scanned)
    word = _("Scanned");
  else
    word = _("Waiting to be scanned");

  sandbox_html_append (html, "<div class=\"word %s\">%s</div>\n<div class=\"soft\">%s</div>\n", style, word,
                       payment->status);
}

static void
append_buttons (GString    *html,
                const char *page)
{
  for (gsize i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      g_autofree char *target = g_strdup_printf ("%s/%s", page, buttons[i].word);

      sandbox_html_append_button (html, target, buttons[i].style, _(buttons[i].label));
    }
}

static char *
phone_path (SandboxPayment *payment)
{
  return g_strdup_printf ("/phone/%s", payment->token);
}

/* What the platform made of them is decided here, by hand: nobody is behind the stand-in. */
static void
append_refunds (GString        *html,
                SandboxCall    *call,
                SandboxPayment *payment)
{
  g_autoptr(GPtrArray) refunds = sandbox_refund_list (call->server->store, payment->id);

  if (refunds->len > 0)
    sandbox_html_append (html, "<h1>%s</h1>\n", _("Refunds"));
  for (guint i = 0; i < refunds->len; i++)
    {
      SandboxRefund *refund = g_ptr_array_index (refunds, i);
      g_autofree char *money = sandbox_amount_to_text (refund->amount, refund->currency);
      g_autofree char *page = g_strdup_printf ("/phone/%s/refund/%s", payment->token, refund->id);
      g_autofree char *done = g_strconcat (page, "/done", NULL);
      g_autofree char *reject = g_strconcat (page, "/reject", NULL);

      sandbox_html_append (html, "<div class=\"word\">%s</div>\n<div class=\"soft\">%s</div>\n", money, refund->status);
      if (!sandbox_refund_is_pending (refund))
        continue;
      sandbox_html_append_button (html, done, "good", _("Give it back"));
      sandbox_html_append_button (html, reject, "bad", _("Refuse the refund"));
    }
}

SandboxAnswer *
sandbox_pages_phone (SandboxCall *call)
{
  g_autoptr(SandboxPayment) payment = sandbox_payment_find_by_token (call->server->store, call->args[0]);
  g_autoptr(GString) html = g_string_new (NULL);
  g_autofree char *page = NULL;

  if (payment == NULL)
    return not_found ();

  page = phone_path (payment);
  sandbox_html_append (html, "<main><h1>%s</h1>\n", _("Customer's phone (play money)"));
  append_order (html, payment->amount, payment->currency, payment->descriptor, payment->merchant_reference);
  append_word (html, payment, call->now);
  if (sandbox_payment_is_open (payment))
    {
      if (!payment->is_scanned)
        {
          g_autofree char *target = g_strdup_printf ("%s/scan", page);

          sandbox_html_append_button (html, target, "plain", _("Scan"));
        }
      append_buttons (html, page);
    }
  append_refunds (html, call, payment);
  g_string_append (html, "</main>\n");

  return sandbox_html_answer (200, _("Customer's phone"), TRUE, html->str);
}

SandboxAnswer *
sandbox_pages_phone_act (SandboxCall *call)
{
  g_autoptr(SandboxPayment) payment = sandbox_payment_find_by_token (call->server->store, call->args[0]);
  static const char * const words[] = { "scan", "pay", "decline", "confirm", NULL };
  g_autofree char *page = NULL;

  if (payment == NULL || !g_strv_contains (words, call->args[1]))
    return not_found ();

  /* What cannot happen any more shows on the page. */
  sandbox_acts_play (call->server->store, payment, call->args[1], call->now);
  page = phone_path (payment);

  return sandbox_html_see (page);
}

SandboxAnswer *
sandbox_pages_refund_act (SandboxCall *call)
{
  SandboxStore *store = call->server->store;
  g_autoptr(SandboxPayment) payment = sandbox_payment_find_by_token (store, call->args[0]);
  g_autoptr(SandboxRefund) refund = sandbox_refund_find (store, call->args[1]);
  static const char * const words[] = { "done", "reject", NULL };
  g_autofree char *page = NULL;

  if (payment == NULL || refund == NULL || !g_str_equal (refund->payment_id, payment->id)
      || !g_strv_contains (words, call->args[2]))
    return not_found ();

  sandbox_refunds_play (store, refund, call->args[2], call->now);
  page = phone_path (payment);

  return sandbox_html_see (page);
}

static void
append_row (GString        *html,
            SandboxPayment *payment)
{
  g_autoptr(GDateTime) created = g_date_time_new_from_unix_local (payment->created / 1000);
  g_autofree char *time = g_date_time_format (created, "%Y-%m-%d %H:%M:%S");
  g_autofree char *money = sandbox_amount_to_text (payment->amount, payment->currency);
  g_autofree char *page = phone_path (payment);

  sandbox_html_append (html, "<tr><td>%s</td><td><a href=\"%s\">%s</a></td><td class=\"number\">%s</td>"
                       "<td>%s</td><td>%s</td><td class=\"soft\">%s</td></tr>\n",
                       time, page, payment->merchant_reference != NULL ? payment->merchant_reference : "–",
                       money, payment->status,
                       payment->integration_type != NULL ? payment->integration_type : "hostedCheckout",
                       payment->id);
}

SandboxAnswer *
sandbox_pages_list (SandboxCall *call)
{
  g_autoptr(GPtrArray) payments = g_ptr_array_new_with_free_func ((GDestroyNotify) sandbox_payment_free);
  g_autoptr(GString) html = g_string_new (NULL);

  sandbox_record_list (&sandbox_payment_table, call->server->store, payments,
                       "ORDER BY rowid DESC LIMIT " MAX_ROWS, "");

  sandbox_html_append (html, "<main class=\"wide\"><h1>%s</h1>\n", _("Payments (play money)"));
  if (payments->len == 0)
    sandbox_html_append (html, "<p class=\"soft\">%s</p>\n", _("No payment yet"));
  else
    {
      sandbox_html_append (html, "<table><tr><th>%s</th><th>%s</th><th>%s</th><th>%s</th><th>%s</th><th>%s</th></tr>\n",
                           _("Time"), _("Reference"), _("Amount"), _("Status"), _("Type"), _("Payment"));
      for (guint i = 0; i < payments->len; i++)
        append_row (html, g_ptr_array_index (payments, i));
      g_string_append (html, "</table>\n");
    }
  g_string_append (html, "</main>\n");

  return sandbox_html_answer (200, _("Payments"), TRUE, html->str);
}

/* Where the customer's browser goes back to, with what the platform appends (connect-api.md 8). */
static void
append_way_back (GString         *html,
                 SandboxCheckout *checkout)
{
  const char *joint;

  if (checkout->return_url == NULL)
    return;

  joint = strchr (checkout->return_url, '?') != NULL ? "&" : "?";
  sandbox_html_append (html, "<p><a href=\"%s%sRETURNMAC=%s&amp;hostedCheckoutId=%s\">%s</a></p>\n",
                       checkout->return_url, joint, checkout->return_mac, checkout->id, _("Back to the shop"));
}

/* The last payment of it, if there is one, and what can be done now. */
static void
append_checkout_state (GString         *html,
                       SandboxCall     *call,
                       SandboxCheckout *checkout,
                       SandboxPayment  *payment)
{
  g_autofree char *page = g_strdup_printf ("/checkout/%s", checkout->token);
  gboolean is_open = payment != NULL && sandbox_payment_is_open (payment);

  if (payment != NULL)
    append_word (html, payment, call->now);
  else if (checkout->is_cancelled)
    sandbox_html_append (html, "<div class=\"word bad\">%s</div>\n", _("Cancelled"));

  if (payment != NULL && sandbox_payment_is_paid (payment))
    append_way_back (html, checkout);
  else if (is_open || !sandbox_checkout_is_over (checkout, call->now))
    append_buttons (html, page);
  else
    sandbox_html_append (html, "<div class=\"word bad\">%s</div>\n", _("This page is over"));

  if (payment == NULL && !checkout->is_cancelled && !sandbox_checkout_is_over (checkout, call->now))
    {
      g_autofree char *target = g_strdup_printf ("%s/cancel", page);

      sandbox_html_append_button (html, target, "plain", _("Cancel"));
    }
}

SandboxAnswer *
sandbox_pages_checkout (SandboxCall *call)
{
  SandboxStore *store = call->server->store;
  g_autoptr(SandboxCheckout) checkout = sandbox_checkout_find_by_token (store, call->args[0]);
  g_autoptr(SandboxPayment) payment = NULL;
  g_autoptr(GString) html = g_string_new (NULL);

  if (checkout == NULL)
    return not_found ();

  if (checkout->last_payment_id != NULL)
    payment = sandbox_payment_find (store, checkout->last_payment_id);
  sandbox_html_append (html, "<main><h1>%s</h1>\n", _("Payment page (play money)"));
  append_order (html, checkout->amount, checkout->currency, checkout->descriptor, checkout->merchant_reference);
  append_checkout_state (html, call, checkout, payment);
  g_string_append (html, "</main>\n");

  return sandbox_html_answer (200, _("Payment page"), TRUE, html->str);
}

SandboxAnswer *
sandbox_pages_checkout_act (SandboxCall *call)
{
  g_autoptr(SandboxCheckout) checkout = sandbox_checkout_find_by_token (call->server->store, call->args[0]);
  g_autofree char *page = NULL;

  if (checkout == NULL || sandbox_checkouts_play (call, checkout, call->args[1]) == SANDBOX_ACT_UNKNOWN)
    return not_found ();

  page = g_strdup_printf ("/checkout/%s", checkout->token);

  return sandbox_html_see (page);
}
