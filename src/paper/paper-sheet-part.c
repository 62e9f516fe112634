/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "paper-sheet-private.h"

/* Digits of one width, and drawn for small sizes; scripts that it lacks come from what fontconfig has. */
#define FONT_FAMILIES "Cantarell, Noto Sans, DejaVu Sans, Sans"

#define QUIET_ZONE 4          /* modules of white around a code */
#define FRAME_PADDING 4.0
#define LINE_WIDTH 0.75
#define SMALLEST 1.25        /* times too wide: what is more than that is wrapped */

/* Ideographs look other in Japan than in China: where the text itself does not say, WeChat's customers do.  With
 * them go the signs between them, which are of no script. */
static gboolean
is_chinese (const char *text)
{
  const char *own = pango_language_to_string (pango_language_get_default ());
  gboolean has_han = FALSE;

  if (g_str_has_prefix (own, "zh") || g_str_has_prefix (own, "ja") || g_str_has_prefix (own, "ko"))
    return FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      GUnicodeScript script = g_unichar_get_script (g_utf8_get_char (p));

      if (script == G_UNICODE_SCRIPT_HIRAGANA || script == G_UNICODE_SCRIPT_KATAKANA || script == G_UNICODE_SCRIPT_HANGUL)
        return FALSE;
      has_han = has_han || script == G_UNICODE_SCRIPT_HAN;
    }

  return has_han;
}

PangoLayout *
paper_layout_new (PangoContext *context,
                  const char   *text,
                  double        size,
                  PangoWeight   weight,
                  double        width)
{
  PangoLayout *layout = pango_layout_new (context);
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();
  PangoFontDescription *font = pango_font_description_from_string (FONT_FAMILIES);

  pango_font_description_set_size (font, pango_units_from_double (size));
  pango_font_description_set_weight (font, weight);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);

  pango_layout_set_text (layout, text, -1);
  if (is_chinese (text))
    pango_attr_list_insert (attributes, pango_attr_language_new (pango_language_from_string ("zh-cn")));
  /* A number that goes on in the next line is read as one, without hyphens that are none of it. */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  pango_layout_set_attributes (layout, attributes);

  /* Names stand at the left; text of other directions is isolated in itself (till_text_for_people()). */
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, width > 0 ? pango_units_from_double (width) : -1);

  return layout;
}

static double
get_width (PangoLayout *layout)
{
  int width;

  pango_layout_get_size (layout, &width, NULL);

  return pango_units_to_double (width);
}

static double
get_height (PangoLayout *layout)
{
  int height;

  pango_layout_get_size (layout, NULL, &height);

  return pango_units_to_double (height);
}

static void
lay_out_text (PaperPart    *self,
              const char   *text,
              PangoContext *context,
              double        size,
              PangoWeight   weight,
              double        padding)
{
  self->text = paper_layout_new (context, text, size, weight, self->width - 2 * padding);
  pango_layout_set_alignment (self->text, PANGO_ALIGN_CENTER);
  self->text_x = padding;
  self->text_y = padding;
  self->height = get_height (self->text) + 2 * padding;
}

static void
set_size (PangoLayout *layout,
          int          size)
{
  PangoFontDescription *font = pango_font_description_copy (pango_layout_get_font_description (layout));

  pango_font_description_set_size (font, size);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
}

/* A number that is a little too wide for the line is read better smaller than in two pieces.  Widths do not shrink
 * as evenly as sizes do, and how evenly is the font's affair: so until it fits. */
static void
fit (PangoLayout *layout,
     double       width)
{
  int size = pango_font_description_get_size (pango_layout_get_font_description (layout));
  gboolean is_number = strchr (pango_layout_get_text (layout), ' ') == NULL && get_width (layout) <= width * SMALLEST;

  pango_layout_set_width (layout, pango_units_from_double (width));
  for (int smaller = size; is_number && pango_layout_get_line_count (layout) > 1 && smaller > size / (SMALLEST * 1.1);)
    {
      smaller -= MAX (size / 50, 1);
      set_size (layout, smaller);
    }
}

/* On a roll: at the two ends of a line, or, where they do not fit, the value beneath its name. */
static void
lay_out_fact (PaperPart             *self,
              const TillReceiptPart *part,
              PangoContext          *context,
              const PaperStyle      *style)
{
  double column = style->name_width;
  double beside;

  self->name = paper_layout_new (context, part->name, style->body, PANGO_WEIGHT_NORMAL, column > 0 ? column - style->body : self->width);
  self->text = paper_layout_new (context, part->text, style->body, PANGO_WEIGHT_BOLD, column > 0 ? self->width - column : 0);
  self->text_x = column;
  self->height = MAX (get_height (self->name), get_height (self->text));
  if (column > 0)
    return;

  beside = self->width - get_width (self->name) - style->body;
  if (get_width (self->text) > beside)
    {
      fit (self->text, self->width);
      self->text_y = get_height (self->name);
      self->height = self->text_y + get_height (self->text);
    }
  else
    self->text_x = self->width - get_width (self->text);
}

