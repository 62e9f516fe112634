/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-payment-layout.h"
#include "till-size-class.h"

/* Kept free for a notice of four lines, whether there is one or not. */
#define NOTICE_ROOM 104

struct _TillPaymentLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (TillPaymentLayout, till_payment_layout, GTK_TYPE_LAYOUT_MANAGER)

static void
find_parts (GtkWidget *widget,
            GtkWidget *parts[TILL_N_PAYMENT_PARTS])
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  for (guint i = 0; i < TILL_N_PAYMENT_PARTS; i++)
    {
      g_return_if_fail (child != NULL);

      parts[i] = child;
      child = gtk_widget_get_next_sibling (child);
    }
}

static int
wanted_height (GtkWidget *part,
               int        width)
{
  int natural = 0;

  if (gtk_widget_should_layout (part))
    gtk_widget_measure (part, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);

  return natural;
}

static int
least (GtkWidget      *part,
       GtkOrientation  orientation)
{
  int minimum = 0;

  if (gtk_widget_should_layout (part))
    gtk_widget_measure (part, orientation, -1, &minimum, NULL, NULL, NULL);

  return minimum;
}

static TillPaymentSpace
make_space (GtkWidget *widget,
            GtkWidget *parts[TILL_N_PAYMENT_PARTS],
            int        width,
            int        height)
{
  TillPaymentSpace space = { .width = width };
  int dpi;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  space.height = height - wanted_height (parts[TILL_PAYMENT_HEADER], width);

  switch (till_size_class_for (width, height, dpi))
    {
    case TILL_SIZE_COMPACT:
      space.margin = 12;
      space.gap = 18;
      space.spacing = 12;
      space.column = 270;
      break;
    case TILL_SIZE_LARGE:
      space.margin = 48;
      space.gap = 60;
      space.spacing = 18;
      space.column = 560;
      break;
    case TILL_SIZE_REGULAR:
    default:
      space.margin = 36;
      space.gap = 48;
      space.spacing = 18;
      space.column = 440;
    }

  for (guint i = TILL_PAYMENT_HEAD; i < TILL_N_PAYMENT_PARTS; i++)
    {
      if (i != TILL_PAYMENT_CARD)
        space.column = MAX (space.column, least (parts[i], GTK_ORIENTATION_HORIZONTAL));
    }

  return space;
}

int
till_payment_space_card (const TillPaymentSpace *space,
                         gboolean                upright,
                         int                     others)
{
  int width = space->width - 2 * space->margin;
  int height = space->height - space->margin;

  if (upright)
    return MIN (width, height - others);

  return MIN (width - space->gap - space->column, height);
}

static void
place (GtkWidget *part,
       int        x,
       int        y,
       int        width,
       int        height)
{
  GtkAllocation allocation = { x, y, width, height };

  if (gtk_widget_should_layout (part))
    gtk_widget_size_allocate (part, &allocation, -1);
}

/* The words stand in the middle of what is free between @top and @bottom, the notice at its lower end. */
static void
place_words (GtkWidget              *parts[TILL_N_PAYMENT_PARTS],
             const TillPaymentSpace *space,
             int                     x,
             int                     width,
             int                     top,
             int                     bottom)
{
  int words = wanted_height (parts[TILL_PAYMENT_WORDS], width);
  int notice = wanted_height (parts[TILL_PAYMENT_NOTICE], width);
  int notice_y = bottom - space->spacing - notice;
  int words_y = top + (bottom - top - words) / 2;

  words_y = MIN (words_y, bottom - space->spacing - MAX (notice, NOTICE_ROOM) - space->spacing - words);
  words_y = MAX (words_y, top);

  place (parts[TILL_PAYMENT_WORDS], x, words_y, width, words);
  place (parts[TILL_PAYMENT_NOTICE], x, notice_y, width, notice);
}

