/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-currency.h"
#include "fault-audit-private.h"

/* What the file says against what the platform's ledger says. */

#define WATCH_SECONDS (FAULT_QR_SECONDS + 15 * 60)

static FaultEntry *
get_entry (FaultAudit *self,
           FaultSeen  *seen)
{
  FaultPlatform *platform = self->world->platform;
  FaultEntry *known = fault_platform_find (platform, seen->payment_id);

  /* On a page there may be several: the one that the file names, or else the last. */
  if (known != NULL && g_str_equal (known->key, seen->key))
    return known;
  for (guint i = fault_platform_n_entries (platform); i > 0; i--)
    {
      FaultEntry *entry = fault_platform_get_entry (platform, i - 1);

      if (g_str_equal (entry->key, seen->key))
        return entry;
    }

  return NULL;
}

static void
check_paid (FaultAudit *self,
            FaultSeen  *seen)
{
  FaultEntry *entry = fault_platform_find (self->world->platform, seen->payment_id);
  gint64 wire;

  if (entry == NULL || !entry->captured)
    fault_world_break (self->world, "5: paid, and no money came");
  else if (!connect_amount_to_wire (seen->amount, seen->currency, &wire, NULL) || wire != entry->amount
           || !g_str_equal (seen->currency, entry->currency)
           || !g_str_equal (seen->merchant_reference, entry->reference))
    fault_world_break (self->world, "10: paid, and it was another amount, currency or reference");
  if (seen->abandoned && !seen->late)
    fault_world_break (self->world, "17: paid after it was left, and not late");
}

/* Nobody paid, and whatever could be paid has had its life: the payments of one key, and the page without any. */
static gboolean
has_expired (FaultAudit *self,
             FaultSeen  *seen)
{
  FaultPlatform *platform = self->world->platform;
  gint64 born_before = fault_platform_get_time (platform) - WATCH_SECONDS + 2 * FAULT_DATE_JITTER;
  FaultPage *page = fault_platform_find_page (platform, seen->checkout_id);
  gboolean any = page != NULL && page->created <= born_before;

  for (guint i = 0; i < fault_platform_n_entries (platform); i++)
    {
      FaultEntry *entry = fault_platform_get_entry (platform, i);

      if (!g_str_equal (entry->key, seen->key))
        continue;
      if (entry->captured || entry->created > born_before)
        return FALSE;
      any = TRUE;
    }

  return any;
}

static void
check_not_paid (FaultAudit *self,
                FaultSeen  *seen)
{
  FaultEntry *entry = get_entry (self, seen);
  FaultPlatform *platform = self->world->platform;
  FaultPage *page = fault_platform_find_page (platform, seen->checkout_id);
  gboolean right = FALSE;

  switch (seen->state)
    {
    case TILL_PAYMENT_REFUSED:
      right = entry != NULL ? g_str_equal (entry->status, "REJECTED") : fault_platform_refused (platform, seen->key);
      break;
    case TILL_PAYMENT_CANCELLED:
      right = entry != NULL ? g_str_equal (entry->status, "CANCELLED") : page != NULL && page->deleted;
      break;
    case TILL_PAYMENT_EXPIRED:
      right = has_expired (self, seen);
      break;
    case TILL_PAYMENT_VOID:
      right = entry == NULL && !seen->shown;
      break;
    case TILL_PAYMENT_REQUESTED:
    case TILL_PAYMENT_WAITING:
    case TILL_PAYMENT_CONFIRMING:
    case TILL_PAYMENT_PAID:
    default:
      return;
    }

  if (!right)
    fault_world_break (self->world, "6: %s, and the platform says %s (money: %d, shown: %d)",
                       till_payment_state_to_string (seen->state), entry != NULL ? entry->status : "nothing",
                       entry != NULL && entry->captured, seen->shown);
}

void
fault_audit_check_move (FaultAudit       *self,
                        FaultSeen        *seen,
                        TillPaymentState  before)
{
  if (before == TILL_PAYMENT_PAID)
    fault_world_break (self->world, "8: what was paid is %s", till_payment_state_to_string (seen->state));
  if (till_payment_state_is_final (before) && seen->state != TILL_PAYMENT_PAID)
    fault_world_break (self->world, "8: what was final is %s", till_payment_state_to_string (seen->state));

  if (seen->state == TILL_PAYMENT_PAID)
    check_paid (self, seen);
  else
    check_not_paid (self, seen);
}

static gboolean
waits_for_a_person (FaultAudit *self,
                    FaultSeen  *seen)
{
  FaultEntry *entry = get_entry (self, seen);

  gboolean is_hopeless = seen->other_payment_id != NULL || (entry != NULL && entry->is_odd);

  return seen->settled || seen->differs || (is_hopeless && (seen->attention & TILL_ATTENTION_STUCK));
}

static gboolean
is_page_open (FaultSeen *seen)
{
  return seen->state == TILL_PAYMENT_PAID && seen->page != TILL_PAGE_LIVE && seen->page != TILL_PAGE_OVER;
}

static gboolean
is_open (FaultAudit *self,
         FaultSeen  *seen)
{
  return is_page_open (seen) || (!till_payment_state_is_final (seen->state) && !waits_for_a_person (self, seen));
}

const char *
fault_audit_get_open_merchant (FaultAudit *self)
{
  for (guint i = 0; i < self->seen->len; i++)
    {
      FaultSeen *seen = g_ptr_array_index (self->seen, i);

      if (is_open (self, seen))
        return seen->merchant;
    }

  return FAULT_MERCHANT;
}

gboolean
fault_audit_is_over (FaultAudit *self)
{
  fault_audit_read (self);
  for (guint i = 0; i < self->seen->len; i++)
    {
      FaultSeen *seen = g_ptr_array_index (self->seen, i);

      if (is_open (self, seen))
        return FALSE;
    }

  return TRUE;
}

static void
check_nothing_lost (FaultAudit *self)
{
  for (guint i = 0; i < fault_platform_n_entries (self->world->platform); i++)
    {
      FaultEntry *entry = fault_platform_get_entry (self->world->platform, i);
      FaultSeen *seen = NULL;

      for (guint j = 0; j < self->seen->len && seen == NULL; j++)
        if (g_str_equal (fault_audit_get (self, j)->key, entry->key))
          seen = fault_audit_get (self, j);

      if (seen == NULL)
        fault_world_break (self->world, "1: the platform knows a payment that the file does not");
      else if (entry->captured && seen->state != TILL_PAYMENT_PAID)
        fault_world_break (self->world, "5: money came, and the file says %s",
                           till_payment_state_to_string (seen->state));
    }
}

/* What the look-ups did not find did not come later either. */
static void
check_void (FaultAudit *self,
            FaultSeen  *seen)
{
  if (seen->state == TILL_PAYMENT_VOID && get_entry (self, seen) != NULL)
    fault_world_break (self->world, "6: void, and the platform made a payment of it after that");
}

void
fault_audit_end (FaultAudit *self)
{
  fault_audit_look (self);
  check_nothing_lost (self);
  fault_audit_check_file (self);
  for (guint i = 0; i < self->seen->len; i++)
    {
      FaultSeen *seen = g_ptr_array_index (self->seen, i);

      check_void (self, seen);
      if (is_open (self, seen))
        fault_world_break (self->world, "16: still %s, its page %s, long after the watch",
                           till_payment_state_to_string (seen->state), till_page_to_string (seen->page));
    }
}
