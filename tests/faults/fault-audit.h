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
  TillPage          page;
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
  char             *last_id;              /* (nullable) (owned) in its path */
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
 * the end.  What it finds goes to fault_world_break(), with the number of the rule:
 *
 *  1  nothing leaves before its intent, no code before "shown",    fault_audit_request_begins (get_subject), check_offer,
 *     none where it should be gone                                 check_page, look_at_screens, check_nothing_lost
 *  2  one key, one body, for ever                                  fault_platform_see_key, check_create
 *  3  one payment at the platform, one page shown                  fault_platform_make_entry, check_create, check_page
 *  4  one live code for an order, unless somebody asked for it     fault_audit_check_orders, fault_audit_check_new
 *  5  money is "paid", "paid" is money                             check_nothing_lost, check_paid
 *  6  what a screen says is committed; "not paid" is known         check_state_on_screen, check_not_paid, has_expired,
 *                                                                  check_void
 *  7  time alone makes nothing refused, COMPLETED nothing paid,    check_not_paid, check_paid, check_left
 *     and what nobody waits for was left
 *  8  what is paid or final stays so                               fault_audit_check_move
 *  9  (refunds)
 * 10  what differs is never success, and never adopted             check_paid, check_id
 * 11  no create after 23 h                                         fault_platform_see_key
 * 12  one request in flight, 3 s apart, none when it is final      check_who, check_rhythm
 * 13  recovery is the only start, whatever died in it              fault_history_recover; test-crash-points.c
 * 14  no journal, no new payment                                   as 1; the watch meanwhile: tests/till/test-disk-full.c
 * 15  one follower; chain, fold and indexes are whole              check_who, fault_audit_check_file
 * 16  everything comes to its end                                  fault_audit_end
 * 17  late, double and reversed money is told                      check_words, check_paid
 * 21  the wall clock decides nothing                               the platform's time in has_expired, check_void and
 *                                                                  fault_platform_see_key, while clocks jump
 * 22  the body says the intent's amount                            check_create, check_paid (against the ledger)
 * 23  no payment is asked about with another account               check_who
 * 24  what bounces is one payment                                  the ledger by 3, fault_audit_check_file (unique keys)
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
