/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "till-code-view.h"

/* Modules of white that a reader needs around a code. */
#define QUIET_ZONE 4

/* Where the modules are unknown, a fifth of the side: as much as four modules of the smallest code. */
#define PICTURE_MARGIN(side) (((side) + 4) / 5)

/* Below this side no phone reads a code from a counter. */
#define SMALLEST_SIDE 168

struct _TillCodeView
{
  GtkWidget   parent_instance;

  TillCode   *code;      /* (nullable) (owned) */

  /* Where there are no modules: the picture without its own margin, and that at the size it is drawn at, for to
   * enlarge it anew with every frame would cost milliseconds. */
  GdkPixbuf  *picture;   /* (nullable) (owned) */
  GdkTexture *texture;   /* (nullable) (owned) */
};

G_DEFINE_FINAL_TYPE (TillCodeView, till_code_view, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_CODE = 1,
} TillCodeViewProperty;

static GParamSpec *properties[PROP_CODE + 1];

TillCodePlace
till_code_place (int width,
                 int height,
                 int columns,
                 int rows,
                 int margin)
{
  TillCodePlace place = { 0, };

  place.unit = MAX (0, MIN (width / (columns + 2 * margin), height / (rows + 2 * margin)));
  place.width = columns * place.unit;
  place.height = rows * place.unit;
  place.x = (width - place.width) / 2;
  place.y = (height - place.height) / 2;

  return place;
}

static void
append_run (GtkSnapshot         *snapshot,
            const TillCodePlace *place,
            int                  scale,
            guint                from,
            guint                to,
            guint                row)
{
  const GdkRGBA black = { 0, 0, 0, 1 };
  graphene_rect_t rect;

  graphene_rect_init (&rect,
                      (float) (place->x + (int) from * place->unit) / scale,
                      (float) (place->y + (int) row * place->unit) / scale,
                      (float) ((int) (to - from) * place->unit) / scale,
                      (float) place->unit / scale);
  gtk_snapshot_append_color (snapshot, &black, &rect);
}

/* One node for each horizontal run of dark modules: exact on every renderer, and fewer nodes than modules. */
static void
snapshot_modules (TillCodeView *self,
                  GtkSnapshot  *snapshot,
                  int           width,
                  int           height,
                  int           scale)
{
  guint size = till_code_get_size (self->code);
  TillCodePlace place = till_code_place (width, height, size, size, QUIET_ZONE);

  for (guint y = 0; y < size; y++)
    {
      for (guint x = 0; x < size; x++)
        {
          guint from = x;

          while (x < size && till_code_is_dark (self->code, x, y))
            x++;

          if (x > from)
            append_run (snapshot, &place, scale, from, x, y);
        }
    }
}

static gboolean
is_dark (GdkPixbuf *picture,
         int        x,
         int        y)
{
  int channels = gdk_pixbuf_get_n_channels (picture);
  const guint8 *pixel = gdk_pixbuf_read_pixels (picture) + y * gdk_pixbuf_get_rowstride (picture) + x * channels;

  return pixel[0] + pixel[1] + pixel[2] < 3 * 128 && (channels < 4 || pixel[3] >= 128);
}

/* What margin a picture brings is not known: it is cut off, and ours comes in its place. */
static GdkPixbuf *
cut_margin (GdkPixbuf *picture)
{
  int left = gdk_pixbuf_get_width (picture), right = -1;
  int top = gdk_pixbuf_get_height (picture), bottom = -1;

  for (int y = 0; y < gdk_pixbuf_get_height (picture); y++)
    {
      for (int x = 0; x < gdk_pixbuf_get_width (picture); x++)
        {
          if (!is_dark (picture, x, y))
            continue;

          left = MIN (left, x);
          right = MAX (right, x);
          top = MIN (top, y);
          bottom = MAX (bottom, y);
        }
    }

  if (right < 0)
    return g_object_ref (picture);

  return gdk_pixbuf_new_subpixbuf (picture, left, top, right - left + 1, bottom - top + 1);
}

static TillCodePlace
place_picture (GdkPixbuf *picture,
               int        width,
               int        height)
{
  int columns = gdk_pixbuf_get_width (picture);
  int rows = gdk_pixbuf_get_height (picture);
  int margin = PICTURE_MARGIN (MAX (columns, rows));
  TillCodePlace place = till_code_place (width, height, columns, rows, margin);

  /* Larger than its place: shrunk, which is blurred and still better than cut. */
  if (place.unit == 0)
    {
      double factor = MIN ((double) width / (columns + 2 * margin), (double) height / (rows + 2 * margin));

      place.width = MAX (1, (int) (columns * factor));
      place.height = MAX (1, (int) (rows * factor));
      place.x = (width - place.width) / 2;
      place.y = (height - place.height) / 2;
    }

  return place;
}

