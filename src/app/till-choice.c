/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libintl.h>

#include "connect-currency.h"
#include "till-choice.h"

typedef struct
{
  const char *code;
  const char *name;   /* English */
} TillName;

#include "till-choice-table.inc"

struct _TillChoice
{
  GObject  parent_instance;

  char    *code;   /* (not nullable) (owned) */
  char    *name;   /* (not nullable) (owned) */
};

G_DEFINE_FINAL_TYPE (TillChoice, till_choice, G_TYPE_OBJECT)

typedef enum
{
  PROP_CODE = 1,
  PROP_NAME,
} TillChoiceProperty;

static GParamSpec *properties[PROP_NAME + 1];

static void
till_choice_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  TillChoice *self = TILL_CHOICE (object);

  switch ((TillChoiceProperty) prop_id)
    {
    case PROP_CODE:
      g_value_set_string (value, self->code);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
till_choice_finalize (GObject *object)
{
  TillChoice *self = TILL_CHOICE (object);

  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (till_choice_parent_class)->finalize (object);
}

static void
till_choice_class_init (TillChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = till_choice_get_property;
  object_class->finalize = till_choice_finalize;

  properties[PROP_CODE] = g_param_spec_string ("code", NULL, NULL, "", flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
till_choice_init (TillChoice *self)
{
}

static TillChoice *
new_choice (const char *code,
            const char *name)
{
  TillChoice *self = g_object_new (TILL_TYPE_CHOICE, NULL);

  self->code = g_strdup (code);
  self->name = g_strdup (name);

  return self;
}

static const char *
find_name (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (currencies); i++)
    {
      if (g_str_equal (currencies[i].code, code))
        return dgettext ("iso_4217", currencies[i].name);
    }

  return NULL;
}

static int
compare_names (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  return g_utf8_collate (TILL_CHOICE ((gpointer) a)->name, TILL_CHOICE ((gpointer) b)->name);
}

GListModel *
till_countries_new (void)
{
  GListStore *store = g_list_store_new (TILL_TYPE_CHOICE);

  bind_textdomain_codeset ("iso_3166-1", "UTF-8");

  for (guint i = 0; i < G_N_ELEMENTS (countries); i++)
    {
      g_autoptr(TillChoice) choice = new_choice (countries[i].code, dgettext ("iso_3166-1", countries[i].name));

      g_list_store_append (store, choice);
    }

  g_list_store_sort (store, compare_names, NULL);

  return G_LIST_MODEL (store);
}

GListModel *
till_currencies_new (void)
{
  GListStore *store = g_list_store_new (TILL_TYPE_CHOICE);

  bind_textdomain_codeset ("iso_4217", "UTF-8");

  for (const char * const *code = connect_currency_list (); *code != NULL; code++)
    {
      const char *name = find_name (*code);
      g_autofree char *text = name != NULL ? g_strdup_printf ("%s – %s", *code, name) : g_strdup (*code);
      g_autoptr(TillChoice) choice = new_choice (*code, text);

      g_list_store_append (store, choice);
    }

  return G_LIST_MODEL (store);
}

static guint
find_position (GListModel *choices,
               const char *code)
{
  for (guint i = 0; i < g_list_model_get_n_items (choices); i++)
    {
      g_autoptr(TillChoice) choice = g_list_model_get_item (choices, i);

      if (g_str_equal (choice->code, code))
        return i;
    }

  return GTK_INVALID_LIST_POSITION;
}

void
till_choices_fill (GtkDropDown *drop_down,
                   GListModel  *choices,
                   const char  *code)
{
  g_autoptr(GtkExpression) name = gtk_property_expression_new (TILL_TYPE_CHOICE, NULL, "name");

  gtk_drop_down_set_expression (drop_down, name);
  gtk_drop_down_set_model (drop_down, choices);
  gtk_drop_down_set_selected (drop_down, find_position (choices, code));
  g_object_unref (choices);
}

const char *
till_choice_get_code (TillChoice *self)
{
  g_return_val_if_fail (TILL_IS_CHOICE (self), NULL);

  return self->code;
}

const char *
till_choice_get_name (TillChoice *self)
{
  g_return_val_if_fail (TILL_IS_CHOICE (self), NULL);

  return self->name;
}
