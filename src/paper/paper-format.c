/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paper-format.h"

static const struct
{
  const char *word;
  double      width;    /* mm */
  double      height;   /* mm */
  double      up_to;    /* mm: paper no wider than this is set like it */
  PaperStyle  style;
} formats[PAPER_N_FORMATS] =
{
  [PAPER_80MM] = { "80mm", 80, 0, 110,
                   { PAPER_POINTS (4), 9.5, 13, 24, 5, 0, PAPER_DOT * 5 } },
  [PAPER_58MM] = { "58mm", 58, 0, 68,
                   { PAPER_POINTS (5), 8, 11, 19, 4, 0, PAPER_DOT * 4 } },
  [PAPER_A4] = { "a4", 210, 297, 1e6,
                 { PAPER_POINTS (20), 11, 18, 32, 8, PAPER_POINTS (55), PAPER_DOT * 6 } },
};

gboolean
paper_format_from_word (const char  *word,
                        PaperFormat *format)
{
  g_return_val_if_fail (word != NULL, FALSE);
  g_return_val_if_fail (format != NULL, FALSE);

  for (guint i = 0; i < PAPER_N_FORMATS; i++)
    {
      if (g_ascii_strcasecmp (word, formats[i].word) == 0)
        {
          *format = i;
          return TRUE;
        }
    }

  return FALSE;
}

const char *
paper_format_to_word (PaperFormat format)
{
  g_return_val_if_fail ((guint) format < PAPER_N_FORMATS, NULL);

  return formats[format].word;
}

double
paper_format_get_width (PaperFormat format)
{
  g_return_val_if_fail ((guint) format < PAPER_N_FORMATS, 0);

  return PAPER_POINTS (formats[format].width);
}

double
paper_format_get_height (PaperFormat format)
{
  g_return_val_if_fail ((guint) format < PAPER_N_FORMATS, 0);

  return PAPER_POINTS (formats[format].height);
}

PaperFormat
paper_format_of_width (double width)
{
  PaperFormat best = PAPER_A4;

  for (guint i = 0; i < PAPER_N_FORMATS; i++)
    {
      if (width <= PAPER_POINTS (formats[i].up_to) && formats[i].up_to < formats[best].up_to)
        best = i;
    }

  return best;
}

const PaperStyle *
paper_format_get_style (PaperFormat format)
{
  g_return_val_if_fail ((guint) format < PAPER_N_FORMATS, NULL);

  return &formats[format].style;
}
