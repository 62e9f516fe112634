/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-judge.h"
#include "till-payment-private.h"
#include "till-register.h"
#include "till-schedule.h"
#include "till-tracker.h"

G_BEGIN_DECLS

/** TILL_REGISTER_RECENT: payments in the list of recent ones. */
#define TILL_REGISTER_RECENT 50

struct _TillRegister
{
  GObject        parent_instance;

  TillJournal   *journal;          /* (owned) */
  TillClock     *clock;            /* (owned) */
  TillRandom    *random;           /* (owned) */
  ConnectClient *client;           /* (nullable) (owned) */
  char          *account_name;     /* (nullable) (owned) */
  int            storage_trouble;  /* TillError, or -1 */
  gint64         clock_skew;       /* seconds; what was last said of it */

  GHashTable    *payments;         /* (owned) (element-type utf8 TillPayment): id to weak payment */
  GHashTable    *trackers;         /* (owned) (element-type utf8 TillTracker): id to owned tracker */
  GHashTable    *settled;          /* (owned) ids that are open for ever, and no longer asked about */
  GListStore    *recent;           /* (owned) */
  GListStore    *unresolved;       /* (owned) */
  GListStore    *attention;        /* (owned) */
  GPtrArray     *asked;            /* (owned) (element-type TillAsked) waiting for another process */

  gboolean       started;
  gboolean       stopped;
  gboolean       sweeping;
  gboolean       hearing;
  guint          sweep_timer;
  guint          spread_timer;
  gpointer       paused_sweep;     /* (nullable) while the spread timer runs */
  guint          hear_timer;
  guint          check_timer;      /* until the next whole check of the journal */
  GCancellable  *checking;         /* (nullable) (owned) while the journal is looked after */
};

/* till-register.c */
/** till_register_get_endpoint: (nullable): what intents call the endpoint of the client. */
const char  *till_register_get_endpoint   (TillRegister        *self);
/** till_register_set_trouble: @trouble: of the last write, or -1: then what the journal knows stands. */
void         till_register_set_trouble    (TillRegister        *self,
                                           int                  trouble);
/** till_register_note_error: the journal's troubles become the register's; others are the caller's. */
void         till_register_note_error     (TillRegister        *self,
                                           const GError        *error);

/* till-register-payments.c */
/** till_register_intern: (return) (transfer full): the one TillPayment for @record, brought up to it. */
TillPayment *till_register_intern         (TillRegister        *self,
                                           TillRecord          *record);
GPtrArray   *till_register_intern_all     (TillRegister        *self,
                                           GPtrArray           *records);
void         till_register_forget_all     (TillRegister        *self);
/** till_register_get_tracker: (nullable) (transfer none) */
TillTracker *till_register_get_tracker    (TillRegister        *self,
                                           const char          *id);
/** till_register_track: (transfer none): a new tracker, known and listened to, not begun. */
TillTracker *till_register_track          (TillRegister        *self,
                                           TillPayment         *payment);
/** till_register_stepped: @payment took a step: lists, signal, and what follows from it. */
void         till_register_stepped        (TillRegister        *self,
                                           TillPayment         *payment);
void         till_register_append         (TillRegister        *self,
                                           GPtrArray           *events,
                                           GTask               *task);

/* till-register-lists.c */
void         till_register_update_lists   (TillRegister        *self,
                                           TillPayment         *payment);
void         till_register_load_lists     (TillRegister        *self);

/* till-register-sweep.c */
void         till_register_start_timers   (TillRegister        *self);
void         till_register_stop_timers    (TillRegister        *self);
/** till_register_sweep: takes up what nobody follows, now. */
void         till_register_sweep          (TillRegister        *self);
void         till_register_start_hearing  (TillRegister        *self);

/* till-register-storage.c */
/** till_register_look: at the disk; while there is trouble with a write that changes nothing. */
void         till_register_look           (TillRegister        *self);
void         till_register_stop_checking  (TillRegister        *self);

/** TillDemand: what is wanted of who follows a payment: by us where nobody does. */
typedef struct
{
  TillPayment   *payment;   /* (owned) */
  TillEventKind  kind;      /* cancel-asked, check-asked, or refund */
  gint64         amount;    /* of a refund */
  char          *reason;    /* (nullable) (owned) */
} TillDemand;

/* till-register-acts.c */
/** till_register_demand: (transfer full) @task, (transfer full) @demand. */
void         till_register_demand         (TillRegister        *self,
                                           TillDemand          *demand,
                                           GTask               *task);
GTask       *till_register_new_act        (TillRegister        *self,
                                           gpointer             tag,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
/** till_register_return_error: (transfer full) @error: in the till's own words, the only ones that people and programs know. */
void         till_register_return_error   (GTask               *task,
                                           GError              *error);

/* till-register-refund.c */
/** till_register_refund_at: (transfer full) @task: @tracker follows the payment. */
void         till_register_refund_at      (TillTracker         *tracker,
                                           TillDemand          *demand,
                                           GTask               *task);

/* till-register-elsewhere.c */
/** till_register_ask_other: (transfer full) @task: returns TRUE when the holder has answered; @kind: cancel-asked or check-asked. */
void         till_register_ask_other      (TillRegister        *self,
                                           TillRecord          *record,
                                           TillEventKind        kind,
                                           GTask               *task);
void         till_register_review_asked   (TillRegister        *self,
                                           TillRecord          *record);
/** till_register_hear_asked: somebody, we or others, asks the holder of payment @id; told before the record that holds it. */
void         till_register_hear_asked     (TillRegister        *self,
                                           const char          *id,
                                           gint64               seq);
void         till_register_fail_asked     (TillRegister        *self);

G_END_DECLS
