/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "made-up.h"
#include "paper-pdf.h"
#include "till-receipt-print.h"

/* Printing as GTK does it, without a printer and without a display: to a file. */

static TillReceipt *
new_receipt (void)
{
  g_autoptr(TillPayment) payment = made_up_payment (made_up_find ("paid"));
  const TillReceiptWish wish = { .shop = "The Tea House", .now = G_GINT64_CONSTANT (1795424400) * G_USEC_PER_SEC };

  return till_receipt_new (till_payment_get_record (payment), &wish);
}

static char *
new_path (char **folder)
{
  *folder = g_dir_make_tmp ("till-receipt-XXXXXX", NULL);
  g_assert_nonnull (*folder);

  return g_build_filename (*folder, "receipt.pdf", NULL);
}

static void
drop (char *folder,
      char *path)
{
  g_remove (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
  g_free (path);
}

static TillSettings *
new_settings (const char *paper)
{
  g_autoptr(GError) error = NULL;
  TillSettings *settings = till_settings_new (NULL, &error);

  g_assert_no_error (error);
  g_assert_true (till_settings_set (settings, "receipt-paper", g_variant_new_string (paper)));

  return settings;
}

static void
draw_page_cb (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                page,
              double            *size)
{
  size[0] = gtk_print_context_get_width (context) / PAPER_POINTS (1);
  size[1] = gtk_print_context_get_height (context) / PAPER_POINTS (1);
  size[2] += 1;
}

/* Each paper is as wide as it should be, and one page is enough. */
static void
test_papers (void)
{
  static const struct
  {
    const char *word;
    double      width;
    double      height;   /* 0: of a roll */
  } rows[] = {
    { "80mm", 80, 0 },
    { "58mm", 58, 0 },
    { "a4", 210, 297 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(TillSettings) settings = new_settings (rows[i].word);
      g_autoptr(GtkPrintOperation) operation = till_receipt_print_new (new_receipt (), settings, "A-1");
      g_autoptr(GError) error = NULL;
      g_autofree char *bytes = NULL;
      double size[3] = { 0, };
      char *folder;
      char *path = new_path (&folder);

      g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), size);
      gtk_print_operation_set_export_filename (operation, path);
      g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error), ==,
                       GTK_PRINT_OPERATION_RESULT_APPLY);
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (path, &bytes, NULL, &error));
      g_assert_true (g_str_has_prefix (bytes, "%PDF-"));

      g_assert_cmpfloat_with_epsilon (size[0], rows[i].width, 0.5);
      if (rows[i].height > 0)
        g_assert_cmpfloat_with_epsilon (size[1], rows[i].height, 0.5);
      else
        g_assert_true (size[1] > 80 && size[1] < 250);
      g_assert_cmpfloat (size[2], ==, 1);
      drop (folder, path);
    }
}

/* What a person chose in the dialog instead is what the next receipt is printed with. */
static void
test_remembered (void)
{
  g_autoptr(TillSettings) settings = new_settings ("80mm");
  g_autoptr(GtkPrintOperation) operation = till_receipt_print_new (new_receipt (), settings, "A-1");
  g_autoptr(GtkPrintOperation) next = NULL;
  g_autoptr(GtkPageSetup) chosen = gtk_page_setup_new ();
  GtkPaperSize *a4 = gtk_paper_size_new (GTK_PAPER_NAME_A4);
  g_autofree char *paper = NULL;
  g_autofree char *printer = NULL;
  char *folder;
  char *path = new_path (&folder);

  gtk_page_setup_set_paper_size (chosen, a4);
  gtk_paper_size_free (a4);
  gtk_print_operation_set_default_page_setup (operation, chosen);
  gtk_print_settings_set_printer (gtk_print_operation_get_print_settings (operation), "Counter");
  gtk_print_operation_set_export_filename (operation, path);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, NULL), ==,
                   GTK_PRINT_OPERATION_RESULT_APPLY);

  paper = till_settings_get_string (settings, "receipt-paper");
  printer = till_settings_get_string (settings, "receipt-printer");
  g_assert_cmpstr (paper, ==, "a4");
  g_assert_cmpstr (printer, ==, "Counter");

  next = till_receipt_print_new (new_receipt (), settings, "A-1");
  g_assert_cmpstr (gtk_print_settings_get_printer (gtk_print_operation_get_print_settings (next)), ==, "Counter");
  drop (folder, path);
}

/* What cannot be printed is an error, and changes no setting. */
static void
test_failed (void)
{
  g_autoptr(TillSettings) settings = new_settings ("58mm");
  g_autoptr(GtkPrintOperation) operation = till_receipt_print_new (new_receipt (), settings, "A-1");
  g_autoptr(GError) error = NULL;
  g_autofree char *printer = NULL;

  g_assert_true (till_settings_set (settings, "receipt-printer", g_variant_new_string ("before")));
  gtk_print_settings_set_printer (gtk_print_operation_get_print_settings (operation), "Broken");
  gtk_print_operation_set_export_filename (operation, "/nonexistent/receipt.pdf");
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error), ==,
                   GTK_PRINT_OPERATION_RESULT_ERROR);
  g_assert_nonnull (error);

  printer = till_settings_get_string (settings, "receipt-printer");
  g_assert_cmpstr (printer, ==, "before");
}

int
main (int   argc,
      char *argv[])
{
  g_unsetenv ("DISPLAY");
  g_unsetenv ("WAYLAND_DISPLAY");
  g_test_init (&argc, &argv, NULL);
  gtk_init_check ();
  g_test_add_func ("/receipt-print/papers", test_papers);
  g_test_add_func ("/receipt-print/remembered", test_remembered);
  g_test_add_func ("/receipt-print/failed", test_failed);

  return g_test_run ();
}
