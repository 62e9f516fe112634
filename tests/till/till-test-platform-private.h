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
  GPtrArray  *checkouts;    /* (owned) (element-type utf8) "id reference" */
  GQueue      faults[TILL_TEST_N_OPERATIONS];
  guint       always[TILL_TEST_N_OPERATIONS];
  char       *always_body[TILL_TEST_N_OPERATIONS];
  guint       counts[TILL_TEST_N_OPERATIONS];
  char       *first_body;   /* (nullable) (owned) */
  gboolean    bodies_differ;
};

TillTestEntry *till_test_platform_add_entry (TillTestPlatform  *self,
                                             const char        *key,
                                             const char        *reference,
                                             const char        *type,
                                             const char        *currency,
                                             gint64             amount);
void           till_test_failure_free       (gpointer           data);
/** till_test_platform_handle_cb: answers one request. */
void           till_test_platform_handle_cb (SoupServer        *server,
                                             SoupServerMessage *message,
                                             const char        *path,
                                             GHashTable        *query,
                                             gpointer           user_data);

G_END_DECLS
