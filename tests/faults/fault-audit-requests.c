/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>

#include "connect-currency.h"
#include "fault-audit-private.h"
#include "till-schedule.h"

/* What leaves: who may ask, what for, and how often. */

#define SEND_MS 500

static FaultSeen *
find_by_key (FaultAudit *self,
             const char *key)
{
  for (guint i = 0; i < self->seen->len; i++)
    if (g_str_equal (fault_audit_get (self, i)->key, key))
      return fault_audit_get (self, i);

  return NULL;
}

gboolean
fault_audit_knows_id (FaultAudit *self,
                      const char *key)
{
  FaultSeen *seen = find_by_key (self, key);

  return seen != NULL && seen->payment_id != NULL;
}

/* While the journal cannot be written, an id may be known from memory only. */
static FaultSeen *
get_subject_in_trouble (FaultAudit         *self,
                        FaultProcess       *process,
                        const FaultRequest *request)
{
  FaultPlatform *platform = self->world->platform;
  FaultEntry *entry = fault_platform_find (platform, request->id);
  FaultPage *page = fault_platform_find_page (platform, request->id != NULL ? request->id : request->checkout);

  if (!process->has_failed_writes || (entry == NULL && page == NULL))
    return NULL;

  return find_by_key (self, entry != NULL ? entry->key : page->key);
}

static FaultSeen *
get_subject (FaultAudit         *self,
             FaultProcess       *process,
             const FaultRequest *request)
{
  for (guint i = 0; i < self->seen->len; i++)
    {
      FaultSeen *seen = g_ptr_array_index (self->seen, i);

      if ((request->key != NULL && g_strcmp0 (seen->key, request->key) == 0)
          || (request->reference != NULL && g_str_equal (seen->merchant_reference, request->reference))
          || (request->id != NULL && g_strcmp0 (seen->payment_id, request->id) == 0)
          || (request->id != NULL && g_strcmp0 (seen->other_payment_id, request->id) == 0)
          || (request->id != NULL && g_strcmp0 (seen->checkout_id, request->id) == 0)
          || (request->checkout != NULL && g_strcmp0 (seen->checkout_id, request->checkout) == 0))
        return seen;
    }

  return get_subject_in_trouble (self, process, request);
}

/* The bytes that leave are the intent, and say what it says. */
static void
check_create (FaultAudit         *self,
              FaultSeen          *seen,
              const FaultRequest *request)
{
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, request->body);
  g_autoptr(JsonParser) parser = json_parser_new ();
  JsonObject *order, *money;
  gint64 wire;

  if (!g_str_equal (hash, seen->body_hash))
    fault_world_break (self->world, "2: what is sent is not what was written down");
  if (till_payment_state_is_final (seen->state) || seen->payment_id != NULL)
    {
      if (seen->shown || till_payment_state_is_final (seen->state))
        fault_world_break (self->world, "3: sent again when it was %s", till_payment_state_to_string (seen->state));
    }

  g_assert_true (json_parser_load_from_data (parser, g_bytes_get_data (request->body, NULL),
                                             (gssize) g_bytes_get_size (request->body), NULL));
  order = json_object_get_object_member (json_node_get_object (json_parser_get_root (parser)), "order");
  money = json_object_get_object_member (order, "amountOfMoney");
  if (!connect_amount_to_wire (seen->amount, seen->currency, &wire, NULL)
      || json_object_get_int_member (money, "amount") != wire
      || !g_str_equal (json_object_get_string_member (money, "currencyCode"), seen->currency))
    fault_world_break (self->world, "22: the body's amount is not the intent's");
}

static gboolean
is_timing_out (FaultProcess *process,
               FaultSeen    *seen,
               gint64        now)
{
  for (guint i = 0; i < process->payments->len; i++)
    {
      TillPayment *payment = g_ptr_array_index (process->payments, i);
      gint64 deadline = till_payment_get_deadline (payment);

      if (g_str_equal (till_payment_get_record (payment)->id, seen->id))
        return deadline != -1 && now >= deadline;
    }

  return FALSE;
}

