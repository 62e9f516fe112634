/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-judge.h"
#include "till-offer.h"
#include "till-payment-private.h"
#include "till-schedule.h"
#include "till-tracker.h"

G_BEGIN_DECLS

struct _TillTracker
{
  GObject        parent_instance;

  /* given */
  TillPayment   *payment;          /* (owned) */
  TillJournal   *journal;          /* (owned) */
  TillClock     *clock;            /* (owned) */
  TillRandom    *random;           /* (owned) */
  ConnectClient *client;           /* (nullable) (owned) */
  char          *endpoint;         /* (nullable) (owned) as intents call it */

  TillProgress   progress;
  gint64         recorded_try;     /* boot time of the last try that was written down */
  gboolean       checkout_over;
  gboolean       other_unsure;
  gboolean       begun;
  gboolean       stepping;
  gboolean       step_again;       /* asked for while a step was being made */
  gboolean       reading;          /* another process follows it */
  gboolean       stopped;
  gboolean       ended;

  /* the question in flight */
  TillStep       in_flight;        /* NOTHING: none */
  ConnectClient *asked;            /* (nullable) (owned) who was asked: the account may change meanwhile */
  GCancellable  *cancellable;      /* (nullable) (owned) */
  ConnectCall   *call;             /* (nullable) (owned) */
  GAsyncResult  *answer;           /* (nullable) (owned) in, not judged yet */
  GPtrArray     *found;            /* (nullable) (owned) (element-type ConnectPayment) pages of a look-up so far */
  GBytes        *body;             /* (nullable) (owned) the request, while it may be sent */

  /* the commit in flight, and what a journal in trouble still owes */
  gboolean       committing;
  gboolean       becomes_paid;     /* by what is being written */
  guint          n_words;          /* of attention, being written after it became paid */
  GPtrArray     *unsaved;          /* (owned) (element-type TillEvent) as they were judged */
  guint          n_in_memory;      /* of these, how many the record already shows */
  char          *action_text;      /* (nullable) (owned) for outbound */
  TillOffer     *offer;            /* (nullable) (owned) held back until "shown" is committed */
  guint          save_timer;

  /* the wait */
  TillWait       wait;
  TillWaitEnd    ending;           /* NONE, or how the wait is about to end */
  gboolean       end_in_commit;    /* "abandoned" is being written */
  gboolean       last_look_done;
  gboolean       abandon_all;      /* a cancellation leaves types that nobody waits for, too */
  GPtrArray     *leave_tasks;      /* (owned) (element-type GTask) */
  GPtrArray     *check_tasks;      /* (owned) (element-type GTask) */
  GPtrArray     *cancel_tasks;     /* (owned) (element-type GTask) */
  gboolean       answer_wanted;    /* by another process: it must be able to read that we asked */
  gboolean       asked_on_demand;  /* the question in flight is the one that they wait for */
  gboolean       tasks_due;        /* their answer is in, and being written */
  GError        *check_error;      /* (nullable) (owned) why it is none */

  guint          step_timer;
  guint          wait_timer;
};

/* till-tracker.c */
TillRecord *till_tracker_get_record    (TillTracker  *self);
gint64      till_tracker_get_time      (TillTracker  *self);
/** till_tracker_step: the one place that decides what happens next; safe to call at any time. */
void        till_tracker_step          (TillTracker  *self);
void        till_tracker_remove_timer  (TillTracker  *self,
                                        guint        *timer);
void        till_tracker_get_sight     (TillTracker  *self,
                                        TillSight    *sight);
void        till_tracker_note_life     (TillTracker  *self,
                                        gint64        date);

/* till-tracker-commit.c */
/** till_tracker_commit: @judged: (transfer full): written, then till_tracker_committed(); at once when there are none. */
void        till_tracker_commit        (TillTracker  *self,
                                        GPtrArray    *judged);
void        till_tracker_save          (TillTracker  *self);

/* till-tracker-twice.c */
/** till_tracker_look_before_paid: the order's other paid attempts get the word, and what is unsaved too; then till_tracker_save(). */
void        till_tracker_look_before_paid (TillTracker *self);
/** till_tracker_look_after_paid: once more for what was written in the same moment; then till_tracker_committed(). */
void        till_tracker_look_after_paid (TillTracker *self);

/* till-tracker-ask.c */
void        till_tracker_ask           (TillTracker  *self,
                                        TillStep      step);
/* till-tracker-answer.c */
void        till_tracker_take_answer   (TillTracker  *self);

/* till-tracker-wait.c */
void        till_tracker_start_wait    (TillTracker    *self,
                                        const TillWait *wait);
/** till_tracker_review_wait: ends the wait when the record says so. */
void        till_tracker_review_wait   (TillTracker  *self);
void        till_tracker_committed     (TillTracker  *self,
                                        const GError *error);
/** till_tracker_work_on_end: %TRUE when it began something towards the end of the wait. */
gboolean    till_tracker_work_on_end   (TillTracker  *self);
/** till_tracker_answer_tasks: those who wait for an answer hear @error, or that it was one. */
void        till_tracker_answer_tasks  (TillTracker  *self,
                                        const GError *error);
void        till_tracker_cut           (TillTracker  *self);
void        till_tracker_fail_tasks    (TillTracker  *self);

G_END_DECLS