static gboolean
lay_out_code (PaperPart             *self,
              const TillReceiptPart *part,
              PangoContext          *context,
              const PaperStyle      *style)
{
  guint modules;

  self->code = till_code_new_from_text (part->text, NULL);
  if (self->code == NULL)
    return FALSE;

  modules = till_code_get_size (self->code) + 2 * QUIET_ZONE;
  self->module = style->module;
  while (modules * self->module > self->width && self->module > PAPER_DOT)
    self->module -= PAPER_DOT;

  lay_out_text (self, part->name, context, style->body, PANGO_WEIGHT_NORMAL, 0);
  self->text_y = modules * self->module;
  self->height += self->text_y;

  return TRUE;
}

static gboolean
lay_out (PaperPart             *self,
         const TillReceiptPart *part,
         PangoContext          *context,
         const PaperStyle      *style)
{
  switch (part->kind)
    {
    case TILL_RECEIPT_SHOP:
      lay_out_text (self, part->text, context, style->title, PANGO_WEIGHT_BOLD, 0);
      break;
    case TILL_RECEIPT_TITLE:
      lay_out_text (self, part->text, context, style->title, PANGO_WEIGHT_NORMAL, 0);
      break;
    case TILL_RECEIPT_STATE:
      lay_out_text (self, part->text, context, style->title, PANGO_WEIGHT_BOLD, 0);
      break;
    case TILL_RECEIPT_AMOUNT:
      lay_out_text (self, part->text, context, style->amount, PANGO_WEIGHT_BOLD, 0);
      break;
    case TILL_RECEIPT_MARK:
    case TILL_RECEIPT_NOTICE:
      lay_out_text (self, part->text, context, style->body, PANGO_WEIGHT_BOLD, FRAME_PADDING);
      break;
    case TILL_RECEIPT_FACT:
      lay_out_fact (self, part, context, style);
      break;
    case TILL_RECEIPT_RULE:
      self->height = LINE_WIDTH;
      break;
    case TILL_RECEIPT_CODE:
      return lay_out_code (self, part, context, style);
    default:
      g_return_val_if_reached (FALSE);
    }

  return TRUE;
}

PaperPart *
paper_part_new (const TillReceiptPart *part,
                PangoContext          *context,
                const PaperStyle      *style,
                double                 width)
{
  PaperPart *self = g_new0 (PaperPart, 1);

  self->kind = part->kind;
  self->width = width;
  if (lay_out (self, part, context, style))
    return self;

  paper_part_free (self);

  return NULL;
}

void
paper_part_free (PaperPart *self)
{
  g_clear_object (&self->text);
  g_clear_object (&self->name);
  g_clear_object (&self->code);
  g_free (self);
}

static void
draw_layout (cairo_t     *cr,
             PangoLayout *layout,
             double       x,
             double       y)
{
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
}

/* Around the words of a mark, from side to side around a notice. */
static void
draw_frame (PaperPart *self,
            cairo_t   *cr,
            double     x)
{
  double width = self->width;

  if (self->kind == TILL_RECEIPT_MARK)
    width = MIN (width, get_width (self->text) + 6 * FRAME_PADDING);

  cairo_set_line_width (cr, 2 * LINE_WIDTH);
  cairo_rectangle (cr, x + (self->width - width) / 2 + LINE_WIDTH, self->y + LINE_WIDTH,
                   width - 2 * LINE_WIDTH, self->height - 2 * LINE_WIDTH);
  cairo_stroke (cr);
}

/* All modules are one path, so that no seam is seen between them whoever smooths it; on whole dots of a receipt
 * printer; and on white, whatever stands across the page. */
static void
draw_code (PaperPart *self,
           cairo_t   *cr,
           double     x)
{
  guint size = till_code_get_size (self->code);
  double side = (size + 2 * QUIET_ZONE) * self->module;
  double left = floor ((x + (self->width - side) / 2) / PAPER_DOT) * PAPER_DOT;
  double top = floor (self->y / PAPER_DOT) * PAPER_DOT;

  cairo_rectangle (cr, left, top, side, side);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_fill (cr);

  cairo_set_source_rgb (cr, 0, 0, 0);
  for (guint row = 0; row < size; row++)
    {
      for (guint column = 0, run; column < size; column += MAX (run, 1))
        {
          for (run = 0; column + run < size && till_code_is_dark (self->code, column + run, row); run++)
            continue;
          if (run > 0)
            cairo_rectangle (cr, left + (QUIET_ZONE + column) * self->module, top + (QUIET_ZONE + row) * self->module,
                             run * self->module, self->module);
        }
    }
  cairo_fill (cr);
}

void
paper_part_draw (PaperPart *self,
                 cairo_t   *cr,
                 double     x)
{
  cairo_set_source_rgb (cr, 0, 0, 0);

  if (self->kind == TILL_RECEIPT_RULE)
    {
      cairo_rectangle (cr, x, self->y, self->width, self->height);
      cairo_fill (cr);
    }
  if (self->kind == TILL_RECEIPT_MARK || self->kind == TILL_RECEIPT_NOTICE)
    draw_frame (self, cr, x);
  if (self->code != NULL)
    draw_code (self, cr, x);

  if (self->name != NULL)
    draw_layout (cr, self->name, x, self->y);
  if (self->text != NULL)
    draw_layout (cr, self->text, x + self->text_x, self->y + self->text_y);
}
