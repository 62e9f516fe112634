/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TILL_TYPE_CHOICE (till_choice_get_type ())

/** TillChoice: a code, and its name for people in the till's language.  Properties: "code", "name" (strings). */
G_DECLARE_FINAL_TYPE (TillChoice, till_choice, TILL, CHOICE, GObject)

const char *till_choice_get_code     (TillChoice *self);
/** till_choice_get_name: (return) "Germany", "EUR – Euro". */
const char *till_choice_get_name     (TillChoice *self);

/** till_countries_new: (return) (transfer full) (element-type TillChoice): every country, by name. */
GListModel *till_countries_new       (void);
/** till_currencies_new: (return) (transfer full) (element-type TillChoice): every currency that can be charged, by code. */
GListModel *till_currencies_new      (void);

/** till_choices_fill: gives @drop_down @choices (transfer full) to search by name, and selects @code. */
void        till_choices_fill        (GtkDropDown *drop_down,
                                      GListModel  *choices,
                                      const char  *code);

G_END_DECLS
