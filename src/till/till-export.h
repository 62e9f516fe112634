/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-journal.h"

G_BEGIN_DECLS

/* Payments for other programs, streamed: years of them in the memory of a page. */

typedef enum
{
  TILL_EXPORT_CSV,    /* till-csv.h */
  TILL_EXPORT_JSON,   /* till_json_from_record(), a line each */
} TillExportFormat;

/** TillExportWrite: takes the next part; %FALSE with @error ends the export. Called from the main loop. */
typedef gboolean (*TillExportWrite) (const char  *text,
                                     gsize        length,
                                     gpointer     write_data,
                                     GError     **error);

/**
 * till_export_async:
 * @filter: which payments, oldest first; its order and limit are not looked at; what it points to
 *   must stay until the end
 *
 * Returns by finish: how many payments were written, or -1
 *
 * Errors: the journal's, %G_IO_ERROR_CANCELLED, and what @write says
 */
void   till_export_async         (TillJournal          *journal,
                                  const TillListFilter *filter,
                                  TillExportFormat      format,
                                  TillExportWrite       write,
                                  gpointer              write_data,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data);
gint64 till_export_finish        (TillJournal          *journal,
                                  GAsyncResult         *result,
                                  GError              **error);

/** TillExportFile: a file that is written aside, and is there as a whole or not at all. */
typedef struct _TillExportFile TillExportFile;

/** till_export_file_new: (return) (nullable): @path itself is not touched yet. */
TillExportFile *till_export_file_new    (const char      *path,
                                         GError         **error);
/** till_export_file_write: a #TillExportWrite. */
gboolean        till_export_file_write  (const char      *text,
                                         gsize            length,
                                         gpointer         file,
                                         GError         **error);
/** till_export_file_place: synced, then in its place; a file that was there before is replaced. */
gboolean        till_export_file_place  (TillExportFile  *self,
                                         GError         **error);
/** till_export_file_free: what was not placed is removed. */
void            till_export_file_free   (TillExportFile  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TillExportFile, till_export_file_free)

G_END_DECLS
