/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "connect-call.h"
#include "connect-error.h"
#include "connect-reply.h"
#include "till-error.h"
#include "till-event.h"
#include "till-life.h"
#include "till-record.h"

G_BEGIN_DECLS

/*
 * What an answer means.  Pure: the record, the facts of the call and the reply or error go in, the events to be
 * written come out (an empty array: nothing new).  Every rule of design.md about states, a definite no,
 * comparing, void, expired, late and stuck stands here and nowhere else.
 */

#define TILL_JUDGE_NO_CONNECTION_MS 10000   /* so long a connection is tried while provably nothing left */
#define TILL_JUDGE_RECORD_TRY_MS    60000   /* a try is written down at least this often, so that a crash loses little */
#define TILL_JUDGE_CODES            3       /* answers without a usable code before the wait ends */
#define TILL_JUDGE_LOOKS            4       /* look-ups of what was never answered: at 0, 1, 5 and 15 min */

/** TillSight: what is known beside the record when an answer is judged. */
typedef struct
{
  TillMoment now;             /* date: of the answer that is judged; the rest: this boot's clock */
  gboolean   left;            /* nobody is there any more to whom a code could be shown */
  gboolean   usable;          /* what came can be shown: a readable code or link, or an app's data */
  guint      bad_codes;       /* answers before this one that held nothing to show */
  gboolean   maybe_taken;     /* an earlier send with this key may have been taken */
  gboolean   sent_here;       /* this process knows its last send; otherwise a crash may have hidden a later one */
  gint64     first_try;       /* boot time (ms) of the first send */
  gint64     recorded_try;    /* boot time (ms) of the last try that was written down */
  gboolean   checkout_over;   /* the checkout itself said that nothing comes of it any more */
  gboolean   other_unsure;    /* the record's other payment was not seen unpaid just now */
  gboolean   answer_wanted;   /* somebody asked for this check: write that it was made, even when nothing is new */
} TillSight;

/* POST /payments, POST /hostedcheckouts */

/** till_judge_is_definite_no: (design.md, What is a definite no). */
gboolean   till_judge_is_definite_no      (ConnectCall             *call,
                                           gboolean                 maybe_taken);
/** till_judge_was_not_taken: 401 or 403 in Connect JSON: this one send was not taken. */
gboolean   till_judge_was_not_taken       (ConnectCall             *call);
/** till_judge_created: @created NULL: @error says why. @action_text: (nullable): what outbound will keep. */
GPtrArray *till_judge_created             (TillRecord              *record,
                                           const TillSight         *sight,
                                           ConnectCall             *call,
                                           ConnectCreated          *created,
                                           const char              *action_text,
                                           const GError            *error);
GPtrArray *till_judge_checkout_created    (TillRecord              *record,
                                           const TillSight         *sight,
                                           ConnectCall             *call,
                                           ConnectCheckout         *checkout,
                                           const GError            *error);
/** till_judge_left: the wait ends, or sending stops. @abandon: it was waited for. @tried: the last try is not written down yet. */
GPtrArray *till_judge_left                (TillRecord              *record,
                                           gboolean                 abandon,
                                           gboolean                 tried);
/** till_judge_never_sent: no try ever left, and there will be none: void. */
GPtrArray *till_judge_never_sent          (TillRecord              *record,
                                           const TillSight         *sight,
                                           TillError                why);

/* the questions */

GPtrArray *till_judge_third_party         (TillRecord              *record,
                                           const TillSight         *sight,
                                           ConnectThirdPartyStatus  status);
/** till_judge_payment: @payment NULL: @error says why. */
GPtrArray *till_judge_payment             (TillRecord              *record,
                                           const TillSight         *sight,
                                           ConnectPayment          *payment,
                                           const GError            *error);
/** till_judge_other_payment: an answer about record->other_payment_id. */
GPtrArray *till_judge_other_payment       (TillRecord              *record,
                                           const TillSight         *sight,
                                           ConnectPayment          *payment);
/** till_judge_found: @payments: (element-type ConnectPayment): all pages of a look-up by our merchant reference. */
GPtrArray *till_judge_found               (TillRecord              *record,
                                           const TillSight         *sight,
                                           GPtrArray               *payments);
GPtrArray *till_judge_checkout            (TillRecord              *record,
                                           const TillSight         *sight,
                                           ConnectCheckoutStatus   *status);
/** till_judge_checkout_found: @payments: (element-type ConnectPayment): all pages of a look-up by checkout id. */
GPtrArray *till_judge_checkout_found      (TillRecord              *record,
                                           const TillSight         *sight,
                                           GPtrArray               *payments);
/** till_judge_wants_deletion: a page that is left before anybody paid is to be deleted: to be written before that is asked. */
GPtrArray *till_judge_wants_deletion      (TillRecord              *record);
/** till_judge_deleted: the answer to DELETE /hostedcheckouts, or the lack of one. @error: (nullable) */
GPtrArray *till_judge_deleted             (TillRecord              *record,
                                           const TillSight         *sight,
                                           const GError            *error);
/** till_judge_checkout_is_over: whether this answer to GET /hostedcheckouts says that nothing comes of it any more. */
gboolean   till_judge_checkout_is_over    (ConnectCheckoutStatus   *status,
                                           const GError            *error);

/* beside the platform */

/** till_judge_account: the word other-account comes or goes. @endpoint NULL: no account, nothing to say. */
GPtrArray *till_judge_account             (TillRecord              *record,
                                           const char              *endpoint,
                                           const char              *merchant);
gboolean   till_judge_is_other_account    (TillRecord              *record,
                                           const char              *endpoint,
                                           const char              *merchant);
/** till_judge_is_paid: whether @events, judged for @record, make it paid. */
gboolean   till_judge_is_paid             (TillRecord              *record,
                                           GPtrArray               *events);
/** till_judge_keeps_money: paid, and the money was neither taken back nor wholly given back. */
gboolean   till_judge_keeps_money         (TillRecord              *record);
GPtrArray *till_judge_paid_twice          (TillRecord              *record);
/** till_judge_add_paid_twice: the same, into the event of @events that makes it paid. */
void       till_judge_add_paid_twice      (TillRecord              *record,
                                           GPtrArray               *events);
GPtrArray *till_judge_close               (TillRecord              *record,
                                           const char              *reason,
                                           GError                 **error);
GPtrArray *till_judge_acknowledge         (TillRecord              *record,
                                           const char              *as,
                                           GError                 **error);

/** till_judge_get_birth: from when a session's life counts: the create's answer, or what design.md says of pages. Its boot id is owned by @record. */
TillMoment till_judge_get_birth           (TillRecord              *record);
/** till_judge_life_passed: the session's life, from its birth to @now. */
gboolean   till_judge_life_passed         (TillRecord              *record,
                                           const TillMoment        *now);

G_END_DECLS
