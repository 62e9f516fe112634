/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fault-audit-private.h"

static const char changed_sql[] =
  "SELECT id, row, \"order\", type, amount, currency, reference, merchant_reference, key, body_sha256, endpoint,"
  " merchant, state, payment_id, other_payment_id, shown, abandoned, late, reversed, attention,"
  " settled IS NOT NULL, last_seq, platform_amount <> -1, checkout_id, reference_given,"
  " waited_for, created, paid_time FROM payments WHERE last_seq > ? ORDER BY last_seq";

static void
seen_free (gpointer data)
{
  FaultSeen *seen = data;

  g_free (seen->id);
  g_free (seen->order);
  g_free (seen->type);
  g_free (seen->currency);
  g_free (seen->reference);
  g_free (seen->merchant_reference);
  g_free (seen->key);
  g_free (seen->body_hash);
  g_free (seen->endpoint);
  g_free (seen->merchant);
  g_free (seen->payment_id);
  g_free (seen->other_payment_id);
  g_free (seen->checkout_id);
  g_free (seen->last_id);
  g_free (seen);
}

FaultAudit *
fault_audit_new (FaultWorld *world)
{
  FaultAudit *self = g_new0 (FaultAudit, 1);

  self->world = world;
  self->seen = g_ptr_array_new_with_free_func (seen_free);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_assert_cmpint (sqlite3_open_v2 (world->path, &self->db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v3 (self->db, changed_sql, -1, SQLITE_PREPARE_PERSISTENT, &self->changed,
                                       NULL), ==, SQLITE_OK);

  return self;
}

void
fault_audit_free (FaultAudit *self)
{
  sqlite3_finalize (self->changed);
  sqlite3_close (self->db);
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->seen);
  g_free (self);
}

static char *
dup_column (sqlite3_stmt *statement,
            int           column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}

static FaultSeen *
new_seen (FaultAudit   *self,
          sqlite3_stmt *row)
{
  FaultSeen *seen = g_new0 (FaultSeen, 1);

  seen->id = dup_column (row, 0);
  seen->row = sqlite3_column_int64 (row, 1);
  seen->order = dup_column (row, 2);
  seen->type = dup_column (row, 3);
  seen->amount = sqlite3_column_int64 (row, 4);
  seen->currency = dup_column (row, 5);
  seen->reference = dup_column (row, 6);
  seen->merchant_reference = dup_column (row, 7);
  seen->key = dup_column (row, 8);
  seen->body_hash = dup_column (row, 9);
  seen->endpoint = dup_column (row, 10);
  seen->merchant = dup_column (row, 11);
  seen->reference_given = sqlite3_column_int (row, 24);
  seen->waited_for = sqlite3_column_int (row, 25);
  seen->created = sqlite3_column_int64 (row, 26);
  seen->last_end = -1;
  g_ptr_array_add (self->seen, seen);
  g_hash_table_insert (self->by_id, seen->id, seen);

  return seen;
}

static TillAttention
read_attention (const char *text)
{
  g_auto(GStrv) words = g_strsplit (text, ",", -1);
  TillAttention all = 0, one;

  for (guint i = 0; words[i] != NULL; i++)
    if (till_attention_from_string (words[i], &one))
      all |= one;

  return all;
}

/* "ID", or "ID PAGE" once something was done about the page. */
static void
read_checkout (FaultSeen  *seen,
               const char *text)
{
  const char *space = text != NULL ? strchr (text, ' ') : NULL;

  g_free (seen->checkout_id);
  seen->checkout_id = space != NULL ? g_strndup (text, space - text) : g_strdup (text);
  seen->page = TILL_PAGE_LIVE;
  if (space != NULL)
    g_assert_true (till_page_from_string (space + 1, &seen->page));
}

/* An id comes with an answer about this payment; one that was found, with one that is right in all that it says,
 * unless money came by it on our own page: that is kept as what differs. */
