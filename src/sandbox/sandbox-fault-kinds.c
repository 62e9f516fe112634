/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-json.h"
#include "sandbox-fault-edits.h"
#include "sandbox-fault-kinds.h"
#include "sandbox-idempotence.h"

#define MAX_WAIT_MS  (24 * 3600 * 1000)
#define MAX_FILLER   ((gint64) 4 << 30)
#define MAX_DEPTH    1000000
#define MAX_VALUES   1000000
#define MAX_SHIFT    ((gint64) 10 * 366 * 24 * 3600)   /* seconds */

static gint64
get_number (JsonObject *spec,
            const char *name,
            gint64      absent,
            gint64      max)
{
  return CLAMP (connect_json_get_integer (spec, name, absent), 0, max);
}

static void
set_answer (SandboxCall   *call,
            SandboxAnswer *answer)
{
  g_clear_pointer (&call->answer, sandbox_answer_free);
  call->answer = answer;
}

static void
prepare_late (JsonObject  *spec,
              SandboxCall *call)
{
  call->delivery.late = (guint) get_number (spec, "ms", 1000, MAX_WAIT_MS);
}

static void
prepare_held (JsonObject  *spec,
              SandboxCall *call)
{
  call->held = (guint) get_number (spec, "ms", 1000, MAX_WAIT_MS);
}

static void
prepare_decline (JsonObject  *spec,
                 SandboxCall *call)
{
  call->decline_code = connect_json_get_string (spec, "errorCode", 16);
  if (call->decline_code == NULL)
    call->decline_code = "430330";
}

static void
prepare_third_party_data (JsonObject  *spec,
                          SandboxCall *call)
{
  call->third_party_form = TRUE;
}

static void
change_lost (JsonObject  *spec,
             SandboxCall *call)
{
  call->delivery.silent = TRUE;
}

static void
change_hang (JsonObject  *spec,
             SandboxCall *call)
{
  call->delivery.silent = !json_object_has_member (spec, "at");
  call->delivery.stop_at = get_number (spec, "at", 0, MAX_FILLER);
  call->delivery.hang = TRUE;
}

static void
change_reset (JsonObject  *spec,
              SandboxCall *call)
{
  call->delivery.silent = !json_object_has_member (spec, "at");
  call->delivery.stop_at = get_number (spec, "at", 0, MAX_FILLER);
  call->delivery.reset = TRUE;
}

/* Before the end by default, so that it is a cut whatever the answer's length. */
static void
change_cut (JsonObject  *spec,
            SandboxCall *call)
{
  gint64 length = call->answer != NULL ? (gint64) g_bytes_get_size (call->answer->body) : 0;

  call->delivery.stop_at = get_number (spec, "at", length / 2, MAX_FILLER);
}

static void
change_drip (JsonObject  *spec,
             SandboxCall *call)
{
  call->delivery.pace = (guint) MAX (1, get_number (spec, "ms", 1000, MAX_WAIT_MS));
}

static void
change_huge (JsonObject  *spec,
             SandboxCall *call)
{
  call->delivery.filler = get_number (spec, "bytes", 64 << 20, MAX_FILLER);
}

static void
change_busy (JsonObject  *spec,
             SandboxCall *call)
{
  set_answer (call, sandbox_idempotence_busy (call->now));
}

static void
change_status (JsonObject  *spec,
               SandboxCall *call)
{
  guint status = (guint) CLAMP (connect_json_get_integer (spec, "code", 500), 200, 599);
  const char *type = connect_json_get_string (spec, "type", 16);
  const char *code = connect_json_get_string (spec, "errorCode", 16);

  if (g_strcmp0 (type, "html") == 0)
    set_answer (call, sandbox_answer_new_html (status, soup_status_get_phrase (status)));
  else if (g_strcmp0 (type, "empty") == 0)
    set_answer (call, sandbox_answer_new_empty (status));
  else
    set_answer (call, sandbox_answer_new_error (status, code != NULL ? code : "9999", NULL, NULL,
                                                soup_status_get_phrase (status)));
}

static void
change_html (JsonObject  *spec,
             SandboxCall *call)
{
  set_answer (call, sandbox_answer_new_html (200, "Please log in to this network"));
}

