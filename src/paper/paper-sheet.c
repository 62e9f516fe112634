/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "paper-sheet-private.h"

/* Light enough to read through, and dark enough that a printer without grey makes dots of it. */
#define ACROSS_GREY  0.8
#define ACROSS_ANGLE (-G_PI / 6)
#define ACROSS_SIZE  0.2     /* of the page's width … */
#define ACROSS_EVERY 1.1     /* … and how often on a long one */

struct _PaperSheet
{
  GPtrArray   *parts;     /* (owned) (element-type PaperPart) */
  PangoLayout *across;    /* (nullable) (owned) */
  double       width;
  double       height;    /* of a page */
  double       margin;
  guint        n_pages;
};

/* From top to bottom, and on to the next page where the paper ends; 0: it never does. */
static void
put_parts (PaperSheet       *self,
           double            height,
           const PaperStyle *style)
{
  double bottom = height > 0 ? height - style->margin : G_MAXDOUBLE;
  double y = style->margin;
  guint page = 0;

  for (guint i = 0; i < self->parts->len; i++)
    {
      PaperPart *part = g_ptr_array_index (self->parts, i);

      if (y + part->height > bottom && y > style->margin)
        {
          page++;
          y = style->margin;
        }
      part->page = page;
      part->y = y;
      y += part->height + style->gap;
    }

  self->n_pages = page + 1;
  self->height = height > 0 ? height : ceil (y - style->gap + style->margin);
}

/* Whatever the device prefers: paper has no pixels to put letters on, and lines break alike everywhere. */
static void
prepare (PangoContext *context)
{
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_context_set_base_dir (context, PANGO_DIRECTION_LTR);
}

PaperSheet *
paper_sheet_new (TillReceipt  *receipt,
                 PangoContext *context,
                 double        width,
                 double        height)
{
  const PaperStyle *style = paper_format_get_style (paper_format_of_width (width));
  PaperSheet *self;

  g_return_val_if_fail (receipt != NULL, NULL);
  g_return_val_if_fail (PANGO_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (width > 2 * style->margin, NULL);

  prepare (context);

  self = g_new0 (PaperSheet, 1);
  self->width = width;
  self->margin = style->margin;
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) paper_part_free);
  for (guint i = 0; i < receipt->parts->len; i++)
    {
      PaperPart *part = paper_part_new (g_ptr_array_index (receipt->parts, i), context, style, width - 2 * style->margin);

      if (part != NULL)
        g_ptr_array_add (self->parts, part);
    }
  if (receipt->across != NULL)
    self->across = paper_layout_new (context, receipt->across, width * ACROSS_SIZE, PANGO_WEIGHT_BOLD, 0);
  put_parts (self, height, style);

  return self;
}

void
paper_sheet_free (PaperSheet *self)
{
  g_ptr_array_unref (self->parts);
  g_clear_object (&self->across);
  g_free (self);
}

guint
paper_sheet_get_n_pages (PaperSheet *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_pages;
}

double
paper_sheet_get_height (PaperSheet *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->height;
}

/* Often enough that no piece torn off a roll is without it. */
static void
draw_across (PaperSheet *self,
             cairo_t    *cr)
{
  int n = MAX (1, (int) round (self->height / (self->width * ACROSS_EVERY)));
  PangoRectangle ink;

  pango_layout_get_extents (self->across, &ink, NULL);
  cairo_set_source_rgb (cr, ACROSS_GREY, ACROSS_GREY, ACROSS_GREY);

  for (int i = 0; i < n; i++)
    {
      cairo_save (cr);
      cairo_translate (cr, self->width / 2, self->height * (i + 0.5) / n);
      cairo_rotate (cr, ACROSS_ANGLE);
      cairo_move_to (cr, -pango_units_to_double (ink.x + ink.width / 2), -pango_units_to_double (ink.y + ink.height / 2));
      pango_cairo_show_layout (cr, self->across);
      cairo_restore (cr);
    }
}

void
paper_sheet_draw (PaperSheet *self,
                  cairo_t    *cr,
                  guint       page)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (cr != NULL);
  g_return_if_fail (page < self->n_pages);

  if (self->across != NULL)
    draw_across (self, cr);

  for (guint i = 0; i < self->parts->len; i++)
    {
      PaperPart *part = g_ptr_array_index (self->parts, i);

      if (part->page == page)
        paper_part_draw (part, cr, self->margin);
    }
}
