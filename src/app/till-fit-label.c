/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-fit-label.h"

/* What is tried, from what the style says down to a third of it: smaller would no longer be read from where it
 * has to be.  One line that is somewhat smaller says more than two that fill the page. */
static const struct
{
  double   scale;
  gboolean one_line;
} steps[] = {
  { 1, TRUE },
  { .875, TRUE },
  { .75, TRUE },
  { .625, TRUE },
  { .75, FALSE },
  { .625, FALSE },
  { .5, FALSE },
  { .4, FALSE },
  { .33, FALSE },
};

struct _TillFitLabel
{
  GtkWidget  parent_instance;

  char      *label;    /* (not nullable) (owned) */
  guint      lines;
  float      xalign;
  char      *language;   /* (nullable) (owned) */
};

G_DEFINE_FINAL_TYPE (TillFitLabel, till_fit_label, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_LABEL = 1,
  PROP_LINES,
  PROP_XALIGN,
  PROP_LANGUAGE,
} TillFitLabelProperty;

static GParamSpec *properties[PROP_LANGUAGE + 1];

/* @width in pixels; -1: as wide as it wants, in one line. */
static PangoLayout *
make_layout (TillFitLabel *self,
             guint         step,
             int           width)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->label);
  PangoAttrList *attributes = pango_attr_list_new ();
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_attr_list_insert (attributes, pango_attr_scale_new (steps[step].scale));
  if (self->language != NULL)
    pango_attr_list_insert (attributes, pango_attr_language_new (pango_language_from_string (self->language)));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);

  if (self->xalign == .5f)
    pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  else
    pango_layout_set_alignment (layout, (self->xalign < .5f) == !mirrored ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT);

  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD);
  pango_layout_set_width (layout, width >= 0 ? width * PANGO_SCALE : -1);

  return layout;
}

static gboolean
fits (TillFitLabel *self,
      guint         step,
      PangoLayout  *layout,
      int           width,
      int           height)
{
  guint lines = steps[step].one_line ? 1 : self->lines;
  PangoRectangle extents;

  pango_layout_get_pixel_extents (layout, NULL, &extents);

  return extents.width <= width &&
         (height < 0 || extents.height <= height) &&
         (guint) pango_layout_get_line_count (layout) <= lines;
}

/* Lines of about one length read better than a full one and a single word. */
static void
balance (PangoLayout *layout,
         int          width)
{
  int lines = pango_layout_get_line_count (layout);
  int too_narrow = 0;

  while (lines > 1 && width - too_narrow > 8)
    {
      int middle = (width + too_narrow) / 2;
      PangoRectangle extents;

      pango_layout_set_width (layout, middle * PANGO_SCALE);
      pango_layout_get_pixel_extents (layout, NULL, &extents);

      if (pango_layout_get_line_count (layout) > lines || extents.width > middle)
        too_narrow = middle;
      else
        width = middle;
    }

  pango_layout_set_width (layout, width * PANGO_SCALE);
}

/* The largest step that fits; the last one where none does.  @height -1: any. */
static PangoLayout *
fit (TillFitLabel *self,
     int           width,
     int           height)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr(PangoLayout) layout = make_layout (self, i, width);

      if (i == G_N_ELEMENTS (steps) - 1 || fits (self, i, layout, width, height))
        return g_steal_pointer (&layout);
    }

  g_return_val_if_reached (NULL);
}

static GtkSizeRequestMode
till_fit_label_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure_width (TillFitLabel *self,
               int          *minimum,
               int          *natural)
{
  g_autoptr(PangoLayout) smallest = make_layout (self, G_N_ELEMENTS (steps) - 1, self->lines > 1 ? 0 : -1);
  g_autoptr(PangoLayout) largest = make_layout (self, 0, -1);

  pango_layout_get_pixel_size (smallest, minimum, NULL);
  pango_layout_get_pixel_size (largest, natural, NULL);
  *natural = MAX (*natural, *minimum);
}

