/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "connect-client.h"
#include "connect-test-server.h"

G_BEGIN_DECLS

#define CONNECT_TEST_MERCHANT "1234"
#define CONNECT_TEST_KEY_ID   "5e45c937b9db33ae"
#define CONNECT_TEST_SECRET   "I42Zf4pVnRdroHfuHnRiJjJ2B6+22h0yQt/R3nZR8Xg="
#define CONNECT_TEST_KEY      "3f1c2a44-0d55-4b0a-9f0e-5a1f6f5f0001"
#define CONNECT_TEST_PAYMENT  "000000123410000595980000100001"
#define CONNECT_TEST_REFUND   "000000123410000595980000200001"
#define CONNECT_TEST_CHECKOUT "15c09dac-bf44-486a-af6b-edfd8680a166"
#define CONNECT_TEST_BODY     "{\"order\":{\"amountOfMoney\":{\"amount\":1250,\"currencyCode\":\"USD\"}}}"

/** ConnectTestFixture: a client, and the server that it asks. */
typedef struct
{
  ConnectTestServer *server;
  SoupSession       *session;
  ConnectSigner     *signer;
  ConnectClient     *client;
  ConnectCall       *call;      /* with CONNECT_TEST_KEY; made anew by connect_test_ask() */
  GAsyncResult      *result;    /* (nullable) (owned) of the call that was waited for last */
  gint64             now;       /* what the client's clock says */
  gint64             now_step;  /* and how far it goes on each time it is looked at */
} ConnectTestFixture;

void          connect_test_set_up      (ConnectTestFixture *self,
                                        gconstpointer       data);
/** connect_test_tear_down: asserts that the objects die. */
void          connect_test_tear_down   (ConnectTestFixture *self,
                                        gconstpointer       data);
/** connect_test_drop_session: asserts that client and session die, to make room for others. */
void          connect_test_drop_session (ConnectTestFixture *self);
/** connect_test_use_endpoint: a new client, for another address. */
void          connect_test_use_endpoint (ConnectTestFixture *self,
                                         const char         *endpoint);

/**
 * ConnectTestOperation:
 *
 * An operation of the client, as one of many.
 */
typedef struct
{
  const char *name;
  const char *method;
  const char *target;    /* on the wire */
  gboolean    has_body;
  gboolean    has_key;   /* cannot do without */
  const char *good;      /* a good answer */
  void      (*start)  (ConnectClient        *client,
                       ConnectCall          *call,
                       GCancellable         *cancellable,
                       GAsyncReadyCallback   callback,
                       gpointer              user_data);
  gboolean  (*finish) (ConnectClient        *client,
                       GAsyncResult         *result,
                       GError              **error);
} ConnectTestOperation;

extern const ConnectTestOperation connect_test_operations[];
extern const guint connect_test_n_operations;

/** connect_test_get_operation: by name; not found fails the test. */
const ConnectTestOperation *
              connect_test_get_operation (const char *name);

/** connect_test_ask: starts @operation with a new call, and waits until it has finished. */
gboolean      connect_test_ask         (ConnectTestFixture          *self,
                                        const ConnectTestOperation  *operation,
                                        GCancellable                *cancellable,
                                        GError                     **error);

/** connect_test_store_cb: a callback that keeps the result in the GAsyncResult * that @user_data points to. */
void          connect_test_store_cb    (GObject                     *source,
                                        GAsyncResult                *result,
                                        gpointer                     user_data);

/** connect_test_wait: runs the main context until @condition holds; a test that waits 60 s in vain fails. */
#define connect_test_wait(condition)                                  \
  G_STMT_START                                                        \
    {                                                                 \
      gint64 give_up_ = g_get_monotonic_time () + 60 * G_USEC_PER_SEC; \
      g_autoptr(GSource) wake_ = connect_test_wake_at (give_up_);     \
      while (!(condition))                                            \
        {                                                             \
          if (g_get_monotonic_time () >= give_up_)                    \
            g_error ("%s: waited in vain for %s", G_STRLOC, #condition); \
          g_main_context_iteration (NULL, TRUE);                      \
        }                                                             \
      g_source_destroy (wake_);                                       \
    }                                                                 \
  G_STMT_END

/** connect_test_wake_at: (return) (transfer full): a source that wakes the main context at that time. */
GSource      *connect_test_wake_at     (gint64                       monotonic_time);

G_END_DECLS
