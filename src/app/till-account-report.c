/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <glib/gi18n.h>

#include "connect-endpoint.h"
#include "till-account-report.h"
#include "till-error.h"
#include "till-skew.h"

#define MERCHANT_ID_MAX 64

static gboolean
is_endpoint (const char *text)
{
  g_autofree char *normal = connect_endpoint_normalize (text, NULL);

  return normal != NULL;
}

/* What @text would be without whatever follows the host; NULL when there is nothing to keep. */
static char *
cut_after_host (const char *text)
{
  const char *host = strstr (text, "://");
  g_autofree char *kept = NULL;

  if (host == NULL)
    return NULL;

  kept = g_strndup (text, (gsize) (host - text) + 3 + strcspn (host + 3, "/?#"));

  return connect_endpoint_normalize (kept, NULL);
}

/* The rule itself stands in connect/: here an address that breaks it is only mended on trial, to see what was
 * wrong with it. */
char *
till_account_endpoint_advice (const char *endpoint)
{
  g_autofree char *text = g_strstrip (g_strdup (endpoint));
  g_autofree char *with_scheme = g_strconcat ("https://", text, NULL);
  g_autofree char *cut = cut_after_host (text);

  if (is_endpoint (text))
    return NULL;

  if (cut != NULL)
    /* Translators: %s is an address such as https://api.example.com */
    return g_strdup_printf (_("Leave out what follows the host: %s"), cut);

  if (g_str_has_prefix (text, "http://"))
    {
      g_autofree char *secure = g_strconcat ("https://", text + strlen ("http://"), NULL);
      g_autofree char *secure_cut = cut_after_host (secure);

      if (secure_cut != NULL)
        return g_strdup (_("It must begin with https://. Plain http would show the key to the network; it is taken for this computer alone."));
    }

  if (is_endpoint (with_scheme))
    /* Translators: %s is an address such as https://api.example.com */
    return g_strdup_printf (_("It must begin with https://, as in %s"), with_scheme);

  /* Translators: %s is an address such as https://api.example.com */
  return g_strdup_printf (_("It is no address such as %s"), CONNECT_ENDPOINT_DEFAULT);
}

