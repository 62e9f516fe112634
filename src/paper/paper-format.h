/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** PaperFormat: what receipts are printed on. Lengths of this room are points (1/72 inch). */
typedef enum
{
  PAPER_80MM,   /* roll of a receipt printer, of which 72 mm are printed on */
  PAPER_58MM,   /* the same, 48 mm */
  PAPER_A4,
} PaperFormat;

#define PAPER_N_FORMATS 3

/* A dot of the usual receipt printer: 8 in a millimetre. What has to be crisp there is made of whole ones. */
#define PAPER_DOT (72 / 25.4 / 8)

#define PAPER_POINTS(mm) ((mm) * 72 / 25.4)

/** PaperStyle: how large things are; points, but for columns. */
typedef struct
{
  double   margin;        /* on all sides; no printer of that paper reaches further out */
  double   body;          /* sizes of letters … */
  double   title;
  double   amount;
  double   gap;           /* between parts */
  double   name_width;    /* of the column of names; 0: name and value at the two ends of a line, where both fit */
  double   module;        /* side of a code's module */
} PaperStyle;

/** paper_format_from_word: "80mm", "58mm", "a4", as settings and options say it. */
gboolean          paper_format_from_word  (const char  *word,
                                           PaperFormat *format);
const char       *paper_format_to_word    (PaperFormat  format);
double            paper_format_get_width  (PaperFormat  format);
/** paper_format_get_height: 0: of a roll, which is as long as what stands on it. */
double            paper_format_get_height (PaperFormat  format);
/** paper_format_of_width: the one whose style suits paper of @width: printers have many a paper. */
PaperFormat       paper_format_of_width   (double       width);
const PaperStyle *paper_format_get_style  (PaperFormat  format);

G_END_DECLS
