/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <glib/gi18n.h>

#include "paper-pdf.h"
#include "till-receipt-print.h"

/* A roll that is cut a little later is better than a second page for what a driver rounds away. */
#define ROOM_MM 3

/** Job: what a print operation works on; it goes with it. */
typedef struct
{
  TillReceipt  *receipt;    /* (owned) */
  TillSettings *settings;   /* (owned) */
  PaperSheet   *sheet;      /* (nullable) (owned) from "begin-print" on */
  double        width;      /* of the paper that it is printed on, points */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->sheet, paper_sheet_free);
  till_receipt_free (job->receipt);
  g_object_unref (job->settings);
  g_free (job);
}

static PaperFormat
get_format (TillSettings *settings)
{
  g_autofree char *word = till_settings_get_string (settings, "receipt-paper");
  PaperFormat format = PAPER_80MM;

  paper_format_from_word (word, &format);

  return format;
}

/* A piece of a roll is as long as this receipt. */
static GtkPaperSize *
make_roll (Job         *job,
           PaperFormat  format)
{
  const char *word = paper_format_to_word (format);
  g_autofree char *name = g_strconcat ("till-", word, NULL);
  PangoContext *context = paper_context_new ();
  double width = paper_format_get_width (format);
  g_autoptr(PaperSheet) sheet = paper_sheet_new (job->receipt, context, width, 0);
  double height = ceil (paper_sheet_get_height (sheet) / PAPER_POINTS (1)) + ROOM_MM;

  g_object_unref (context);

  /* Translators: the next two are papers in the print dialog */
  return gtk_paper_size_new_custom (name, format == PAPER_80MM ? _("Roll of 80 mm") : _("Roll of 58 mm"),
                                    width / PAPER_POINTS (1), height, GTK_UNIT_MM);
}

/* The margins are ours: they are part of what is drawn. */
static GtkPageSetup *
make_page_setup (Job *job)
{
  GtkPageSetup *setup = gtk_page_setup_new ();
  PaperFormat format = get_format (job->settings);
  GtkPaperSize *size = format == PAPER_A4 ? gtk_paper_size_new (GTK_PAPER_NAME_A4) : make_roll (job, format);

  gtk_page_setup_set_paper_size (setup, size);
  gtk_page_setup_set_top_margin (setup, 0, GTK_UNIT_MM);
  gtk_page_setup_set_bottom_margin (setup, 0, GTK_UNIT_MM);
  gtk_page_setup_set_left_margin (setup, 0, GTK_UNIT_MM);
  gtk_page_setup_set_right_margin (setup, 0, GTK_UNIT_MM);
  gtk_paper_size_free (size);

  return setup;
}

static void
begin_print_cb (GtkPrintOperation *operation,
                GtkPrintContext   *context,
                Job               *job)
{
  g_autoptr(GObject) pango = G_OBJECT (gtk_print_context_create_pango_context (context));

  job->width = gtk_print_context_get_width (context);
  g_clear_pointer (&job->sheet, paper_sheet_free);
  job->sheet = paper_sheet_new (job->receipt, PANGO_CONTEXT (pango), job->width, gtk_print_context_get_height (context));
  gtk_print_operation_set_n_pages (operation, (int) paper_sheet_get_n_pages (job->sheet));
}

static void
draw_page_cb (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                page,
              Job               *job)
{
  paper_sheet_draw (job->sheet, gtk_print_context_get_cairo_context (context), (guint) page);
}

static void
keep (TillSettings *settings,
      const char   *key,
      const char   *value)
{
  g_autofree char *before = till_settings_get_string (settings, key);

  /* A locked setting stays as it is, and the receipt is printed all the same. */
  if (!g_str_equal (before, value) && till_settings_is_writable (settings, key))
    till_settings_set (settings, key, g_variant_new_string (value));
}

/* The next receipt goes the same way, without asking anybody to choose again. */
static void
done_cb (GtkPrintOperation       *operation,
         GtkPrintOperationResult  result,
         Job                     *job)
{
  GtkPrintSettings *settings = gtk_print_operation_get_print_settings (operation);
  const char *printer = settings != NULL ? gtk_print_settings_get_printer (settings) : NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_APPLY || job->sheet == NULL)
    return;

  keep (job->settings, "receipt-paper", paper_format_to_word (paper_format_of_width (job->width)));
  if (printer != NULL)
    keep (job->settings, "receipt-printer", printer);
}

/* For who prints to a file. */
static void
set_file_name (GtkPrintSettings *settings,
               const char       *title)
{
  /* Translators: name of a PDF file, without ".pdf"; %s is the order reference */
  g_autofree char *name = g_strdup_printf (_("Receipt %s"), title);

  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_BASENAME, g_strdelimit (name, "/", '-'));
}

GtkPrintOperation *
till_receipt_print_new (TillReceipt  *receipt,
                        TillSettings *settings,
                        const char   *title)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr(GtkPrintSettings) print_settings = gtk_print_settings_new ();
  g_autoptr(GtkPageSetup) page_setup = NULL;
  g_autofree char *printer = till_settings_get_string (settings, "receipt-printer");
  Job *job = g_new0 (Job, 1);

  job->receipt = receipt;
  job->settings = g_object_ref (settings);
  g_object_set_data_full (G_OBJECT (operation), "till-job", job, job_free);

  if (*printer != '\0')
    gtk_print_settings_set_printer (print_settings, printer);
  set_file_name (print_settings, title);
  gtk_print_operation_set_print_settings (operation, print_settings);
  page_setup = make_page_setup (job);
  gtk_print_operation_set_default_page_setup (operation, page_setup);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_job_name (operation, title);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_print_cb), job);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), job);
  g_signal_connect (operation, "done", G_CALLBACK (done_cb), job);

  return operation;
}

static void
return_result (GTask                   *task,
               GtkPrintOperation       *operation,
               GtkPrintOperationResult  result)
{
  GError *error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      gtk_print_operation_get_error (operation, &error);
      if (error == NULL)
        error = g_error_new_literal (GTK_PRINT_ERROR, GTK_PRINT_ERROR_GENERAL, "no reason was given");
      g_task_return_error (task, error);
    }
  else
    g_task_return_boolean (task, result == GTK_PRINT_OPERATION_RESULT_APPLY);
}

/* @user_data: (owned) the task, which holds the operation. */
static void
printed_cb (GtkPrintOperation       *operation,
            GtkPrintOperationResult  result,
            gpointer                 user_data)
{
  g_autoptr(GTask) task = user_data;

  g_signal_handlers_disconnect_by_func (operation, printed_cb, user_data);
  return_result (task, operation, result);
}

void
till_receipt_print_async (GtkWindow           *parent,
                          TillReceipt         *receipt,
                          TillSettings        *settings,
                          const char          *title,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GtkPrintOperation) operation = till_receipt_print_new (receipt, settings, title);
  GTask *task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, till_receipt_print_async);
  g_task_set_task_data (task, g_object_ref (operation), g_object_unref);
  g_signal_connect (operation, "done", G_CALLBACK (printed_cb), task);

  /* "done" tells of errors as well, also of those that come at once. */
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, parent, NULL);
}

gboolean
till_receipt_print_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, till_receipt_print_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
