/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-tracker-private.h"

G_DEFINE_FINAL_TYPE (TillTracker, till_tracker, G_TYPE_OBJECT)

enum
{
  STEPPED,
  WROTE_OTHER,
  STORAGE_TROUBLE,
  ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
till_tracker_dispose (GObject *object)
{
  TillTracker *self = TILL_TRACKER (object);

  till_tracker_stop (self);
  g_clear_pointer (&self->offer, till_offer_free);
  g_clear_object (&self->client);
  g_clear_object (&self->answer);

  G_OBJECT_CLASS (till_tracker_parent_class)->dispose (object);
}

static void
till_tracker_finalize (GObject *object)
{
  TillTracker *self = TILL_TRACKER (object);

  g_clear_object (&self->payment);
  g_clear_object (&self->journal);
  g_clear_object (&self->clock);
  g_clear_object (&self->random);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->asked);
  g_clear_pointer (&self->endpoint, g_free);
  g_clear_pointer (&self->call, connect_call_unref);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->unsaved, g_ptr_array_unref);
  g_clear_pointer (&self->action_text, g_free);
  g_clear_pointer (&self->leave_tasks, g_ptr_array_unref);
  g_clear_pointer (&self->check_tasks, g_ptr_array_unref);
  g_clear_pointer (&self->cancel_tasks, g_ptr_array_unref);
  g_clear_error (&self->check_error);
  till_tracker_clear_refunds (self);

  G_OBJECT_CLASS (till_tracker_parent_class)->finalize (object);
}