/* A page that is paid is deleted, and its payments are looked for once more. */
static gboolean
is_about_paid_page (FaultSeen          *seen,
                    const FaultRequest *request)
{
  if (seen->state != TILL_PAYMENT_PAID || seen->page == TILL_PAGE_OVER)
    return FALSE;

  return request->operation == FAULT_DELETE || (request->operation == FAULT_FIND && request->checkout != NULL);
}

/* Nobody is cut off from a page before that was written down. */
static void
check_delete (FaultAudit *self,
              FaultSeen  *seen)
{
  if (seen->page != TILL_PAGE_DELETING)
    fault_world_break (self->world, "1: a page is deleted that is %s in the file", till_page_to_string (seen->page));
}

static void
check_rhythm (FaultAudit         *self,
              FaultProcess       *process,
              FaultSeen          *seen,
              const FaultRequest *request)
{
  gint64 now = till_clock_get_boot_time (TILL_CLOCK (self->world->clock));
  gboolean same = seen->last_end != -1 && seen->last_process == process && seen->last_life == process->life
                  && seen->last_operation == request->operation
                  && g_strcmp0 (seen->last_id, request->id) == 0;   /* of two ids, each is asked */
  gboolean demanded = g_hash_table_contains (process->demanded, seen->id);
  gint64 pause = now - seen->last_end;

  if (till_payment_state_is_final (seen->state) && !demanded && !is_about_paid_page (seen, request))
    fault_world_break (self->world, "12: asked about what is %s", till_payment_state_to_string (seen->state));

  /* What was signed by a wrong clock is signed once more at once; what somebody cut may be asked anew. */
  if (!same || seen->was_cut || ((seen->last_status == 401 || seen->last_status == 403) && pause == 0))
    return;

  if (request->key != NULL && pause < SEND_MS)
    fault_world_break (self->world, "12: sent again after %" G_GINT64_FORMAT " ms", pause);
  if (request->operation == FAULT_THIRD_PARTY && pause < TILL_SCHEDULE_POLL_MS)
    fault_world_break (self->world, "12: polled again after %" G_GINT64_FORMAT " ms", pause);
  if (request->operation == FAULT_PAYMENT && pause < TILL_SCHEDULE_POLL_MS && !demanded
      && !is_timing_out (process, seen, now))
    fault_world_break (self->world, "12: asked again after %" G_GINT64_FORMAT " ms", pause);
}

static void
check_who (FaultAudit         *self,
           FaultProcess       *process,
           FaultSeen          *seen,
           const FaultRequest *request)
{
  if (seen->in_flight)
    fault_world_break (self->world, "12: a second request about one payment is in flight");
  if (!till_journal_holds_lock (process->journal, seen->row))
    fault_world_break (self->world, "15: a payment is asked about by one who does not follow it");
  if (!g_str_equal (seen->endpoint, connect_client_get_endpoint (process->client))
      || !g_str_equal (seen->merchant, request->merchant))
    fault_world_break (self->world, "23: a payment is asked about with another account");
}

char *
fault_audit_request_begins (FaultAudit         *self,
                            FaultProcess       *process,
                            const FaultRequest *request)
{
  FaultSeen *seen;

  fault_audit_read (self);
  seen = get_subject (self, process, request);
  if (seen == NULL)
    {
      fault_world_break (self->world, "1: operation %d about a payment that is not in the file", request->operation);
      return NULL;
    }

  check_who (self, process, seen, request);
  check_rhythm (self, process, seen, request);
  if (request->key != NULL)
    check_create (self, seen, request);
  if (request->operation == FAULT_DELETE && !process->has_failed_writes)
    check_delete (self, seen);
  seen->in_flight = TRUE;
  seen->last_operation = request->operation;
  g_free (seen->last_id);
  seen->last_id = g_strdup (request->id);
  seen->last_process = process;
  seen->last_life = process->life;

  return g_strdup (seen->id);
}

void
fault_audit_request_ends (FaultAudit *self,
                          const char *id,
                          guint       status,
                          gboolean    was_cut,
                          gboolean    differs)
{
  FaultSeen *seen = fault_audit_find (self, id);

  seen->in_flight = FALSE;
  seen->last_status = status;
  seen->was_cut = was_cut;
  seen->last_differs = differs;
  seen->last_end = till_clock_get_boot_time (TILL_CLOCK (self->world->clock));
}
