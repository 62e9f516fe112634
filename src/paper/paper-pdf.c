/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <cairo-pdf.h>

#include "paper-pdf.h"
#include "till-error.h"

PangoContext *
paper_context_new (void)
{
  g_autoptr(PangoFontMap) fonts = pango_cairo_font_map_new ();
  PangoContext *context = pango_font_map_create_context (fonts);

  pango_cairo_context_set_resolution (context, 72);

  return context;
}

static cairo_status_t
write_cb (void                *closure,
          const unsigned char *data,
          unsigned int         length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

static cairo_status_t
draw_pages (PaperSheet      *sheet,
            cairo_surface_t *surface)
{
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  for (guint page = 0; page < paper_sheet_get_n_pages (sheet); page++)
    {
      paper_sheet_draw (sheet, cr, page);
      cairo_show_page (cr);
    }
  status = cairo_status (cr);
  cairo_destroy (cr);

  return status;
}

GBytes *
paper_pdf_new (TillReceipt  *receipt,
               PaperFormat   format,
               const char   *title,
               GError      **error)
{
  PangoContext *context = paper_context_new ();   /* (owned): it has no autoptr of its own */
  double width = paper_format_get_width (format);
  g_autoptr(PaperSheet) sheet = paper_sheet_new (receipt, context, width, paper_format_get_height (format));
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface;
  cairo_status_t status;

  g_object_unref (context);
  surface = cairo_pdf_surface_create_for_stream (write_cb, bytes, width, paper_sheet_get_height (sheet));
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Till");
  if (title != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  status = draw_pages (sheet, surface);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);

  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, TILL_ERROR, TILL_ERROR_INTERNAL, "the receipt cannot be drawn: %s", cairo_status_to_string (status));
      return NULL;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
