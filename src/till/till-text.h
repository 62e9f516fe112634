/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TILL_TEXT_MAX 200   /* characters that a person is shown of a foreign text */

/**
 * till_text_is_invisible:
 *
 * Whether nobody can see @c: controls, line and paragraph separators, and what only steers the text around it
 * (directions, soft hyphens, byte order marks).  What nobody can see makes two references look the same, and
 * lets text pretend to be other text.  The joiners U+200C and U+200D are seen by what they do to their
 * neighbours: Persian and Indic scripts are written with them.
 */
gboolean till_text_is_invisible (gunichar    c);

/**
 * till_text_on_one_line:
 * @foreign: (nullable): any bytes
 *
 * For data that is to be used, such as an address: valid UTF-8 without anything invisible, a blank for each line
 * end, and not cut.  What it was made to do to a terminal it does no more.
 *
 * Returns: (transfer full): never %NULL
 */
char    *till_text_on_one_line  (const char *foreign);

/**
 * till_text_for_people:
 * @foreign: (nullable): what came from the platform, or what somebody once typed; any bytes
 *
 * The one way by which a text that is not ours reaches a person, on a screen or in a terminal: as
 * till_text_on_one_line(), and at most %TILL_TEXT_MAX characters and "…" where there was more.  What holds a
 * right-to-left letter stands between U+2068 and U+2069, so that it cannot rearrange the words and amounts around
 * it.  It is text, and not markup: labels get it by gtk_label_set_text().
 *
 * Returns: (transfer full): never %NULL
 */
char    *till_text_for_people   (const char *foreign);

G_END_DECLS