static void
check_id (FaultAudit *self,
          FaultSeen  *seen,
          gboolean    had_id)
{
  FaultEntry *entry = fault_platform_find (self->world->platform, seen->payment_id);

  if (had_id || seen->payment_id == NULL)
    return;
  if (entry == NULL || !g_str_equal (entry->key, seen->key))
    fault_world_break (self->world, "10: the id of another payment");
  if (seen->last_operation == FAULT_FIND && seen->last_differs && (seen->checkout_id == NULL || !seen->differs))
    fault_world_break (self->world, "10: what was found differs, and is taken for this payment");
}

static void
read_row (FaultAudit   *self,
          sqlite3_stmt *row)
{
  FaultSeen *seen = g_hash_table_lookup (self->by_id, sqlite3_column_text (row, 0));
  gboolean is_new = seen == NULL, had_id;
  TillPaymentState before;

  if (is_new)
    seen = new_seen (self, row);
  before = seen->state;
  g_assert_true (till_payment_state_from_string ((const char *) sqlite3_column_text (row, 12), &seen->state));
  had_id = seen->payment_id != NULL;
  g_free (seen->payment_id);
  seen->payment_id = dup_column (row, 13);
  g_free (seen->other_payment_id);
  seen->other_payment_id = dup_column (row, 14);
  seen->shown = sqlite3_column_int (row, 15);
  seen->abandoned = sqlite3_column_int (row, 16);
  seen->late = sqlite3_column_int (row, 17);
  seen->reversed = sqlite3_column_int (row, 18);
  seen->attention = read_attention ((const char *) sqlite3_column_text (row, 19));
  seen->settled = sqlite3_column_int (row, 20);
  seen->last_seq = sqlite3_column_int64 (row, 21);
  seen->differs = sqlite3_column_int (row, 22);
  read_checkout (seen, (const char *) sqlite3_column_text (row, 23));
  seen->paid_time = sqlite3_column_int64 (row, 27);
  self->last_seq = seen->last_seq;
  if (is_new)
    fault_audit_check_new (self, seen);
  else
    check_id (self, seen, had_id);
  if (before != seen->state)
    fault_world_tell (self->world, "  payment %" G_GINT64_FORMAT " is %s", seen->row,
                      till_payment_state_to_string (seen->state));
  if (before != seen->state)
    fault_audit_check_move (self, seen, before);
}

void
fault_audit_read (FaultAudit *self)
{
  int status;

  sqlite3_reset (self->changed);
  sqlite3_bind_int64 (self->changed, 1, self->last_seq);
  while ((status = sqlite3_step (self->changed)) == SQLITE_ROW)
    read_row (self, self->changed);
  g_assert_cmpint (status, ==, SQLITE_DONE);
  sqlite3_reset (self->changed);
}

FaultSeen *
fault_audit_find (FaultAudit *self,
                  const char *id)
{
  return g_hash_table_lookup (self->by_id, id);
}

guint
fault_audit_n_payments (FaultAudit *self)
{
  return self->seen->len;
}

FaultSeen *
fault_audit_get (FaultAudit *self,
                 guint       index)
{
  return g_ptr_array_index (self->seen, index);
}

static gboolean
is_on_offer (TillPayment *payment)
{
  return till_payment_get_code (payment) != NULL || till_payment_get_url (payment) != NULL
         || till_payment_get_action (payment) != NULL;
}

/* Of all pages that repeats may have opened, only one is ever shown. */
static void
check_page (FaultAudit  *self,
            FaultSeen   *seen,
            TillPayment *payment)
{
  FaultPlatform *platform = self->world->platform;
  FaultPage *page = fault_platform_find_page (platform, seen->checkout_id);
  const char *url = till_payment_get_url (payment);

  if (page == NULL || !g_str_equal (page->key, seen->key) || url == NULL || !g_str_has_suffix (url, page->id))
    {
      fault_world_break (self->world, "1: a page is visible that is not this payment's");
      return;
    }
  page->offered = TRUE;
  for (guint i = 0; i < fault_platform_n_pages (platform); i++)
    {
      FaultPage *other = fault_platform_get_page (platform, i);

      if (other != page && other->offered && g_str_equal (other->key, page->key))
        fault_world_break (self->world, "3: two pages of one payment were shown");
    }
}