static void
change_redirect (JsonObject  *spec,
                 SandboxCall *call)
{
  const char *location = connect_json_get_string (spec, "location", 1024);

  set_answer (call, sandbox_answer_new_html ((guint) CLAMP (connect_json_get_integer (spec, "code", 302), 300, 399),
                                             "Elsewhere"));
  sandbox_answer_set_header (call->answer, "Location", location != NULL ? location : "/elsewhere");
}

static void
change_deep (JsonObject  *spec,
             SandboxCall *call)
{
  gsize depth = (gsize) get_number (spec, "depth", 100000, MAX_DEPTH);
  GString *text = g_string_sized_new (2 * depth + 16);

  g_string_append (text, "{\"a\":");
  for (gsize i = 0; i < depth; i++)
    g_string_append_c (text, '[');
  for (gsize i = 0; i < depth; i++)
    g_string_append_c (text, ']');
  g_string_append_c (text, '}');

  if (call->answer != NULL)
    sandbox_answer_set_body (call->answer, g_string_free_to_bytes (text));
  else
    g_string_free (text, TRUE);
}

/* Every one of them within bounds, and far too many. */
static void
change_many (JsonObject  *spec,
             SandboxCall *call)
{
  gsize values = (gsize) get_number (spec, "values", 100000, MAX_VALUES);
  GString *text = g_string_new ("{\"a\":[0");

  for (gsize i = 1; i < values; i++)
    g_string_append (text, ",0");
  g_string_append (text, "]}");

  if (call->answer != NULL)
    sandbox_answer_set_body (call->answer, g_string_free_to_bytes (text));
  else
    g_string_free (text, TRUE);
}

static void
change_date (JsonObject  *spec,
             SandboxCall *call)
{
  if (json_object_has_member (spec, "seconds"))
    call->date_shift = CLAMP (connect_json_get_integer (spec, "seconds", 0), -MAX_SHIFT, MAX_SHIFT);
  else
    call->delivery.no_date = TRUE;
}

/* Every fault there is. */
static const SandboxFaultKind kinds[] = {
  /* the way of the answer */
  { "lost", TRUE, "", NULL, change_lost },
  { "not-executed-lost", FALSE, "", NULL, change_lost },
  { "reset", TRUE, "at", NULL, change_reset },
  { "hang", TRUE, "at", NULL, change_hang },
  { "late", TRUE, "ms", prepare_late, NULL },
  { "held", TRUE, "ms", prepare_held, NULL },
  { "cut", TRUE, "at", NULL, change_cut },
  { "drip", TRUE, "ms", NULL, change_drip },
  { "huge", TRUE, "bytes", NULL, change_huge },

  /* another answer */
  { "busy", FALSE, "", NULL, change_busy },
  { "status", FALSE, "code errorCode type", NULL, change_status },
  { "html", FALSE, "", NULL, change_html },
  { "redirect", FALSE, "code location", NULL, change_redirect },

  /* the answer with something else in it */
  { "garbled", TRUE, "", NULL, sandbox_fault_garble },
  { "deep", TRUE, "depth", NULL, change_deep },
  { "many", TRUE, "values", NULL, change_many },
  { "body", TRUE, "text base64 type", NULL, sandbox_fault_set_body },
  { "type", TRUE, "type", NULL, sandbox_fault_set_type },
  { "replace", TRUE, "member value", NULL, sandbox_fault_replace },
  { "remove", TRUE, "member", NULL, sandbox_fault_replace },
  { "picture", TRUE, "kind base64", NULL, sandbox_fault_set_picture },
  { "gzip", TRUE, "", NULL, sandbox_fault_compress },
  { "date", TRUE, "seconds", NULL, change_date },
  { "headers", TRUE, "", NULL, NULL },

  /* what the platform itself may do */
  { "decline", TRUE, "errorCode", prepare_decline, NULL },
  { "third-party-data", TRUE, "", prepare_third_party_data, NULL },
};

const SandboxFaultKind *
sandbox_fault_kind_find (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_str_equal (kinds[i].word, word))
        return &kinds[i];
    }

  return NULL;
}
