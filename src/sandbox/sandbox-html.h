/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox-answer.h"

G_BEGIN_DECLS

/* The pages' common dress: one file without script, picture or anything from elsewhere, light and dark. */

/**
 * sandbox_html_append:
 * @format: HTML with printf conversions, whose arguments are escaped
 */
void           sandbox_html_append  (GString     *html,
                                     const char  *format,
                                     ...) G_GNUC_PRINTF (2, 3);
/** sandbox_html_append_button: a form of one button that posts to @target. @style: "plain", "good" or "bad" */
void           sandbox_html_append_button (GString    *html,
                                           const char *target,
                                           const char *style,
                                           const char *label);
/**
 * sandbox_html_answer:
 * @title: text
 * @is_live: the page loads itself again every few seconds, so that it follows what happens elsewhere
 * @body: HTML
 */
SandboxAnswer *sandbox_html_answer  (guint        status,
                                     const char  *title,
                                     gboolean     is_live,
                                     const char  *body);
/** sandbox_html_see: 303: after a button was pressed, the browser goes to @target. */
SandboxAnswer *sandbox_html_see     (const char  *target);

G_END_DECLS