/* Whatever is visible may be photographed: from here on a customer can pay it. */
static void
check_offer (FaultAudit  *self,
             FaultSeen   *seen,
             TillPayment *payment)
{
  FaultEntry *entry = fault_platform_find (self->world->platform, seen->payment_id);
  const char *url = till_payment_get_url (payment);
  gboolean is_link = g_str_equal (seen->type, "urlIntent");

  if (!seen->shown)
    fault_world_break (self->world, "1: a code is visible and \"shown\" is not committed");
  /* The screen may be behind the file for a moment, as in check_state_on_screen(). */
  if (till_payment_state_is_final (seen->state) && till_payment_get_record (payment)->last_seq >= seen->last_seq)
    fault_world_break (self->world, "1: a code is visible of what is %s", till_payment_state_to_string (seen->state));
  if (g_str_equal (seen->type, "hostedCheckout"))
    check_page (self, seen, payment);
  else if (entry == NULL || !g_str_equal (entry->key, seen->key))
    fault_world_break (self->world, "1: a code is visible of a payment that is not this one");
  else if (is_link && (url == NULL || !g_str_has_suffix (url, entry->id)))
    fault_world_break (self->world, "1: a link is visible of another payment");
  else
    entry->offered = TRUE;
}

static void
check_state_on_screen (FaultAudit   *self,
                       FaultProcess *process,
                       FaultSeen    *seen,
                       TillPayment  *payment)
{
  TillPaymentState state = till_payment_get_state (payment);

  /* While the journal cannot be written, what is open is shown from memory, with an alarm. */
  if (process->has_failed_writes || !till_payment_state_is_final (state) || state == seen->state)
    return;

  /* The screen may be behind the file, never ahead of it. */
  if (till_payment_get_record (payment)->last_seq >= seen->last_seq)
    fault_world_break (self->world, "6: the screen says %s and the file %s", till_payment_state_to_string (state),
                       till_payment_state_to_string (seen->state));
}

void
fault_audit_look_at_screen (FaultAudit   *self,
                            FaultProcess *process,
                            TillPayment  *payment)
{
  FaultSeen *seen;

  if (process->dead)
    return;

  fault_audit_read (self);
  seen = fault_audit_find (self, till_payment_get_record (payment)->id);
  if (seen == NULL)
    {
      fault_world_break (self->world, "1: a payment is visible that is not in the file");
      return;
    }
  check_state_on_screen (self, process, seen, payment);
  if (is_on_offer (payment))
    check_offer (self, seen, payment);
}

/* What a screen showed and nobody waits for any more was left, and is called so: money that comes then is late. */
static void
check_left (FaultAudit   *self,
            FaultProcess *process,
            TillPayment  *payment)
{
  FaultSeen *seen = fault_audit_find (self, till_payment_get_record (payment)->id);

  if (seen == NULL || !seen->waited_for || seen->abandoned
      || till_payment_state_is_final (seen->state) || process->has_failed_writes)
    return;

  if (till_payment_is_followed (payment) && !till_payment_is_waiting (payment))
    fault_world_break (self->world, "7: nobody waits for it, and it does not count as left");
}

/* After a step the screens hold no code any more that should be gone. */
static void
look_at_screens (FaultAudit   *self,
                 FaultProcess *process)
{
  for (guint i = 0; fault_process_runs (process) && i < process->payments->len; i++)
    {
      TillPayment *payment = g_ptr_array_index (process->payments, i);
      TillRecord *record = till_payment_get_record (payment);

      fault_audit_look_at_screen (self, process, payment);
      check_left (self, process, payment);
      if (is_on_offer (payment) && record->abandoned)
        fault_world_break (self->world, "1: a code is still visible of what was left");
    }
}

void
fault_audit_look (FaultAudit *self)
{
  fault_audit_read (self);
  for (guint i = 0; i < FAULT_N_PROCESSES; i++)
    look_at_screens (self, &self->world->processes[i]);
  fault_audit_check_orders (self);
}
