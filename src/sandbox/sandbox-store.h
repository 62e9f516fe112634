/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * SandboxStore:
 *
 * What the stand-in platform knows, in SQLite: in memory, or in a file that several sandboxes share.  Belongs
 * to one thread.
 *
 * A statement that fails (disk full, locked for too long) is remembered until the transaction ends, so that
 * only who began it has to ask: sandbox_store_end().
 */
typedef struct _SandboxStore SandboxStore;

/**
 * sandbox_store_open:
 * @file: (nullable): %NULL for memory
 */
SandboxStore *sandbox_store_open  (const char    *file,
                                   GError       **error);
void          sandbox_store_free  (SandboxStore  *self);

/** sandbox_store_begin: @write: takes the write lock, waiting up to 3 s for another sandbox. %FALSE: not begun. */
gboolean      sandbox_store_begin (SandboxStore  *self,
                                   gboolean       write);
/** sandbox_store_end: commits, or rolls back when something failed since it was last asked. %FALSE: nothing was kept. */
gboolean      sandbox_store_end   (SandboxStore  *self);

/**
 * sandbox_store_query:
 * @sql: kept prepared, so values go by @types and never into it
 * @types: one letter for each parameter: 's' a nullable string, 'i' a #gint64
 *
 * Returns: (transfer none) (nullable): a statement to step; hold it in a g_autoptr (sqlite3_stmt), which
 *   resets it
 */
sqlite3_stmt *sandbox_store_query (SandboxStore  *self,
                                   const char    *sql,
                                   const char    *types,
                                   ...);
sqlite3_stmt *sandbox_store_query_valist (SandboxStore *self,
                                          const char   *sql,
                                          const char   *types,
                                          va_list       args);
/** sandbox_store_step: %TRUE: there is a row. */
gboolean      sandbox_store_step  (SandboxStore  *self,
                                   sqlite3_stmt  *statement);
/** sandbox_store_run: a statement without rows. */
void          sandbox_store_run   (SandboxStore  *self,
                                   const char    *sql,
                                   const char    *types,
                                   ...);

/* Facts: a few values by name that are no records (account, clock, counter). */

/** sandbox_store_get_fact: (return) (nullable) (transfer full) */
char         *sandbox_store_get_fact    (SandboxStore *self,
                                         const char   *name);
void          sandbox_store_set_fact    (SandboxStore *self,
                                         const char   *name,
                                         const char   *value);
gint64        sandbox_store_get_number  (SandboxStore *self,
                                         const char   *name,
                                         gint64        absent);
void          sandbox_store_set_number  (SandboxStore *self,
                                         const char   *name,
                                         gint64        value);

static inline void
sandbox_store_reset_statement (sqlite3_stmt *statement)
{
  sqlite3_reset (statement);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxStore, sandbox_store_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sandbox_store_reset_statement)

G_END_DECLS
