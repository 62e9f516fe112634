/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-judge.h"

G_BEGIN_DECLS

/** TillVerdict: what the payment's own status says (design.md, the second table). */
typedef enum
{
  TILL_VERDICT_OPEN,        /* CREATED, REDIRECTED, PENDING_PAYMENT: only from here may "expired" follow */
  TILL_VERDICT_PAID,
  TILL_VERDICT_REFUSED,
  TILL_VERDICT_CANCELLED,
  TILL_VERDICT_REVERSED,    /* the money came, and went */
  TILL_VERDICT_OTHER,       /* anything else: never success, never a crash */
} TillVerdict;

TillVerdict  till_judge_verdict     (TillRecord       *record,
                                     ConnectPayment   *payment);
/** till_judge_differs: whether what @payment says is another payment than the one asked for. */
gboolean     till_judge_differs     (TillRecord       *record,
                                     ConnectPayment   *payment);
/** till_judge_is_money: the verdict says that money came. */
gboolean     till_judge_is_money    (TillVerdict       verdict);

GPtrArray   *till_judge_events      (void);
TillEvent   *till_judge_add         (GPtrArray        *events,
                                     TillRecord       *record,
                                     TillEventKind     kind,
                                     const TillSight  *sight);
/** till_judge_set: writes the fact unless the record holds that value already. */
void         till_judge_set         (TillEvent        *event,
                                     const char       *fact,
                                     const char       *held,
                                     const char       *value);
void         till_judge_set_error   (TillEvent        *event,
                                     TillRecord       *record,
                                     TillError         code);
/** till_judge_cut_message: (return) (transfer full) (nullable): as much of the platform's text as is kept. */
char        *till_judge_cut_message (const char       *message);
/** till_judge_set_platform_error: the platform's code and text, the text cut to what is kept. */
void         till_judge_set_platform_error (TillEvent        *event,
                                     TillRecord       *record,
                                     const char       *code,
                                     const char       *message);
void         till_judge_set_attention (TillEvent      *event,
                                     TillRecord       *record,
                                     TillAttention     add,
                                     TillAttention     drop);
/** till_judge_add_attention: an event with the word, unless it stands already or a person has settled it. */
void         till_judge_add_attention (GPtrArray      *events,
                                     TillRecord       *record,
                                     const TillSight  *sight,
                                     TillAttention     word);
/** till_judge_count_money: of how many of @payments (element-type ConnectPayment) money came. */
guint        till_judge_count_money (TillRecord       *record,
                                     GPtrArray        *payments);
/** till_judge_is_time_wanted: nothing but this answer's Date tells how long the payment has lived: worth an event. */
gboolean     till_judge_is_time_wanted (TillRecord    *record,
                                     const TillSight  *sight);
/** till_judge_has_news: whether @event holds any fact. */
gboolean     till_judge_has_news    (TillEvent        *event);
/** till_judge_set_payment: writes into @event all that @payment's words change: status, state, late, attention. */
void         till_judge_set_payment (TillEvent        *event,
                                     TillRecord       *record,
                                     const TillSight  *sight,
                                     ConnectPayment   *payment);

G_END_DECLS
