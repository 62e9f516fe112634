/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Members of an object of the contract (design.md, tillctl). */

/** till_json_add_text: what is not known (%NULL or "") is left out: no empty text, no null. */
void till_json_add_text (JsonBuilder *builder,
                         const char  *name,
                         const char  *text);
void till_json_add_int  (JsonBuilder *builder,
                         const char  *name,
                         gint64       value);
void till_json_add_flag (JsonBuilder *builder,
                         const char  *name,
                         gboolean     flag);

G_END_DECLS
