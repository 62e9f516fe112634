/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-judge.h"
#include "till-offer.h"
#include "till-payment-private.h"
#include "till-schedule-refund.h"
#include "till-tracker.h"

G_BEGIN_DECLS

/** TillFollowed: a refund of the payment that is followed here. */
typedef struct
{
  char               *id;          /* (owned) */
  TillRefundProgress  progress;
  GBytes             *body;        /* (nullable) (owned) the request, while it may be sent */
  gboolean            body_asked;
} TillFollowed;

/** TillWish: a refund that somebody waits for here. */
typedef struct
{
  GTask  *task;                    /* (owned) */
  gint64  amount;
  char   *reason;                  /* (nullable) (owned) */
  gboolean looked;                 /* the payment was asked just now, and may be refunded … */
  gint64  platform_refunded;       /* … and this is what that answer said */
  gint64  platform_date;
  char   *refund;                  /* (nullable) (owned) our id, once the intent is written */
  guint   timer;                   /* so long it is waited for */
} TillWish;

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

  /* refunds */
  GPtrArray      *followed;        /* (owned) (element-type TillFollowed) the open ones */
  TillFollowed   *asked_refund;    /* (nullable) (unowned) whom the question in flight is about */
  ConnectPayment *payment_said;    /* (nullable) (owned) the payment's own last answer */
  TillWish       *wish;            /* (nullable) (owned) */
  GError         *refund_error;    /* (nullable) (owned) a refund that was checked gave no answer */

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
/** till_tracker_was_cut: we ended it ourselves: it tells nothing. */
gboolean    till_tracker_was_cut       (const GError *error);
/** till_tracker_is_answer: a result, "not found" or a no: the rest tells nothing either. */
gboolean    till_tracker_is_answer     (const GError *error);

/** till_tracker_settle_tasks: those who asked for the question in flight hear what came of it once that is written. */
void        till_tracker_settle_tasks  (TillTracker  *self,
                                        const GError *error);

/* till-tracker-page.c */
/** till_tracker_commit_deletion: %TRUE when it began to write that the page of who cancels is to be deleted. */
gboolean    till_tracker_commit_deletion (TillTracker *self);
/** till_tracker_take_deleted: (return) (transfer full): the events of the answer to a deletion. */
GPtrArray  *till_tracker_take_deleted  (TillTracker      *self,
                                        const TillSight  *sight,
                                        GAsyncResult     *result,
                                        GError          **error);

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

/* till-tracker-refunds.c */
/** till_tracker_review_refunds: follows what is open now, and tells who waits what became of it. */
void        till_tracker_review_refunds (TillTracker *self);
/** till_tracker_plan_refunds: the refund that is due first; @plan: NOTHING when there is none. */
TillFollowed *till_tracker_plan_refunds (TillTracker *self,
                                        TillPlan     *plan);
/** till_tracker_follow_refund: @plan is due: sends, asks, or writes first what must be written before. */
void        till_tracker_follow_refund (TillTracker  *self,
                                        TillFollowed *followed,
                                        TillStep      step);
/** till_tracker_check_refunds: somebody wants to know now. */
void        till_tracker_check_refunds (TillTracker  *self);
void        till_tracker_clear_refunds (TillTracker  *self);

/* till-tracker-refund-answer.c */
gboolean    till_tracker_is_refund_step (TillStep     step);
void        till_tracker_take_refund   (TillTracker  *self,
                                        TillStep      step,
                                        GAsyncResult *result);

/* till-tracker-wish.c */
/** till_tracker_work_on_wish: %TRUE when it began something for who wants a refund. */
gboolean    till_tracker_work_on_wish  (TillTracker  *self);
/** till_tracker_wish_is_answered: the payment was asked anew. @payment NULL: @error says why. */
void        till_tracker_wish_is_answered (TillTracker    *self,
                                        ConnectPayment *payment,
                                        const GError   *error);
/** till_tracker_review_wish: who waits hears what became of it. */
void        till_tracker_review_wish   (TillTracker  *self);
void        till_tracker_fail_wish     (TillTracker  *self,
                                        const GError *error);
gboolean    till_tracker_is_wanted     (TillTracker  *self,
                                        const char   *refund);
/** till_tracker_follow_new: (transfer none): a refund whose intent was written here just now. */
TillFollowed *till_tracker_follow_new  (TillTracker  *self,
                                        const char   *refund,
                                        GBytes       *body);
/** till_tracker_set_record: what the journal says now; "stepped" when it is new. */
void        till_tracker_set_record    (TillTracker  *self,
                                        TillRecord   *record);
void        till_tracker_fail_tasks    (TillTracker  *self);

G_END_DECLS
