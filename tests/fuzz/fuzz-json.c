/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-json-private.h"
#include "fuzz.h"
#include "json-meaning.h"

/* The gate for JSON.  What it lets through json-glib reads, and reads as it is meant. */

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const char *text = (const char *) data;
  const char *reason = NULL;
  guint line = 0;
  g_autoptr(JsonParser) parser = NULL;
  g_autofree char *meant = NULL;
  g_autofree char *read = NULL;
  g_autoptr(GError) error = NULL;

  if (!connect_json_check (text, size, &reason, &line))
    {
      g_assert_nonnull (reason);
      g_assert_cmpuint (line, >=, 1);
      return 0;
    }

  parser = json_parser_new ();
  json_parser_load_from_data (parser, text, (gssize) size, &error);
  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)));

  meant = json_meaning_of_text (text, size);
  read = json_meaning_of_node (json_parser_get_root (parser));
  g_assert_cmpstr (read, ==, meant);

  return 0;
}
