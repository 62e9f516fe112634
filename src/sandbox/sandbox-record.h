/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox-store.h"

G_BEGIN_DECLS

/* Records: C structs that live in a table.  The columns are named once, here and nowhere else: the table is
 * made of them, and rows are read and written by them. */

/**
 * SandboxColumn:
 *
 * A member of a record: a nullable owned string ('s') or a #gint64 ('i').
 */
typedef struct
{
  const char *name;
  char        type;
  gsize       offset;
} SandboxColumn;

/**
 * SandboxTable:
 *
 * The first column is the record's key.
 */
typedef struct
{
  const char          *name;
  gsize                record_size;
  const SandboxColumn *columns;
  guint                n_columns;
} SandboxTable;

/** sandbox_table_prepare: makes the table, and adds columns that an older sandbox's file lacks. */
void       sandbox_table_prepare (const SandboxTable *table,
                                  SandboxStore       *store);

/**
 * sandbox_record_find:
 * @where: what follows SELECT … FROM table: "WHERE id = ?"
 * @types: as for sandbox_store_query()
 *
 * Returns: (transfer full) (nullable): the first record
 */
gpointer   sandbox_record_find   (const SandboxTable *table,
                                  SandboxStore       *store,
                                  const char         *where,
                                  const char         *types,
                                  ...);
/** sandbox_record_list: fills @records with all that match, in the order of @where. */
void       sandbox_record_list   (const SandboxTable *table,
                                  SandboxStore       *store,
                                  GPtrArray          *records,
                                  const char         *where,
                                  const char         *types,
                                  ...);
/** sandbox_record_save: inserts it, or replaces the one with the same key; its place in the order of making stays. */
void       sandbox_record_save   (const SandboxTable *table,
                                  SandboxStore       *store,
                                  gconstpointer       record);
void       sandbox_record_free   (const SandboxTable *table,
                                  gpointer            record);

G_END_DECLS