static GdkTexture *
enlarge_picture (GdkPixbuf           *picture,
                 const TillCodePlace *place)
{
  g_autoptr(GdkPixbuf) enlarged = NULL;

  enlarged = gdk_pixbuf_scale_simple (picture, place->width, place->height,
                                      place->unit > 0 ? GDK_INTERP_NEAREST : GDK_INTERP_BILINEAR);

  return gdk_texture_new_for_pixbuf (enlarged);
}

/* GTK smooths whatever it enlarges, so it is handed one pixel for each of the screen's. */
static void
snapshot_picture (TillCodeView *self,
                  GtkSnapshot  *snapshot,
                  int           width,
                  int           height,
                  int           scale)
{
  TillCodePlace place = place_picture (self->picture, width, height);
  graphene_rect_t rect;

  if (self->texture == NULL ||
      gdk_texture_get_width (self->texture) != place.width ||
      gdk_texture_get_height (self->texture) != place.height)
    {
      g_clear_object (&self->texture);
      self->texture = enlarge_picture (self->picture, &place);
    }

  graphene_rect_init (&rect,
                      (float) place.x / scale, (float) place.y / scale,
                      (float) place.width / scale, (float) place.height / scale);
  gtk_snapshot_append_texture (snapshot, self->texture, &rect);
}

static void
till_code_view_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  TillCodeView *self = TILL_CODE_VIEW (widget);
  const GdkRGBA white = { 1, 1, 1, 1 };
  int scale = gtk_widget_get_scale_factor (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);

  gtk_snapshot_append_color (snapshot, &white, &GRAPHENE_RECT_INIT (0, 0, width, height));

  if (self->code == NULL)
    return;

  if (till_code_get_size (self->code) > 0)
    snapshot_modules (self, snapshot, width * scale, height * scale, scale);
  else if (self->picture != NULL)
    snapshot_picture (self, snapshot, width * scale, height * scale, scale);
}

static void
till_code_view_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  TillCodeView *self = TILL_CODE_VIEW (widget);
  int scale = gtk_widget_get_scale_factor (widget);
  int modules = self->code != NULL ? (int) till_code_get_size (self->code) + 2 * QUIET_ZONE : 0;

  *minimum = *natural = MAX (SMALLEST_SIDE, (modules + scale - 1) / scale);
}

static void
till_code_view_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  TillCodeView *self = TILL_CODE_VIEW (object);

  switch ((TillCodeViewProperty) prop_id)
    {
    case PROP_CODE:
      g_value_set_object (value, self->code);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
till_code_view_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  TillCodeView *self = TILL_CODE_VIEW (object);

  switch ((TillCodeViewProperty) prop_id)
    {
    case PROP_CODE:
      till_code_view_set_code (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
till_code_view_dispose (GObject *object)
{
  TillCodeView *self = TILL_CODE_VIEW (object);

  g_clear_object (&self->texture);
  g_clear_object (&self->picture);
  g_clear_object (&self->code);

  G_OBJECT_CLASS (till_code_view_parent_class)->dispose (object);
}

static void
till_code_view_class_init (TillCodeViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = till_code_view_get_property;
  object_class->set_property = till_code_view_set_property;
  object_class->dispose = till_code_view_dispose;

  widget_class->snapshot = till_code_view_snapshot;
  widget_class->measure = till_code_view_measure;

  properties[PROP_CODE] =
    g_param_spec_object ("code", NULL, NULL, TILL_TYPE_CODE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_css_name (widget_class, "code");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
till_code_view_init (TillCodeView *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("WeChat Pay QR code"),
                                  -1);
}

GtkWidget *
till_code_view_new (void)
{
  return g_object_new (TILL_TYPE_CODE_VIEW, NULL);
}

TillCode *
till_code_view_get_code (TillCodeView *self)
{
  g_return_val_if_fail (TILL_IS_CODE_VIEW (self), NULL);

  return self->code;
}

void
till_code_view_set_code (TillCodeView *self,
                         TillCode     *code)
{
  g_return_if_fail (TILL_IS_CODE_VIEW (self));
  g_return_if_fail (code == NULL || TILL_IS_CODE (code));

  if (!g_set_object (&self->code, code))
    return;

  g_clear_object (&self->texture);
  g_clear_object (&self->picture);
  if (code != NULL && till_code_get_picture (code) != NULL)
    self->picture = cut_margin (till_code_get_picture (code));

  gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CODE]);
}
