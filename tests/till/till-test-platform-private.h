/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-test-platform.h"

G_BEGIN_DECLS

typedef struct
{
  TillTestFault  fault;
  guint          status;
  char          *body;   /* (nullable) (owned) */
} TillTestFailure;

struct _TillTestPlatform
{
  SoupServer *server;       /* (nullable) (owned) */
  TillClock  *clock;        /* (owned) */
  gint64      ahead;        /* seconds, of its clock before ours */
  char       *endpoint;     /* (owned) */
  guint       port;
  GPtrArray  *entries;      /* (owned) (element-type TillTestEntry) */
  GPtrArray  *refunds;      /* (owned) (element-type TillTestRefund) */
  GHashTable *deleted;      /* (owned) (element-type utf8) ids of checkouts */
  GPtrArray  *checkouts;    /* (owned) (element-type utf8) "id reference" */
  GQueue      faults[TILL_TEST_N_OPERATIONS];
  guint       always[TILL_TEST_N_OPERATIONS];
  char       *always_body[TILL_TEST_N_OPERATIONS];
  guint       counts[TILL_TEST_N_OPERATIONS];
  char       *first_body;   /* (nullable) (owned) */
  GHashTable *refund_bodies; /* (owned) by key */
  gboolean    bodies_differ;
};

TillTestEntry *till_test_platform_add_entry (TillTestPlatform  *self,
                                             const char        *key,
                                             const char        *reference,
                                             const char        *type,
                                             const char        *currency,
                                             gint64             amount);
void           till_test_failure_free       (gpointer           data);
/** till_test_answer: (transfer full) @body. */
void           till_test_answer             (TillTestPlatform  *self,
                                             SoupServerMessage *message,
                                             guint              status,
                                             char              *body);
void           till_test_answer_error       (TillTestPlatform  *self,
                                             SoupServerMessage *message,
                                             guint              status,
                                             const char        *code);
/** till_test_goes_wrong: %TRUE: that was the answer. */
gboolean       till_test_goes_wrong         (TillTestPlatform  *self,
                                             SoupServerMessage *message,
                                             TillTestOperation  operation,
                                             TillTestFailure   *fault);
TillTestEntry *till_test_find_by_id         (TillTestPlatform  *self,
                                             const char        *id);
void           till_test_refund_free        (gpointer           data);
/** till_test_handle_refund: of a request below /payments/{id}/refund, /refunds or /refunds/{id}. */
void           till_test_handle_refund      (TillTestPlatform  *self,
                                             SoupServerMessage *message,
                                             TillTestOperation  operation,
                                             const char        *id,
                                             TillTestFailure   *fault);
#define TILL_TEST_REPEAT_HEADER "X-GCS-Idempotence-Request-Timestamp"
/** till_test_platform_handle_cb: answers one request. */
void           till_test_platform_handle_cb (SoupServer        *server,
                                             SoupServerMessage *message,
                                             const char        *path,
                                             GHashTable        *query,
                                             gpointer           user_data);

G_END_DECLS
