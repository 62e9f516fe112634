/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include "connect-date.h"

G_BEGIN_DECLS

/**
 * ConnectApiError:
 *
 * One entry of "errors" (connect-api.md 9).  Texts are the platform's: for staff, to be shown as text only.
 */
typedef struct
{
  char *code;            /* (owned) digits, "" when absent */
  char *id;              /* (nullable) (owned) */
  char *property_name;   /* (nullable) (owned) */
  char *message;         /* (nullable) (owned) */
} ConnectApiError;

/**
 * ConnectCall:
 *
 * One try at one operation: what the caller gives beside the request, and what became known beside the
 * result, also when the call ends with an error.  Made by the caller, filled by the client, read when the
 * call has finished; one object serves one call.
 */
typedef struct _ConnectCall ConnectCall;

struct _ConnectCall
{
  /* given */
  char      *idempotence_key;     /* (nullable) (owned) */

  /* found */
  gboolean   may_have_left;       /* FALSE only when provably no byte of the request left this machine */
  guint      http_status;         /* 0: no answer */
  gboolean   is_connect_json;     /* the body was JSON from Connect: errorId, errors or a result */
  gint64     platform_date;       /* seconds since 1970 from the answer's Date, or CONNECT_DATE_UNKNOWN */
  gint64     clock_skew;          /* platform's clock minus ours, seconds; 0 when the Date is unknown */
  gint64     first_request;       /* X-GCS-Idempotence-Request-Timestamp, ms since 1970; -1: header absent, so no repeat */
  guint      retry_after;         /* seconds asked for by Retry-After, at most 60; 0: none */
  char      *error_id;            /* (nullable) (owned) */
  GPtrArray *errors;              /* (owned) (element-type ConnectApiError), never NULL */

  /*< private >*/
  gatomicrefcount ref_count;
};

ConnectCall *connect_call_new      (const char  *idempotence_key);
ConnectCall *connect_call_ref      (ConnectCall *self);
void         connect_call_unref    (ConnectCall *self);

/** connect_call_first_code: (return) (nullable): the code of the first error, e.g. "430330". Owned by @self. */
const char  *connect_call_first_code (ConnectCall *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConnectCall, connect_call_unref)

G_END_DECLS