static void
allocate_wide (GtkWidget              *widget,
               GtkWidget              *parts[TILL_N_PAYMENT_PARTS],
               const TillPaymentSpace *space,
               int                     top)
{
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int height = space->height - space->margin;
  int card = MIN (space->width - 2 * space->margin - space->gap - space->column, height);
  int column = space->width - 2 * space->margin - space->gap - card;
  int card_x = mirrored ? space->width - space->margin - card : space->margin;
  int column_x = mirrored ? space->margin : space->margin + card + space->gap;
  int head = wanted_height (parts[TILL_PAYMENT_HEAD], column);
  int foot = wanted_height (parts[TILL_PAYMENT_FOOT], column);

  place (parts[TILL_PAYMENT_CARD], card_x, top, card, height);
  place (parts[TILL_PAYMENT_HEAD], column_x, top, column, head);
  place (parts[TILL_PAYMENT_FOOT], column_x, top + height - foot, column, foot);
  place_words (parts, space, column_x, column, top + head, top + height - foot);
}

static void
allocate_upright (GtkWidget              *parts[TILL_N_PAYMENT_PARTS],
                  const TillPaymentSpace *space,
                  int                     top,
                  int                     card)
{
  int x = space->margin;
  int width = space->width - 2 * space->margin;
  int head = wanted_height (parts[TILL_PAYMENT_HEAD], width);
  int foot = wanted_height (parts[TILL_PAYMENT_FOOT], width);
  int bottom = top + space->height - space->margin;

  place (parts[TILL_PAYMENT_HEAD], x, top, width, head);
  top += head + space->spacing;
  place (parts[TILL_PAYMENT_CARD], x, top, width, card);
  top += card + space->spacing;
  place (parts[TILL_PAYMENT_FOOT], x, bottom - foot, width, foot);
  place_words (parts, space, x, width, top, bottom - foot);
}

static int
others_upright (GtkWidget              *parts[TILL_N_PAYMENT_PARTS],
                const TillPaymentSpace *space)
{
  int width = space->width - 2 * space->margin;

  return wanted_height (parts[TILL_PAYMENT_HEAD], width) +
         wanted_height (parts[TILL_PAYMENT_WORDS], width) +
         wanted_height (parts[TILL_PAYMENT_FOOT], width) +
         4 * space->spacing + NOTICE_ROOM;
}

static void
till_payment_layout_allocate (GtkLayoutManager *manager,
                              GtkWidget        *widget,
                              int               width,
                              int               height,
                              int               baseline)
{
  GtkWidget *parts[TILL_N_PAYMENT_PARTS] = { NULL, };
  TillPaymentSpace space;
  int wide, upright;
  int header;

  find_parts (widget, parts);
  space = make_space (widget, parts, width, height);
  header = height - space.height;
  wide = till_payment_space_card (&space, FALSE, 0);
  upright = till_payment_space_card (&space, TRUE, others_upright (parts, &space));

  place (parts[TILL_PAYMENT_HEADER], 0, 0, width, header);
  if (upright > wide)
    allocate_upright (parts, &space, header, upright);
  else
    allocate_wide (widget, parts, &space, header);
}

static void
till_payment_layout_measure (GtkLayoutManager *manager,
                             GtkWidget        *widget,
                             GtkOrientation    orientation,
                             int               for_size,
                             int              *minimum,
                             int              *natural,
                             int              *minimum_baseline,
                             int              *natural_baseline)
{
  GtkWidget *parts[TILL_N_PAYMENT_PARTS] = { NULL, };
  int card, column = 0;

  find_parts (widget, parts);
  card = least (parts[TILL_PAYMENT_CARD], orientation);

  for (guint i = TILL_PAYMENT_HEAD; i < TILL_N_PAYMENT_PARTS; i++)
    {
      int size = i != TILL_PAYMENT_CARD ? least (parts[i], orientation) : 0;

      column = orientation == GTK_ORIENTATION_HORIZONTAL ? MAX (column, size) : column + size;
    }

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = MAX (card + column + 18, least (parts[TILL_PAYMENT_HEADER], orientation)) + 24;
  else
    *minimum = MAX (card, column) + least (parts[TILL_PAYMENT_HEADER], orientation) + 12;

  *natural = *minimum;
}

static GtkSizeRequestMode
till_payment_layout_get_request_mode (GtkLayoutManager *manager,
                                      GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
till_payment_layout_class_init (TillPaymentLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->allocate = till_payment_layout_allocate;
  manager_class->measure = till_payment_layout_measure;
  manager_class->get_request_mode = till_payment_layout_get_request_mode;
}

static void
till_payment_layout_init (TillPaymentLayout *self)
{
}