static gboolean
is_merchant_id (const char *text)
{
  gsize length = strlen (text);

  return length <= MERCHANT_ID_MAX &&
         strspn (text, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-") == length;
}

TillAccountStep
till_account_fields_step (const TillAccountFields *fields,
                          gboolean                 has_secret)
{
  g_return_val_if_fail (fields != NULL, TILL_ACCOUNT_INCOMPLETE);

  if ((*fields->endpoint != '\0' && !is_endpoint (fields->endpoint)) || !is_merchant_id (fields->merchant_id))
    return TILL_ACCOUNT_WRONG;

  if (*fields->endpoint == '\0' || *fields->merchant_id == '\0' || *fields->api_key_id == '\0' ||
      (*fields->secret == '\0' && !has_secret))
    return TILL_ACCOUNT_INCOMPLETE;

  return TILL_ACCOUNT_CONNECTING;
}

/* @text and @detail: (transfer full); @detail: (nullable). */
static void
add (GPtrArray *lines,
     TillShape  shape,
     char      *text,
     char      *detail)
{
  TillCheckLine *line = g_new0 (TillCheckLine, 1);

  line->shape = shape;
  line->text = text;
  line->detail = detail;
  g_ptr_array_add (lines, line);
}

static gboolean
is_about_key (int error)
{
  return error == TILL_ERROR_KEY_REFUSED || error == TILL_ERROR_NOT_FOUND || error == TILL_ERROR_CLOCK_WRONG ||
         error == TILL_ERROR_INVALID_REQUEST;
}

static void
add_fault (GPtrArray *lines,
           int        error)
{
  add (lines, TILL_SHAPE_REFUSED, g_strdup (till_error_sentence (error)), g_strdup (till_error_remedy (error)));
}

static void
add_platform_line (GPtrArray               *lines,
                   const TillAccountReport *report,
                   const TillAccountFields *fields)
{
  if (report->step == TILL_ACCOUNT_WRONG && !is_endpoint (fields->endpoint))
    add (lines, TILL_SHAPE_REFUSED, g_strdup (_("This address cannot be used")),
         till_account_endpoint_advice (fields->endpoint));
  else if (report->step < TILL_ACCOUNT_CONNECTING)
    add (lines, TILL_SHAPE_NOTHING, g_strdup (_("The platform was not asked yet")), NULL);
  else if (report->step == TILL_ACCOUNT_CONNECTING)
    add (lines, TILL_SHAPE_CONFIRMING, g_strdup (_("Asking the platform")), NULL);
  else if (report->connection != TILL_ACCOUNT_NO_ERROR && !is_about_key (report->connection))
    add_fault (lines, report->connection);
  else if (till_skew_judge (report->clock_skew, TRUE) == TILL_SKEW_WRONG)
    add (lines, TILL_SHAPE_ATTENTION, till_skew_to_text (report->clock_skew),
         g_strdup (_("The platform answers, and Till goes by its time. Set the clock all the same.")));
  else
    add (lines, TILL_SHAPE_PAID, g_strdup (_("The platform answers, its clock and ours agree")), NULL);
}

static void
add_key_line (GPtrArray               *lines,
              const TillAccountReport *report,
              const TillAccountFields *fields)
{
  if (report->step == TILL_ACCOUNT_WRONG && !is_merchant_id (fields->merchant_id))
    add (lines, TILL_SHAPE_REFUSED, g_strdup (_("This is no merchant ID")),
         g_strdup (_("It has up to 64 letters, digits, - and _, and no spaces.")));
  else if (report->step < TILL_ACCOUNT_PRODUCT ||
           (report->connection != TILL_ACCOUNT_NO_ERROR && !is_about_key (report->connection)))
    add (lines, TILL_SHAPE_NOTHING, g_strdup (_("Key and merchant")), NULL);
  else if (report->connection == TILL_ERROR_NOT_FOUND || report->connection == TILL_ERROR_INVALID_REQUEST)
    add (lines, TILL_SHAPE_REFUSED, g_strdup (_("The platform knows no such merchant")),
         g_strdup (_("Check the merchant ID, and that the address is the right one for your contract.")));
  else if (report->connection != TILL_ACCOUNT_NO_ERROR)
    add_fault (lines, report->connection);
  else
    add (lines, TILL_SHAPE_PAID, g_strdup (_("Key accepted, merchant found")), NULL);
}

static void
add_product_line (GPtrArray               *lines,
                  const TillAccountReport *report,
                  const TillAccountFields *fields)
{
  if (report->step < TILL_ACCOUNT_PRODUCT || report->connection != TILL_ACCOUNT_NO_ERROR)
    add (lines, TILL_SHAPE_NOTHING, g_strdup (_("WeChat Pay in your country and currency")), NULL);
  else if (report->step == TILL_ACCOUNT_PRODUCT)
    add (lines, TILL_SHAPE_CONFIRMING, g_strdup (_("Asking for WeChat Pay")), NULL);
  else if (report->product == TILL_ERROR_NOT_FOUND || report->product == TILL_ERROR_INVALID_REQUEST)
    add (lines, TILL_SHAPE_REFUSED,
         /* Translators: a country and a currency code */
         g_strdup_printf (_("WeChat Pay is not offered in %s for %s"), fields->country_name, fields->currency),
         /* Translators: %s is a merchant ID */
         g_strdup_printf (_("Nothing is lost. Ask Worldline to switch on product 863 for %s, then check again."),
                          fields->merchant_id));
  else if (report->product != TILL_ACCOUNT_NO_ERROR)
    add_fault (lines, report->product);
  else
    add (lines, TILL_SHAPE_PAID,
         /* Translators: a country and a currency code */
         g_strdup_printf (_("WeChat Pay is offered in %s for %s"), fields->country_name, fields->currency), NULL);
}

static void
free_line (gpointer data)
{
  TillCheckLine *line = data;

  g_free (line->text);
  g_free (line->detail);
  g_free (line);
}

GPtrArray *
till_account_report_lines (const TillAccountReport *report,
                           const TillAccountFields *fields)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (free_line);

  add_platform_line (lines, report, fields);
  add_key_line (lines, report, fields);
  add_product_line (lines, report, fields);

  return lines;
}

gboolean
till_account_report_passed (const TillAccountReport *report)
{
  return report->step == TILL_ACCOUNT_ASKED && report->connection == TILL_ACCOUNT_NO_ERROR &&
         report->product == TILL_ACCOUNT_NO_ERROR;
}
