/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "connect-error.h"
#include "till-shape.h"

G_BEGIN_DECLS

/** TillAccountFields: what somebody typed; borrowed strings, none %NULL. */
typedef struct
{
  const char *endpoint;
  const char *merchant_id;
  const char *api_key_id;
  const char *secret;         /* "": the one that is kept */
  const char *country;        /* ISO 3166-1 alpha-2 */
  const char *country_name;   /* for people */
  const char *currency;
} TillAccountFields;

/** TillAccountStep: how far a check has come. */
typedef enum
{
  TILL_ACCOUNT_INCOMPLETE,    /* something is not typed yet */
  TILL_ACCOUNT_WRONG,         /* something typed cannot be right: nothing is asked */
  TILL_ACCOUNT_CONNECTING,    /* the platform is asked for this merchant, with this key */
  TILL_ACCOUNT_PRODUCT,       /* … for WeChat Pay in this country and currency */
  TILL_ACCOUNT_ASKED,
} TillAccountStep;

#define TILL_ACCOUNT_NO_ERROR (-1)

/** TillAccountReport: what a check knows. */
typedef struct
{
  TillAccountStep step;
  int             connection;    /* TillError, or TILL_ACCOUNT_NO_ERROR; from CONNECTING on */
  int             product;       /* the same, from PRODUCT on */
  gint64          clock_skew;    /* seconds that the platform's clock is ahead of ours */
} TillAccountReport;

/** TillCheckLine: one line of it. */
typedef struct
{
  TillShape  shape;
  char      *text;      /* (owned) */
  char      *detail;    /* (nullable) (owned) */
} TillCheckLine;

/** till_account_fields_step: INCOMPLETE, WRONG, or CONNECTING when there is something to ask. @has_secret: one is kept for this account. */
TillAccountStep till_account_fields_step   (const TillAccountFields *fields,
                                            gboolean                 has_secret);
/** till_account_report_lines: (return) (transfer full) (element-type TillCheckLine): always three. Pure. */
GPtrArray      *till_account_report_lines  (const TillAccountReport *report,
                                            const TillAccountFields *fields);
/** till_account_report_passed: everything was asked, and nothing stands in the way of a payment. */
gboolean        till_account_report_passed (const TillAccountReport *report);
/** till_account_endpoint_advice: (return) (transfer full): why @endpoint is refused, for people; %NULL: it is not. */
char           *till_account_endpoint_advice (const char            *endpoint);

G_END_DECLS
