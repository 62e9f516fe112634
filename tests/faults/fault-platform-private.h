/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fault-table.h"
#include "fault-world.h"

G_BEGIN_DECLS

/** FaultKey: what the platform remembers of an idempotence key. */
typedef struct
{
  char       *merchant;     /* (owned) who sent it */
  GBytes     *body;         /* (owned) as first seen */
  gint64      first;        /* platform's time, s */
  FaultEntry *entry;        /* (nullable) (unowned) */
  FaultPage  *page;         /* (nullable) (unowned) the last that was opened with it */
  guint       refused;      /* row of the table; 0: not */
  gint64      late_at;      /* ms; 0: nothing is done late */
} FaultKey;

typedef struct
{
  guint fault;
  guint times;
  gboolean varies;
} Armed;

struct _FaultPlatform
{
  FaultWorld *world;        /* (unowned) */
  gint64      now;          /* ms since 1970 */
  guint       n_requests;
  GPtrArray  *entries;      /* (owned) (element-type FaultEntry) */
  GPtrArray  *pages;        /* (owned) (element-type FaultPage) */
  GHashTable *keys;         /* (owned) (element-type utf8 FaultKey) */
  Armed       armed[FAULT_N_OPERATIONS];
};

/** fault_platform_make_entry: one payment for each key; the rules about it are the till's to keep. @page: (nullable) */
void        fault_platform_make_entry (FaultPlatform      *self,
                                       const char         *key,
                                       FaultKey           *known,
                                       FaultPage          *page,
                                       gint64              when);
/** fault_platform_see_key: looks at what comes with a key (fault-answers.c). */
FaultKey   *fault_platform_see_key    (FaultPlatform      *self,
                                       const FaultRequest *request,
                                       gboolean           *is_repeat);
/** fault_platform_answer_row: the answer that @row alone says. */
void        fault_platform_answer_row (const FaultRow     *row,
                                       FaultReply         *reply);

/* fault-pages.c */
void        fault_page_free           (gpointer            page);
void        fault_platform_answer_create_page (FaultPlatform *self,
                                       const FaultRequest *request,
                                       guint               fault,
                                       FaultReply         *reply);
void        fault_platform_answer_page (FaultPlatform     *self,
                                       const FaultRequest *request,
                                       const FaultRow     *row,
                                       FaultReply         *reply);
void        fault_platform_answer_delete (FaultPlatform   *self,
                                       const FaultRequest *request,
                                       const FaultRow     *row,
                                       FaultReply         *reply);

G_END_DECLS
