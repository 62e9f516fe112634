/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <glib/gstdio.h>

#include "till-csv.h"
#include "till-export.h"
#include "till-file.h"
#include "till-journal-stream.h"
#include "till-json.h"

typedef struct
{
  /* input */
  TillListFilter    filter;
  TillExportFormat  format;
  TillExportWrite   write;
  gpointer          write_data;

  /* in progress */
  TillStreamPlace   place;
  GString          *text;    /* (owned) of one part */

  /* result */
  gint64            n_written;
} Export;

struct _TillExportFile
{
  char *path;   /* (owned) */
  char *part;   /* (nullable) (owned) until it is placed */
  FILE *file;   /* (nullable) (owned) */
};

static void read_next (GTask *task);

static void
export_free (gpointer data)
{
  Export *self = data;

  g_string_free (self->text, TRUE);
  g_free (self);
}

static void
add_record (Export     *self,
            TillRecord *record)
{
  g_autofree char *line = self->format == TILL_EXPORT_CSV ? till_csv_from_record (record)
                                                          : till_json_from_record (record, NULL, NULL);

  g_string_append (self->text, line);
  if (self->format == TILL_EXPORT_JSON)
    g_string_append_c (self->text, '\n');
  self->n_written++;
}

static gboolean
write_text (Export  *self,
            GError **error)
{
  gboolean written = self->text->len == 0
                     || self->write (self->text->str, self->text->len, self->write_data, error);

  g_string_truncate (self->text, 0);

  return written;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  Export *self = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = till_journal_stream_finish (TILL_JOURNAL (source), result, &self->place, &error);

  for (guint i = 0; records != NULL && i < records->len; i++)
    add_record (self, g_ptr_array_index (records, i));

  if (records == NULL || !write_text (self, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (records->len == 0)
    g_task_return_int (task, self->n_written);
  else
    read_next (g_steal_pointer (&task));
}

static void
read_next (GTask *task)
{
  Export *self = g_task_get_task_data (task);

  till_journal_stream_async (g_task_get_source_object (task), &self->filter, &self->place,
                             g_task_get_cancellable (task), read_cb, task);
}

void
till_export_async (TillJournal          *journal,
                   const TillListFilter *filter,
                   TillExportFormat      format,
                   TillExportWrite       write,
                   gpointer              write_data,
                   GCancellable         *cancellable,
                   GAsyncReadyCallback   callback,
                   gpointer              user_data)
{
  GTask *task;
  Export *self;

  g_return_if_fail (TILL_IS_JOURNAL (journal));
  g_return_if_fail (filter != NULL && write != NULL);

  task = g_task_new (journal, cancellable, callback, user_data);
  g_task_set_source_tag (task, till_export_async);
  self = g_new0 (Export, 1);
  self->filter = *filter;
  self->filter.order = NULL;
  self->format = format;
  self->write = write;
  self->write_data = write_data;
  self->text = g_string_new (format == TILL_EXPORT_CSV ? till_csv_header () : "");
  g_task_set_task_data (task, self, export_free);
  read_next (task);
}

gint64
till_export_finish (TillJournal   *journal,
                    GAsyncResult  *result,
                    GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, journal), -1);

  return g_task_propagate_int (G_TASK (result), error);
}

TillExportFile *
till_export_file_new (const char  *path,
                      GError     **error)
{
  g_autoptr(TillExportFile) self = g_new0 (TillExportFile, 1);

  g_return_val_if_fail (path != NULL, NULL);

  self->path = g_strdup (path);
  self->part = till_file_make_part (path, error);
  if (self->part == NULL)
    return NULL;
  self->file = g_fopen (self->part, "we");
  if (self->file == NULL)
    return till_file_fail (self->part, error), NULL;

  return g_steal_pointer (&self);
}

gboolean
till_export_file_write (const char  *text,
                        gsize        length,
                        gpointer     file,
                        GError     **error)
{
  TillExportFile *self = file;

  return fwrite (text, 1, length, self->file) == length || till_file_fail (self->path, error);
}

/* A disk may be full as late as here. */
static gboolean
close_file (TillExportFile  *self,
            GError         **error)
{
  FILE *file = g_steal_pointer (&self->file);

  return fclose (file) == 0 || till_file_fail (self->path, error);
}

gboolean
till_export_file_place (TillExportFile  *self,
                        GError         **error)
{
  g_return_val_if_fail (self->file != NULL, FALSE);

  if (!close_file (self, error) || !till_file_sync (self->part, error))
    return FALSE;
  if (g_rename (self->part, self->path) != 0)
    return till_file_fail (self->path, error);
  g_clear_pointer (&self->part, g_free);

  return till_file_sync_directory_of (self->path, error);
}

void
till_export_file_free (TillExportFile *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->file, fclose);
  if (self->part != NULL)
    g_unlink (self->part);
  g_free (self->part);
  g_free (self->path);
  g_free (self);
}
