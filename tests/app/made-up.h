/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-clock.h"
#include "till-payment-private.h"

G_BEGIN_DECLS

/* Payments that were never asked for, to see and to test what pages show of them. */

/** MADE_UP_NOW: boot time in ms of the moment that is shown. */
#define MADE_UP_NOW 1000000

/** MadeUp: one situation; zero means the plain case. */
typedef struct
{
  const char       *name;
  TillPaymentState  state;
  gboolean          shown;
  gboolean          never_left;      /* no byte of it left this machine */
  gboolean          abandoned;
  gboolean          late;
  gboolean          reversed;
  TillAttention     attention;
  const char       *error;           /* (nullable) till_error_to_word() */
  const char       *platform_code;   /* (nullable) */
  gint64            platform_amount; /* 0: it does not differ */
  TillWaitEnd       wait_end;
  int               trouble;         /* TillError + 1; 0: none */
  int               silence;         /* seconds since the last answer; -1: none at all */
  gboolean          picture;         /* its code is a picture that is no clean grid */
} MadeUp;

/** made_up_record: (return) (transfer full). */
TillRecord   *made_up_record    (const MadeUp *made_up);
/** made_up_payment: (return) (transfer full): with a code, where it can be paid. */
TillPayment  *made_up_payment   (const MadeUp *made_up);
/** made_up_clock: (return) (transfer full): stands still until it is set; boot time in ms. */
TillClock    *made_up_clock     (gint64        boot_time);
/** made_up_clock_set: goes on to @boot_time; each timeout that is due by then is called once. */
void          made_up_clock_set (TillClock    *clock,
                                 gint64        boot_time);
/** made_up_clock_count: (return) how many timeouts there are. */
guint         made_up_clock_count (TillClock  *clock);
/** made_up_find: (return) (nullable): the situation of that name. */
const MadeUp *made_up_find      (const char   *name);
/** made_up_all: (return) every situation, ended by one without a name. */
const MadeUp *made_up_all       (void);

G_END_DECLS
