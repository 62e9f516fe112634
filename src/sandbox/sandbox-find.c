/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sandbox-find.h"

#define MAX_LIMIT     100
#define DEFAULT_LIMIT 10
#define MAX_REFERENCE 52

/* FALSE: not a number from 0 to @max. */
static gboolean
read_number (SandboxCall *call,
             const char  *name,
             gint64       absent,
             gint64       max,
             gint64      *number)
{
  const char *text = sandbox_call_query (call, name);
  guint64 value;

  *number = absent;
  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 0, (guint64) max, &value, NULL))
    return FALSE;
  *number = (gint64) value;

  return TRUE;
}

SandboxAnswer *
sandbox_find_read (SandboxCall *call,
                   SandboxFind *query)
{
  const char *wrong = NULL;

  query->reference = sandbox_call_query (call, "merchantReference");
  query->checkout_id = sandbox_call_query (call, "hostedCheckoutId");
  if (query->reference != NULL && g_utf8_strlen (query->reference, -1) > MAX_REFERENCE)
    wrong = "merchantReference";
  else if (!read_number (call, "merchantOrderId", -1, G_MAXINT64, &query->order_id))
    wrong = "merchantOrderId";
  else if (!read_number (call, "offset", 0, G_MAXINT32, &query->offset))
    wrong = "offset";
  else if (!read_number (call, "limit", DEFAULT_LIMIT, MAX_LIMIT, &query->limit))
    wrong = "limit";

  return wrong != NULL ? sandbox_answer_new_error (400, "21000120", "INVALID_VALUE", wrong, "is out of bounds") : NULL;
}

void
sandbox_find_describe (const SandboxFind *query,
                       JsonObject        *root,
                       gint64             total)
{
  json_object_set_int_member (root, "offset", query->offset);
  json_object_set_int_member (root, "limit", query->limit);
  json_object_set_int_member (root, "totalCount", total);
}
