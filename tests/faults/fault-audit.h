/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fault-wire.h"
#include "till-payment.h"

G_BEGIN_DECLS

typedef struct _FaultWorld FaultWorld;

/** FaultSeen: a payment as the file says, read by a connection of the audit's own: only what is committed. */
typedef struct
{
  char             *id;                   /* (owned) */
  gint64            row;
  char             *order;                /* (owned) */
  char             *type;                 /* (owned) */
  gint64            amount;
  char             *currency;             /* (owned) */
  char             *reference;            /* (owned) */
  gboolean          reference_given;
  gboolean          waited_for;
  gint64            created;              /* wall time, µs; so is paid_time */
  gint64            paid_time;
  char             *merchant_reference;   /* (owned) */
  char             *key;                  /* (owned) */
  char             *body_hash;            /* (owned) */
  char             *endpoint;             /* (owned) */
  char             *merchant;             /* (owned) */
  TillPaymentState  state;
  char             *payment_id;           /* (nullable) (owned) */
  char             *other_payment_id;     /* (nullable) (owned) */
  char             *checkout_id;          /* (nullable) (owned) */
  gboolean          shown;
  gboolean          abandoned;
  gboolean          late;
  gboolean          reversed;
  TillAttention     attention;
  gboolean          settled;
  gboolean          differs;              /* the platform said once that other money came */
  gint64            last_seq;

  /* of the requests about it */
  gboolean          in_flight;
  FaultOperation    last_operation;
  gpointer          last_process;         /* and life, below: who asked last */
  guint             last_life;
  gint64            last_end;             /* boot time, ms */
  guint             last_status;          /* 0: no answer, or it was cut */
  gboolean          last_differs;         /* it spoke of another amount, currency, reference or id */
  gboolean          was_cut;
} FaultSeen;

/**
 * FaultAudit:
 *
 * Looks over everybody's shoulder: at each request, at each thing that becomes visible, after each step, and at
 * the end.  What it finds goes to fault_world_break(), with the number of the rule (tests/README.md).
 */
typedef struct _FaultAudit FaultAudit;

FaultAudit *fault_audit_new            (FaultWorld         *world);
void        fault_audit_free           (FaultAudit         *self);
/** fault_audit_request_begins: (return) (transfer full) (nullable): whom it is about, for fault_audit_request_ends(). */
char       *fault_audit_request_begins (FaultAudit         *self,
                                        FaultProcess       *process,
                                        const FaultRequest *request);
/** fault_audit_request_ends: @status: of the answer, or 0. */
void        fault_audit_request_ends   (FaultAudit         *self,
                                        const char         *id,
                                        guint               status,
                                        gboolean            was_cut,
                                        gboolean            differs);
/** fault_audit_look_at_screen: something about @payment became visible, or vanished. */
void        fault_audit_look_at_screen (FaultAudit         *self,
                                        FaultProcess       *process,
                                        TillPayment        *payment);
/** fault_audit_look: after a step, when nothing moves. */
void        fault_audit_look           (FaultAudit         *self);
/** fault_audit_end: everything is over: nothing lost, nothing invented, nothing open without a reason. */
void        fault_audit_end            (FaultAudit         *self);
/** fault_audit_knows_id: whether a payment id is written down for this key. */
gboolean    fault_audit_knows_id       (FaultAudit         *self,
                                        const char         *key);
/** fault_audit_is_over: every payment is final, or waits for a person. */
gboolean    fault_audit_is_over        (FaultAudit         *self);
/** fault_audit_get_open_merchant: of the first payment that is not over. */
const char *fault_audit_get_open_merchant (FaultAudit      *self);
guint       fault_audit_n_payments     (FaultAudit         *self);
FaultSeen  *fault_audit_get            (FaultAudit         *self,
                                        guint               index);

G_END_DECLS
