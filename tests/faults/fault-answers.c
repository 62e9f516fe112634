/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "connect-date.h"
#include "fault-platform-private.h"

/* What the platform says, and what becomes of it on the way. */

#define CLOCK_TOLERANCE 300      /* s; beyond it nothing that is signed is taken */
#define KEY_LIMIT       (23 * 3600)
#define LATEST_MS       (14 * 60 * 1000)   /* so late a create may still be done, and be found before 15 min */

FaultKey *
fault_platform_see_key (FaultPlatform      *self,
                        const FaultRequest *request,
                        gboolean           *is_repeat)
{
  FaultKey *known = g_hash_table_lookup (self->keys, request->key);

  if (known == NULL)
    {
      known = g_new0 (FaultKey, 1);
      known->merchant = g_strdup (request->merchant);
      known->body = g_bytes_ref (request->body);
      known->first = self->now / 1000;
      g_hash_table_insert (self->keys, g_strdup (request->key), known);
    }
  else if (!g_bytes_equal (known->body, request->body))
    fault_world_break (self->world, "2: key %s came with another body", request->key);
  else if (self->now / 1000 - known->first > KEY_LIMIT)
    fault_world_break (self->world, "11: key %s came again after %" G_GINT64_FORMAT " s", request->key,
                       self->now / 1000 - known->first);

  *is_repeat = known->entry != NULL || known->page != NULL || known->refused != 0;

  return known;
}

void
fault_platform_answer_row (const FaultRow *row,
                           FaultReply     *reply)
{
  reply->status = row->status;
  if (row->shape == FAULT_ERROR)
    reply->body = fault_words_error (row->code);
  else if (row->shape == FAULT_HTML)
    reply->body = g_strdup ("<html><body>Welcome to our network</body></html>");
  reply->is_html = row->shape == FAULT_HTML;
}

static void
answer_create (FaultPlatform      *self,
               const FaultRequest *request,
               guint               fault,
               FaultReply         *reply)
{
  const FaultRow *row = fault_table_get (fault);
  gboolean is_repeat;
  FaultKey *known = fault_platform_see_key (self, request, &is_repeat);

  /* A no to a repeat comes from somebody who does not know of the first: it says nothing about that one. */
  if (row->deed == FAULT_REFUSED && (is_repeat || known->late_at != 0))
    {
      fault_platform_answer_row (row, reply);
      return;
    }
  if (is_repeat)
    reply->first_request = known->first * 1000;
  if (is_repeat && row->deed == FAULT_DECLINED)
    row = fault_table_get (0);

  /* Whoever is told an id for the first time has to believe it. */
  if (row->shape == FAULT_OTHER_ID && !fault_audit_knows_id (self->world->audit, request->key))
    row = fault_table_get (0);

  if (row->deed == FAULT_REFUSED)
    known->refused = fault;
  else if (row->deed == FAULT_DONE_LATE && !is_repeat && known->late_at == 0)
    known->late_at = self->now + 1000 + (self->now / 7) % (self->now % 2 == 0 ? 59000 : LATEST_MS);
  else if ((row->deed == FAULT_DONE || row->deed == FAULT_DECLINED) && !is_repeat)
    fault_platform_make_entry (self, request->key, known, NULL, self->now);
  if (row->deed == FAULT_DECLINED)
    known->entry->status = "REJECTED";

  if (row->status != 0 && row->deed != FAULT_DECLINED)
    fault_platform_answer_row (row, reply);
  else if (known->refused != 0 && row->error == -1)
    fault_platform_answer_row (fault_table_get (known->refused), reply);
  else if (known->entry != NULL && g_str_equal (known->entry->status, "REJECTED"))
    {
      reply->status = 402;
      reply->body = fault_words_declined (known->entry);
    }
  else if (known->entry != NULL)
    {
      reply->status = 201;
      reply->body = fault_words_created (known->entry, row);
    }
}

static gboolean
is_looked_for (FaultPlatform      *self,
               FaultEntry         *entry,
               const FaultRequest *request)
{
  if (!g_str_equal (entry->merchant, request->merchant))
    return FALSE;
  if (request->checkout != NULL)
    return g_strcmp0 (entry->page, request->checkout) == 0;

  return g_strcmp0 (entry->reference, request->reference) == 0 && entry->found_from <= self->now / 1000;
}

