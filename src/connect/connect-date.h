/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** CONNECT_DATE_UNKNOWN: no Date header, or one that cannot be read. */
#define CONNECT_DATE_UNKNOWN G_MININT64

/**
 * connect_date_format:
 * @seconds: seconds since 1970-01-01 UTC
 *
 * Returns: (transfer full): "Mon, 23 Nov 2026 08:00:00 GMT", in English whatever the locale (connect-api.md 12, trap 1)
 */
char   *connect_date_format (gint64      seconds);

/**
 * connect_date_parse:
 * @text: (nullable): a Date header; one- and two-digit days
 *
 * Returns: seconds since 1970-01-01 UTC, or %CONNECT_DATE_UNKNOWN
 */
gint64  connect_date_parse  (const char *text);

G_END_DECLS
