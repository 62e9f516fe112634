/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-event.h"

G_BEGIN_DECLS

/* The version of the canonical text. */
#define TILL_EVENT_FORMAT 1

/** till_event_facts_to_text: (return) (transfer full): a line "name=value" for each fact, sorted by name: the canonical text's end, and what the journal stores. */
char     *till_event_facts_to_text   (TillEvent  *self);

/** till_event_facts_from_text: takes back what till_event_facts_to_text() wrote, and nothing else; %FALSE leaves @self undefined. */
gboolean  till_event_facts_from_text (TillEvent  *self,
                                      const char *text);


G_END_DECLS