static void
answer_find (FaultPlatform      *self,
             const FaultRequest *request,
             const FaultRow     *row,
             FaultReply         *reply)
{
  GString *list = g_string_new (NULL);
  guint n_found = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      FaultEntry *entry = g_ptr_array_index (self->entries, i);
      g_autofree char *payment = NULL;

      if (!is_looked_for (self, entry, request))
        continue;
      payment = fault_words_payment (entry, row);
      g_string_append_printf (list, "%s%s", n_found++ > 0 ? "," : "", payment);
    }

  reply->body = g_strdup_printf ("{\"offset\":0,\"limit\":100,\"totalCount\":%u,\"payments\":[%s]}",
                                 n_found, list->str);
  g_string_free (list, TRUE);
}

static void
answer_question (FaultPlatform      *self,
                 const FaultRequest *request,
                 const FaultRow     *row,
                 FaultReply         *reply)
{
  FaultEntry *there = fault_platform_find (self, request->id);
  FaultEntry *entry = there != NULL && g_str_equal (there->merchant, request->merchant) ? there : NULL;
  g_autofree char *payment = entry != NULL ? fault_words_payment (entry, row) : NULL;

  reply->status = 200;
  if (request->operation == FAULT_CANCEL && entry != NULL && entry->is_cancellable && row->deed == FAULT_DONE)
    {
      g_free (payment);
      entry->status = "CANCELLED";
      entry->is_cancellable = FALSE;
      payment = fault_words_payment (entry, row);
      reply->body = g_strdup_printf ("{\"payment\":%s}", payment);
    }
  else if (request->operation == FAULT_FIND)
    answer_find (self, request, row, reply);
  else if (entry == NULL)
    fault_platform_answer_row (fault_table_get (fault_table_find ("404")), reply);
  else if (request->operation == FAULT_CANCEL)
    fault_platform_answer_row (fault_table_get (fault_table_find ("405")), reply);
  else if (request->operation == FAULT_THIRD_PARTY)
    reply->body = row->shape == FAULT_NO_STATUS ? g_strdup ("{}")
                  : g_strdup_printf ("{\"thirdPartyStatus\":\"%s\"}",
                                     row->shape == FAULT_ODD_STATUS ? "SURPRISED" : entry->third_party);
  else
    reply->body = g_steal_pointer (&payment);
  if (row->status != 0)
    {
      g_clear_pointer (&reply->body, g_free);
      fault_platform_answer_row (row, reply);
    }
}

static void
spoil (const FaultRow *row,
       FaultReply     *reply)
{
  if (reply->body == NULL)
    reply->body = g_strdup ("");
  if (row->shape == FAULT_BROKEN)
    reply->body[strlen (reply->body) / 2] = '\0';
  else if (row->shape == FAULT_EMPTY)
    reply->body[0] = '\0';
  else if (row->shape == FAULT_HTML && row->status == 0)
    {
      g_free (reply->body);
      reply->body = g_strdup ("<html></html>");
      reply->is_html = TRUE;
    }
}

void
fault_platform_answer (FaultPlatform      *self,
                       const FaultRequest *request,
                       FaultReply         *reply)
{
  Armed *armed = &self->armed[request->operation];
  guint fault = armed->times > 0 ? armed->fault : 0;
  const FaultRow *row = fault_table_get (fault);
  gint64 now = self->now / 1000;
  gint64 jitter = (gint64) (self->n_requests++ * 7919) % (2 * FAULT_DATE_JITTER + 1) - FAULT_DATE_JITTER;

  if (armed->times > 0)
    {
      armed->times--;
      if (armed->varies)
        armed->fault = fault_table_pick (request->operation, fault * 31 + armed->times);
      fault_figures.n_faults++;
    }
  fault_world_tell (self->world, "  asked: operation %d, %s", request->operation, row->name);
  reply->error = row->error;
  reply->delay = row->delay;
  reply->retry_after = row->retry_after;
  reply->left = row->error != CONNECT_ERROR_OFFLINE && row->error != CONNECT_ERROR_NOT_TRUSTED;
  reply->date = row->no_date ? CONNECT_DATE_UNKNOWN : now + jitter;
  if (!reply->left)
    return;

  if (ABS (request->date - now) > CLOCK_TOLERANCE)
    fault_platform_answer_row (fault_table_get (fault_table_find ("403")), reply);
  else if (request->operation == FAULT_CREATE)
    answer_create (self, request, fault, reply);
  else if (request->operation == FAULT_CREATE_CHECKOUT)
    fault_platform_answer_create_page (self, request, fault, reply);
  else if (request->operation == FAULT_CHECKOUT)
    fault_platform_answer_page (self, request, row, reply);
  else if (request->operation == FAULT_DELETE)
    fault_platform_answer_delete (self, request, row, reply);
  else
    answer_question (self, request, row, reply);
  reply->differs = row->shape >= FAULT_OTHER_AMOUNT && row->shape <= FAULT_OTHER_ID;
  spoil (row, reply);
}

