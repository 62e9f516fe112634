/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "connect-client.h"
#include "connect-skew-private.h"

G_BEGIN_DECLS

/**
 * ConnectReader:
 *
 * Makes the result of an operation from the root of its answer; %NULL with @error set if that says no such
 * thing.
 */
typedef gpointer (*ConnectReader) (JsonObject  *root,
                                   const char  *endpoint,
                                   GError     **error);

/**
 * ConnectOperation:
 *
 * What tells one operation of the API from another.
 */
typedef struct
{
  const char     *method;
  ConnectReader   read;
  GDestroyNotify  free_result;    /* (nullable) */
  gboolean        needs_key;      /* creates something: idempotence key needed, longer time limit */
  gboolean        takes_result;   /* an error answer with paymentResult is a result */
} ConnectOperation;

/* What an operation needs of its client. */
typedef struct
{
  SoupSession   *session;       /* (owned) */
  char          *endpoint;      /* (owned) */
  char          *merchant_id;   /* (owned) */
  char          *meta;          /* (owned) X-GCS-ServerMetaInfo */
  ConnectSigner *signer;        /* (owned) */
  ConnectNow     now;           /* (nullable) */
  gpointer       now_data;
  gint64         clock_offset;
  ConnectSkew    skew;
  guint          create_ms;
  guint          other_ms;
} ConnectClientCore;

ConnectClientCore *connect_client_get_core         (ConnectClient           *self);
void               connect_client_set_clock_offset (ConnectClient           *self,
                                                    gint64                   offset);
/** connect_client_note_skew: by one more answer of the platform's own. */
void               connect_client_note_skew        (ConnectClient           *self,
                                                    gint64                   seconds);

/**
 * connect_operation_run_async:
 * @path: (transfer full): below "/v1/{merchantId}", with the query, percent-encoded
 * @body: (nullable)
 * @call: (nullable)
 *
 * Signs, sends, reads and judges; signs once more when the clock is at fault.
 */
void      connect_operation_run_async    (ConnectClient           *client,
                                          const ConnectOperation  *operation,
                                          char                    *path,
                                          GBytes                  *body,
                                          ConnectCall             *call,
                                          GCancellable            *cancellable,
                                          GAsyncReadyCallback      callback,
                                          gpointer                 user_data);

/**
 * connect_operation_ask_about_async:
 *
 * The same for "/{collection}/{id}{rest}"; what is not path-safe never gets into a path but ends with
 * %CONNECT_ERROR_INVALID.
 */
void      connect_operation_ask_about_async (ConnectClient          *client,
                                             const ConnectOperation *operation,
                                             const char             *collection,
                                             const char             *id,
                                             const char             *rest,
                                             ConnectCall            *call,
                                             GCancellable           *cancellable,
                                             GAsyncReadyCallback     callback,
                                             gpointer                user_data);

/** connect_operation_refuse_async: ends with %CONNECT_ERROR_INVALID and @reason, having sent nothing. */
void      connect_operation_refuse_async (ConnectClient           *client,
                                          const ConnectOperation  *operation,
                                          const char              *reason,
                                          GCancellable            *cancellable,
                                          GAsyncReadyCallback      callback,
                                          gpointer                 user_data);

/** connect_operation_run_finish: (return) (transfer full) (nullable): what @operation's reader made. */
gpointer  connect_operation_run_finish   (ConnectClient           *client,
                                          const ConnectOperation  *operation,
                                          GAsyncResult            *result,
                                          GError                 **error);

G_END_DECLS
