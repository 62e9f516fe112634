/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "till-export.h"
#include "till-journal-private.h"
#include "till-test-journal.h"

/* Payments leave in parts of a page: all of them, in order, or an error that says that it is not all. */

#define N_PAYMENTS 40

typedef TillTestJournal Fixture;

typedef struct
{
  GString      *text;          /* (owned) */
  guint         n_parts;
  GCancellable *cancel_at_2;   /* (nullable) */
  gboolean      full_at_2;
} Sink;

static gboolean
take_cb (const char  *text,
         gsize        length,
         gpointer     write_data,
         GError     **error)
{
  Sink *sink = write_data;

  g_assert_cmpuint (strlen (text), ==, length);
  sink->n_parts++;
  if (sink->n_parts == 2 && sink->cancel_at_2 != NULL)
    g_cancellable_cancel (sink->cancel_at_2);
  if (sink->n_parts == 2 && sink->full_at_2)
    {
      g_set_error_literal (error, TILL_ERROR, TILL_ERROR_DISK_FULL, "full");
      return FALSE;
    }
  g_string_append (sink->text, text);

  return TRUE;
}

static void
keep_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static gint64
export (Fixture               *f,
        const TillListFilter  *filter,
        TillExportFormat       format,
        Sink                  *sink,
        GError               **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  sink->text = g_string_new (NULL);
  till_export_async (f->journal, filter, format, take_cb, sink, sink->cancel_at_2, keep_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return till_export_finish (f->journal, result, error);
}

/* Pages that are over at once: one payment in each. */
static void
fill (Fixture *f)
{
  for (guint i = 0; i < N_PAYMENTS; i++)
    till_record_unref (till_test_request (f->journal, 100 + i, NULL));
}

static void
test_all (Fixture       *f,
          gconstpointer  data)
{
  const TillListFilter all = { 0 }, none = { .until = 1 };
  Sink sink = { 0 };
  g_auto(GStrv) lines = NULL;

  fill (f);
  g_assert_cmpint (export (f, &all, TILL_EXPORT_JSON, &sink, NULL), ==, N_PAYMENTS);
  lines = g_strsplit (sink.text->str, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, N_PAYMENTS + 1);
  for (guint i = 0; i < N_PAYMENTS; i++)
    {
      g_autofree char *wanted = g_strdup_printf ("\"amount\":%u,", 100 + i);

      g_assert_nonnull (strstr (lines[i], wanted));
    }
  g_string_free (sink.text, TRUE);

  g_assert_cmpint (export (f, &none, TILL_EXPORT_CSV, &sink, NULL), ==, 0);
  g_assert_true (g_str_has_prefix (sink.text->str, "created,id,"));
  g_string_free (sink.text, TRUE);
}

/* Whatever goes wrong on the way is an error, and what was written before it is for its taker to throw away. */
static void
test_cut (Fixture       *f,
          gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  const TillListFilter all = { 0 };
  Sink full = { .full_at_2 = TRUE };
  Sink cancelled = { .cancel_at_2 = cancellable };
  g_autoptr(GError) error = NULL;

  till_journal_set_page (f->journal, 0);
  fill (f);
  g_assert_cmpint (export (f, &all, TILL_EXPORT_CSV, &full, &error), ==, -1);
  g_assert_error (error, TILL_ERROR, TILL_ERROR_DISK_FULL);
  g_assert_cmpuint (full.n_parts, ==, 2);
  g_string_free (full.text, TRUE);
  g_clear_error (&error);

  g_assert_cmpint (export (f, &all, TILL_EXPORT_CSV, &cancelled, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (cancelled.n_parts, ==, 2);
  g_string_free (cancelled.text, TRUE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/export/all", Fixture, NULL, till_test_journal_set_up, test_all, till_test_journal_tear_down);
  g_test_add ("/export/cut", Fixture, NULL, till_test_journal_set_up, test_cut, till_test_journal_tear_down);

  return g_test_run ();
}
