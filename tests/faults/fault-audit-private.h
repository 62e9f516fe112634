/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "fault-world.h"

G_BEGIN_DECLS

struct _FaultAudit
{
  FaultWorld   *world;      /* (unowned) */
  sqlite3      *db;         /* (owned) */
  sqlite3_stmt *changed;    /* (owned) */
  gint64        last_seq;
  guint         n_verified;
  GPtrArray    *seen;       /* (owned) (element-type FaultSeen) */
  GHashTable   *by_id;      /* (owned) (element-type utf8 FaultSeen) */
};

/** fault_audit_read: what was committed since the last time; looks at each move (fault-audit.c). */
void        fault_audit_read        (FaultAudit        *self);
FaultSeen  *fault_audit_find        (FaultAudit        *self,
                                     const char        *id);
/** fault_audit_check_move: @state is new for @seen (fault-audit-moves.c). */
void        fault_audit_check_move  (FaultAudit        *self,
                                     FaultSeen         *seen,
                                     TillPaymentState   before);
/** fault_audit_check_new: @seen is new in the file (fault-audit-orders.c). */
void        fault_audit_check_new    (FaultAudit       *self,
                                      FaultSeen        *seen);
/** fault_audit_check_file: chain, fold, indexes and what is kept beside them, by the journal's own check. */
void        fault_audit_check_file   (FaultAudit       *self);
/** fault_audit_check_orders: what several attempts at one order may be. */
void        fault_audit_check_orders (FaultAudit       *self);

G_END_DECLS
