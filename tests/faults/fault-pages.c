/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>

#include "fault-platform-private.h"

/* Hosted checkouts: pages on which a customer makes payments, one open at a time. */

void
fault_page_free (gpointer data)
{
  FaultPage *page = data;

  g_free (page->id);
  g_free (page->key);
  g_free (page);
}

FaultPage *
fault_platform_find_page (FaultPlatform *self,
                          const char    *id)
{
  for (guint i = 0; i < self->pages->len; i++)
    {
      FaultPage *page = g_ptr_array_index (self->pages, i);

      if (g_strcmp0 (page->id, id) == 0)
        return page;
    }

  return NULL;
}

static FaultPage *
make_page (FaultPlatform *self,
           const char    *key)
{
  FaultPage *page = g_new0 (FaultPage, 1);

  page->id = g_strdup_printf ("page-%u", self->pages->len + 1);
  page->key = g_strdup (key);
  page->created = self->now / 1000;
  g_ptr_array_add (self->pages, page);

  return page;
}

static char *
get_reference (FaultKey *known)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  JsonObject *order, *references;
  gsize length;
  const char *text = g_bytes_get_data (known->body, &length);

  g_assert_true (json_parser_load_from_data (parser, text, (gssize) length, NULL));
  order = json_object_get_object_member (json_node_get_object (json_parser_get_root (parser)), "order");
  references = json_object_get_object_member (order, "references");

  return g_strdup (json_object_get_string_member (references, "merchantReference"));
}

static char *
write_page (FaultPage      *page,
            FaultKey       *known,
            const FaultRow *row)
{
  g_autofree char *reference = get_reference (known);
  g_autofree char *id = NULL;

  if (row->shape != FAULT_NO_ID)
    id = g_strdup_printf ("\"hostedCheckoutId\":\"%s\",", page->id);

  return g_strdup_printf ("{%s\"partialRedirectUrl\":\"pay.example.com/%s\",\"merchantReference\":\"%s%s\"}",
                          id != NULL ? id : "", page->id, reference,
                          row->shape == FAULT_OTHER_REFERENCE ? "9" : "");
}

/* A repeat may open a second page: every other one does. */
void
fault_platform_answer_create_page (FaultPlatform      *self,
                                   const FaultRequest *request,
                                   guint               fault,
                                   FaultReply         *reply)
{
  const FaultRow *row = fault_table_get (fault);
  gboolean is_repeat;
  FaultKey *known = fault_platform_see_key (self, request, &is_repeat);

  if (row->deed == FAULT_REFUSED && is_repeat)
    {
      fault_platform_answer_row (row, reply);
      return;
    }
  if (is_repeat)
    reply->first_request = known->first * 1000;

  if (row->deed == FAULT_REFUSED)
    known->refused = fault;
  else if (row->deed == FAULT_DONE && known->refused == 0 && (known->page == NULL || self->pages->len % 2 == 0))
    known->page = make_page (self, request->key);

  if (row->status != 0)
    fault_platform_answer_row (row, reply);
  else if (known->refused != 0 && row->error == -1)
    fault_platform_answer_row (fault_table_get (known->refused), reply);
  else if (known->page != NULL)
    {
      reply->status = 201;
      reply->body = write_page (known->page, known, row);
    }
}

static FaultEntry *
get_last_entry (FaultPlatform *self,
                FaultPage     *page)
{
  for (guint i = self->entries->len; i > 0; i--)
    {
      FaultEntry *entry = g_ptr_array_index (self->entries, i - 1);

      if (g_strcmp0 (entry->page, page->id) == 0)
        return entry;
    }

  return NULL;
}

void
fault_platform_answer_page (FaultPlatform      *self,
                            const FaultRequest *request,
                            const FaultRow     *row,
                            FaultReply         *reply)
{
  FaultPage *page = fault_platform_find_page (self, request->id);
  FaultEntry *entry = page != NULL ? get_last_entry (self, page) : NULL;
  g_autofree char *payment = NULL;

  reply->status = 200;
  if (row->status != 0)
    fault_platform_answer_row (row, reply);
  else if (page != NULL && page->deleted)
    fault_platform_answer_row (fault_table_get (fault_table_find ("410")), reply);
  else if (page == NULL || (entry == NULL && self->now / 1000 - page->created > FAULT_PAGE_SECONDS + 1800))
    fault_platform_answer_row (fault_table_get (fault_table_find ("404")), reply);
  else if (entry == NULL)
    reply->body = g_strdup (row->shape == FAULT_NO_STATUS ? "{}" : "{\"status\":\"IN_PROGRESS\"}");
  else
    {
      payment = fault_words_payment (entry, row);
      reply->body = g_strdup_printf ("{\"status\":\"PAYMENT_CREATED\",\"createdPaymentOutput\":"
                                     "{\"payment\":%s,\"paymentStatusCategory\":\"STATUS_UNKNOWN\"}}", payment);
    }
}

void
fault_platform_answer_delete (FaultPlatform      *self,
                              const FaultRequest *request,
                              const FaultRow     *row,
                              FaultReply         *reply)
{
  FaultPage *page = fault_platform_find_page (self, request->id);
  gboolean was_there = page != NULL && !page->deleted;

  if (was_there && row->deed == FAULT_DONE)
    page->deleted = TRUE;
  if (row->status != 0)
    fault_platform_answer_row (row, reply);
  else if (!was_there)
    fault_platform_answer_row (fault_table_get (fault_table_find ("410")), reply);
  else
    {
      reply->status = 204;
      reply->body = g_strdup ("");
    }
}

static gboolean
is_over (FaultEntry *entry)
{
  return entry == NULL || g_str_equal (entry->status, "REJECTED") || g_str_equal (entry->status, "CANCELLED");
}

gboolean
fault_platform_pay_on_page (FaultPlatform *self,
                            FaultPage     *page)
{
  FaultKey *known = g_hash_table_lookup (self->keys, page->key);

  if (!page->offered || page->deleted || self->now / 1000 - page->created >= FAULT_PAGE_SECONDS
      || !is_over (get_last_entry (self, page)))
    return FALSE;

  fault_platform_make_entry (self, page->key, known, page, self->now);

  return TRUE;
}

guint
fault_platform_n_pages (FaultPlatform *self)
{
  return self->pages->len;
}

FaultPage *
fault_platform_get_page (FaultPlatform *self,
                         guint          index)
{
  return g_ptr_array_index (self->pages, index);
}