static void
till_tracker_class_init (TillTrackerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = till_tracker_dispose;
  object_class->finalize = till_tracker_finalize;

  signals[STEPPED] = g_signal_new ("stepped", TILL_TYPE_TRACKER, G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[WROTE_OTHER] = g_signal_new ("wrote-other", TILL_TYPE_TRACKER, G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, TILL_TYPE_RECORD);
  signals[STORAGE_TROUBLE] = g_signal_new ("storage-trouble", TILL_TYPE_TRACKER, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[ENDED] = g_signal_new ("ended", TILL_TYPE_TRACKER, G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
till_tracker_init (TillTracker *self)
{
  self->unsaved = g_ptr_array_new_with_free_func ((GDestroyNotify) till_event_unref);
  self->leave_tasks = g_ptr_array_new_with_free_func (g_object_unref);
  self->check_tasks = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancel_tasks = g_ptr_array_new_with_free_func (g_object_unref);
  self->followed = g_ptr_array_new ();
}

TillTracker *
till_tracker_new (TillPayment *payment,
                  TillJournal *journal,
                  TillClock   *clock,
                  TillRandom  *random)
{
  TillTracker *self = g_object_new (TILL_TYPE_TRACKER, NULL);

  self->payment = g_object_ref (payment);
  self->journal = g_object_ref (journal);
  self->clock = g_object_ref (clock);
  self->random = g_object_ref (random);

  return self;
}

TillPayment *
till_tracker_get_payment (TillTracker *self)
{
  g_return_val_if_fail (TILL_IS_TRACKER (self), NULL);

  return self->payment;
}

TillRecord *
till_tracker_get_record (TillTracker *self)
{
  return till_payment_get_record (self->payment);
}

gint64
till_tracker_get_time (TillTracker *self)
{
  return till_clock_get_boot_time (self->clock);
}

void
till_tracker_remove_timer (TillTracker *self,
                           guint       *timer)
{
  if (*timer != 0)
    till_clock_remove (self->clock, *timer);
  *timer = 0;
}

void
till_tracker_get_sight (TillTracker *self,
                        TillSight   *sight)
{
  *sight = (TillSight) {
    .now = {
      .date = self->call != NULL ? self->call->platform_date : CONNECT_DATE_UNKNOWN,
      .boot_id = till_clock_get_boot_id (self->clock),
      .boot_time = till_tracker_get_time (self),
    },
    .left = self->progress.left,
    .bad_codes = self->progress.bad_codes,
    .maybe_taken = self->progress.maybe_taken,
    .sent_here = self->progress.may_send,
    .first_try = self->progress.first_try,
    .recorded_try = self->recorded_try,
    .checkout_over = self->checkout_over,
    .other_unsure = self->other_unsure,
    .answer_wanted = self->answer_wanted,
  };
}

/* When the session's life is over by our clocks: only a hint for when to look; the judge decides by Dates. */
void
till_tracker_note_life (TillTracker *self,
                        gint64       date)
{
  TillRecord *record = till_tracker_get_record (self);
  const gint64 slack = 2000;

  if (date != CONNECT_DATE_UNKNOWN && record->answered_date != CONNECT_DATE_UNKNOWN)
    self->progress.life_end = till_tracker_get_time (self) + slack
                              + (TILL_LIFE_SESSION - (date - record->answered_date)) * 1000;
  else if (g_strcmp0 (record->answered_boot_id, till_clock_get_boot_id (self->clock)) == 0)
    self->progress.life_end = record->answered_boot_time + TILL_LIFE_SESSION * 1000 + slack;
}

static gboolean
step_timer_cb (gpointer user_data)
{
  TillTracker *self = TILL_TRACKER (user_data);

  self->step_timer = 0;
  till_tracker_step (self);

  return G_SOURCE_REMOVE;
}

static void
sleep_until (TillTracker *self,
             gint64       at)
{
  gint64 delay = MAX (at - till_tracker_get_time (self), 0);

  till_payment_set_next_look (self->payment, at);
  self->step_timer = till_clock_add_timeout (self->clock, (guint) MIN (delay, G_MAXINT), step_timer_cb, self);
}

/* Why nothing can be asked as things are, for those who wait for an answer. */
static void
rest (TillTracker *self)
{
  g_autoptr(GError) error = NULL;
  gboolean on_demand = self->progress.check_now;

  till_payment_set_next_look (self->payment, -1);
  if (self->client == NULL)
    g_set_error_literal (&error, TILL_ERROR, TILL_ERROR_NO_ACCOUNT, "there is no account to ask with");
  else
    g_set_error_literal (&error, TILL_ERROR, TILL_ERROR_OTHER_ACCOUNT, "the payment is another account's");
  till_tracker_answer_tasks (self, error);
  self->progress.check_now = FALSE;
  if (on_demand)
    till_tracker_step (self);
}

static void
end (TillTracker *self)
{
  if (self->ended)
    return;

  self->ended = TRUE;
  till_payment_set_next_look (self->payment, -1);
  till_payment_set_trouble (self->payment, -1);
  till_payment_set_followed (self->payment, FALSE);
  g_signal_emit (self, signals[ENDED], 0);
}

static TillError
get_last_trouble (TillTracker *self)
{
  int trouble = till_payment_get_trouble (self->payment);

  return trouble != -1 ? (TillError) trouble : TILL_ERROR_NO_CONNECTION;
}

static void
give_up_sending (TillTracker *self)
{
  TillSight sight;

  till_tracker_get_sight (self, &sight);
  till_tracker_commit (self, till_judge_never_sent (till_tracker_get_record (self), &sight,
                                                    get_last_trouble (self)));
}

/* Look-ups count from the last try that was written down, and from a minute after it where a crash may have hidden
 * one.  A machine that slept between a try's time and the try would make them count from too early. */
static gboolean
commit_try (TillTracker *self)
{
  gint64 now = till_tracker_get_time (self);
  g_autoptr(GPtrArray) events = NULL;

  if (now - self->recorded_try <= TILL_JUDGE_RECORD_TRY_MS)
    return FALSE;

  self->recorded_try = now;
  events = till_judge_left (till_tracker_get_record (self), FALSE, TRUE);
  if (events->len == 0)
    return FALSE;

  till_tracker_commit (self, g_steal_pointer (&events));

  return TRUE;
}

static void
follow_plan (TillTracker    *self,
             const TillPlan *plan)
{
  switch (plan->step)
    {
    case TILL_STEP_NOTHING:
      end (self);
      break;
    case TILL_STEP_REST:
      rest (self);
      break;
    case TILL_STEP_NEVER_SENT:
      give_up_sending (self);
      break;
    case TILL_STEP_CREATE:
    case TILL_STEP_FIND:
    case TILL_STEP_THIRD_PARTY:
    case TILL_STEP_PAYMENT:
    case TILL_STEP_OTHER_PAYMENT:
    case TILL_STEP_CHECKOUT:
    case TILL_STEP_CHECKOUT_FOUND:
    case TILL_STEP_CANCEL:
    case TILL_STEP_REFUND:
    case TILL_STEP_REFUNDS:
    case TILL_STEP_REFUND_STATUS:
    case TILL_STEP_REFUND_PAYMENT:
    default:
      if (plan->at > till_tracker_get_time (self))
        sleep_until (self, plan->at);
      else if (plan->step != TILL_STEP_CREATE || !commit_try (self))
        till_tracker_ask (self, plan->step);
      break;
    }
}

static const char *
get_merchant (TillTracker *self)
{
  return self->client != NULL ? connect_client_get_merchant_id (self->client) : NULL;
}

/* Whether the account fits is looked at before each question, whatever the journal's state: it may have been
 * changed in between. */
static void
review_account (TillTracker *self)
{
  self->progress.can_ask = self->client != NULL
                           && !till_judge_is_other_account (till_tracker_get_record (self), self->endpoint,
                                                            get_merchant (self));
}

static gboolean
commit_account_word (TillTracker *self)
{
  g_autoptr(GPtrArray) events = till_judge_account (till_tracker_get_record (self),
                                                    self->client != NULL ? self->endpoint : NULL,
                                                    get_merchant (self));

  if (events->len == 0)
    return FALSE;

  till_tracker_commit (self, g_steal_pointer (&events));

  return TRUE;
}

/* Refunds first where both are due: who checks hears of the payment last. */
static void
follow_earlier (TillTracker    *self,
                const TillPlan *plan)
{
  TillPlan refund_plan;
  TillFollowed *followed = till_tracker_plan_refunds (self, &refund_plan);
  gboolean refund_first = followed != NULL && plan->step != TILL_STEP_REST
                          && (plan->step == TILL_STEP_NOTHING || refund_plan.at <= plan->at);

  if (!refund_first)
    follow_plan (self, plan);
  else if (refund_plan.step == TILL_STEP_REST)
    rest (self);
  else if (refund_plan.at > till_tracker_get_time (self))
    sleep_until (self, refund_plan.at);
  else
    till_tracker_follow_refund (self, followed, refund_plan.step);
}

static void
step (TillTracker *self)
{
  TillPlan plan;

  till_tracker_remove_timer (self, &self->step_timer);
  if (self->answer != NULL)
    {
      till_tracker_take_answer (self);
      return;
    }

  review_account (self);
  till_tracker_review_wait (self);
  till_tracker_review_refunds (self);
  if (till_tracker_work_on_end (self) || self->reading || self->in_flight != TILL_STEP_NOTHING)
    return;
  if (self->unsaved->len == 0 && commit_account_word (self))
    return;
  if (till_tracker_work_on_wish (self))
    return;

  plan = till_schedule (till_tracker_get_record (self), &self->progress,
                        till_clock_get_boot_id (self->clock), till_tracker_get_time (self));

  /* Nothing may be shown that is not written down, so there is nothing to send for either. */
  if (plan.step == TILL_STEP_CREATE && (self->unsaved->len > 0 || self->body == NULL))
    return;
  if (plan.step == TILL_STEP_NOTHING && self->unsaved->len > 0)
    return;

  follow_earlier (self, &plan);
}

/* Whoever hears of a step may ask for the next one (leave, check, stop) while this one is still being made. */
void
till_tracker_step (TillTracker *self)
{
  if (self->stepping)
    {
      self->step_again = TRUE;
      return;
    }

  g_object_ref (self);
  self->stepping = TRUE;
  do
    {
      self->step_again = FALSE;
      if (self->begun && !self->stopped && !self->committing)
        step (self);
    }
  while (self->step_again);
  self->stepping = FALSE;
  g_object_unref (self);
}

void
till_tracker_set_account (TillTracker   *self,
                          ConnectClient *client,
                          const char    *endpoint)
{
  g_return_if_fail (TILL_IS_TRACKER (self));

  g_set_object (&self->client, client);
  g_free (self->endpoint);
  self->endpoint = g_strdup (endpoint);
  till_tracker_step (self);
}

gboolean
till_tracker_is_reading (TillTracker *self)
{
  g_return_val_if_fail (TILL_IS_TRACKER (self), FALSE);

  return self->reading;
}

gboolean
till_tracker_is_waiting (TillTracker *self)
{
  g_return_val_if_fail (TILL_IS_TRACKER (self), FALSE);

  return self->wait.engaged;
}

void
till_tracker_hear (TillTracker *self,
                   TillRecord  *record)
{
  g_return_if_fail (TILL_IS_TRACKER (self));

  till_payment_set_record (self->payment, record);
  till_tracker_step (self);
}

void
till_tracker_obey (TillTracker   *self,
                   TillEventKind  kind)
{
  g_return_if_fail (TILL_IS_TRACKER (self));

  if (self->reading)
    return;

  self->answer_wanted = TRUE;
  if (kind == TILL_EVENT_CANCEL_ASKED)
    till_tracker_cancel_async (self, NULL, NULL, NULL);
  else
    till_tracker_check_async (self, NULL, NULL, NULL);
}

void
till_tracker_stop (TillTracker *self)
{
  g_return_if_fail (TILL_IS_TRACKER (self));

  if (self->stopped)
    return;

  self->stopped = TRUE;
  till_tracker_remove_timer (self, &self->step_timer);
  till_tracker_remove_timer (self, &self->save_timer);
  till_tracker_remove_timer (self, &self->wait_timer);
  till_tracker_cut (self);
  till_tracker_fail_tasks (self);
  till_payment_set_next_look (self->payment, -1);
  till_payment_set_waiting (self->payment, FALSE);
  till_payment_set_followed (self->payment, FALSE);
}
