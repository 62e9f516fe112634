/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fault-audit-private.h"

/* Several attempts at one order, and what people are told. */

static gboolean
keeps_money (FaultSeen *seen)
{
  return seen->state == TILL_PAYMENT_PAID && !seen->reversed;
}

static gboolean
was_dealt_with (FaultAudit *self,
                FaultSeen  *seen)
{
  return g_hash_table_contains (self->world->dealt_with, seen->id);
}

/* Late money and money paid twice are told until a person has dealt with them. */
static void
check_words (FaultAudit *self,
             FaultSeen  *seen,
             guint       n_paid)
{
  if (was_dealt_with (self, seen))
    return;

  if (seen->late && !(seen->attention & TILL_ATTENTION_PAID_LATE))
    fault_world_break (self->world, "17: nobody is told that money came late");
  if (seen->reversed && !(seen->attention & TILL_ATTENTION_REVERSED))
    fault_world_break (self->world, "17: nobody is told that money was taken back");
  if (n_paid > 1 && keeps_money (seen) && !(seen->attention & TILL_ATTENTION_PAID_TWICE))
    fault_world_break (self->world, "17: nobody is told that an order was paid twice");
}

static gboolean
has_trouble (FaultAudit *self)
{
  for (guint i = 0; i < FAULT_N_PROCESSES; i++)
    if (self->world->processes[i].has_failed_writes)
      return TRUE;

  return FALSE;
}

void
fault_audit_check_orders (FaultAudit *self)
{
  for (guint i = 0; i < self->seen->len; i++)
    {
      FaultSeen *seen = g_ptr_array_index (self->seen, i);
      guint n_paid = 0, n_live = 0;

      for (guint j = 0; j < self->seen->len; j++)
        {
          FaultSeen *other = g_ptr_array_index (self->seen, j);

          if (!g_str_equal (other->order, seen->order))
            continue;
          n_paid += keeps_money (other);
          n_live += other->shown && !till_payment_state_is_final (other->state);
        }

      /* A word that the journal could not take is owed: it comes with the next write. */
      if (!has_trouble (self))
        check_words (self, seen, n_paid);
      if (n_live > 1 && !g_hash_table_contains (self->world->again, seen->reference))
        fault_world_break (self->world, "4: two codes of one order, and nobody asked for the second");
    }
}

static gboolean
is_same_sale (FaultSeen *seen,
              FaultSeen *other)
{
  return other != seen && seen->reference_given && other->reference_given
         && g_str_equal (other->reference, seen->reference)
         && g_str_equal (other->currency, seen->currency) && other->amount == seen->amount;
}

/* Who gives one reference for one amount twice within a day means one order, and hears when it is paid. */
void
fault_audit_check_new (FaultAudit *self,
                       FaultSeen  *seen)
{
  gint64 since = seen->created - G_TIME_SPAN_DAY;
  gboolean is_again = g_hash_table_contains (self->world->again, seen->reference);
  gboolean any = FALSE, same = FALSE;

  for (guint i = 0; i < self->seen->len; i++)
    {
      FaultSeen *other = g_ptr_array_index (self->seen, i);

      if (!is_same_sale (seen, other))
        continue;
      if (!is_again && other->state == TILL_PAYMENT_PAID && other->paid_time >= since)
        fault_world_break (self->world, "4: what was paid is charged again, and nobody asked for it");
      any |= other->created >= since;
      same |= g_str_equal (other->order, seen->order);
    }

  if (any && !same)
    fault_world_break (self->world, "4: two attempts at one order count as two orders");
}