static void
measure_height (TillFitLabel *self,
                int           width,
                int          *minimum,
                int          *natural)
{
  g_autoptr(PangoLayout) smallest = make_layout (self, G_N_ELEMENTS (steps) - 1, width);
  g_autoptr(PangoLayout) best = width < 0 ? make_layout (self, 0, -1) : fit (self, width, -1);

  pango_layout_get_pixel_size (smallest, NULL, minimum);
  pango_layout_get_pixel_size (best, NULL, natural);
  *natural = MAX (*natural, *minimum);
}

static void
till_fit_label_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  TillFitLabel *self = TILL_FIT_LABEL (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (self, minimum, natural);
  else
    measure_height (self, for_size, minimum, natural);
}

static void
till_fit_label_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  TillFitLabel *self = TILL_FIT_LABEL (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  g_autoptr(PangoLayout) layout = fit (self, width, height);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int text_height, x;

  balance (layout, width);
  pango_layout_get_pixel_size (layout, NULL, &text_height);
  x = (int) ((width - pango_layout_get_width (layout) / PANGO_SCALE) * (mirrored ? 1 - self->xalign : self->xalign));
  gtk_snapshot_render_layout (snapshot, gtk_widget_get_style_context (widget),
                              x, (height - text_height) / 2, layout);
}

static void
till_fit_label_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  TillFitLabel *self = TILL_FIT_LABEL (object);

  switch ((TillFitLabelProperty) prop_id)
    {
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case PROP_LINES:
      g_value_set_uint (value, self->lines);
      break;
    case PROP_XALIGN:
      g_value_set_float (value, self->xalign);
      break;
    case PROP_LANGUAGE:
      g_value_set_string (value, self->language);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
till_fit_label_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  TillFitLabel *self = TILL_FIT_LABEL (object);

  switch ((TillFitLabelProperty) prop_id)
    {
    case PROP_LABEL:
      till_fit_label_set_label (self, g_value_get_string (value));
      break;
    case PROP_LINES:
      self->lines = g_value_get_uint (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    case PROP_XALIGN:
      self->xalign = g_value_get_float (value);
      gtk_widget_queue_draw (GTK_WIDGET (self));
      break;
    case PROP_LANGUAGE:
      self->language = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
till_fit_label_finalize (GObject *object)
{
  TillFitLabel *self = TILL_FIT_LABEL (object);

  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->language, g_free);

  G_OBJECT_CLASS (till_fit_label_parent_class)->finalize (object);
}

static void
till_fit_label_class_init (TillFitLabelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = till_fit_label_get_property;
  object_class->set_property = till_fit_label_set_property;
  object_class->finalize = till_fit_label_finalize;

  widget_class->get_request_mode = till_fit_label_get_request_mode;
  widget_class->measure = till_fit_label_measure;
  widget_class->snapshot = till_fit_label_snapshot;

  properties[PROP_LABEL] =
    g_param_spec_string ("label", NULL, NULL, "",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LINES] =
    g_param_spec_uint ("lines", NULL, NULL, 1, 10, 1,
                       G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);
  properties[PROP_XALIGN] =
    g_param_spec_float ("xalign", NULL, NULL, 0, 1, .5f,
                        G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);
  properties[PROP_LANGUAGE] =
    g_param_spec_string ("language", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_css_name (widget_class, "label");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
till_fit_label_init (TillFitLabel *self)
{
  self->label = g_strdup ("");
}

void
till_fit_label_set_label (TillFitLabel *self,
                          const char   *label)
{
  g_return_if_fail (TILL_IS_FIT_LABEL (self));

  if (g_strcmp0 (self->label, label != NULL ? label : "") == 0)
    return;

  g_free (self->label);
  self->label = g_strdup (label != NULL ? label : "");

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->label, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
}

const char *
till_fit_label_get_label (TillFitLabel *self)
{
  g_return_val_if_fail (TILL_IS_FIT_LABEL (self), NULL);

  return self->label;
}
