/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-register.h"
#include "till-test-journal.h"
#include "till-test-platform.h"

G_BEGIN_DECLS

/** TillTestRegister: a register with a journal, a platform and a clock of its own. */
typedef struct
{
  TillTestJournal   base;
  TillTestPlatform *platform;   /* (owned) */
  ConnectClient    *client;     /* (owned) */
  TillRegister     *till;       /* (nullable) (owned) */
} TillTestRegister;

void           till_test_register_set_up     (TillTestRegister     *self,
                                              gconstpointer         data);
void           till_test_register_tear_down  (TillTestRegister     *self,
                                              gconstpointer         data);
/** till_test_register_kill: the program dies: nothing is written any more, locks are freed. A new one opens the journal. */
void           till_test_register_kill       (TillTestRegister     *self);

/** till_test_register_settle: everything that does not wait for time is done. */
void           till_test_register_settle     (TillTestRegister     *self);
/** till_test_register_pass: time passes, and whatever falls due is done at its own time. */
void           till_test_register_pass       (TillTestRegister     *self,
                                              gint64                ms);

/** till_test_charge: EUR 12.50 by @type. @reference: (nullable). @request_id: (nullable). */
TillPayment   *till_test_charge_full         (TillRegister         *till,
                                              ConnectIntegrationType type,
                                              const char           *reference,
                                              const TillCharge     *charge,
                                              TillIntentOutcome    *outcome,
                                              GError              **error);
/** till_test_charge: somebody waits for 300 s for a code on the screen. */
TillPayment   *till_test_charge              (TillTestRegister     *self);
/** till_test_paid: the same, and it is paid. */
TillPayment   *till_test_paid                (TillTestRegister     *self);
/** till_test_refund: waited for on the test's clock; with @error NULL a failure ends the test. */
char          *till_test_refund              (TillTestRegister     *self,
                                              TillPayment          *payment,
                                              gint64                amount,
                                              const char           *reason,
                                              GError              **error);
gboolean       till_test_leave               (TillRegister         *till,
                                              TillPayment          *payment);
gboolean       till_test_cancel              (TillTestRegister     *self,
                                              TillPayment          *payment);
gboolean       till_test_check               (TillTestRegister     *self,
                                              TillPayment          *payment,
                                              GError              **error);
/** till_test_get: the record of a payment as the journal has it. */
TillRecord    *till_test_get                 (TillTestRegister     *self,
                                              const char           *id);

#define till_test_assert_state(payment, expected) \
  g_assert_cmpstr (till_payment_state_to_string (till_payment_get_state (payment)), ==, expected)

/** till_test_assert_kept: what @payment says is what the journal says. */
void           till_test_assert_kept         (TillTestRegister     *self,
                                              TillPayment          *payment);

G_END_DECLS
