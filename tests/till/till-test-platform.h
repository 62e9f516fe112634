/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "connect-client.h"
#include "till-clock.h"

G_BEGIN_DECLS

/**
 * TillTestPlatform:
 *
 * A platform in the process that does as it is told: it holds a ledger of payments, and each operation can be
 * made to go wrong for the next request.  Its Date is the test's clock.
 */
typedef struct _TillTestPlatform TillTestPlatform;

/** TillTestEntry: one payment of the ledger; a test changes it as it likes. */
typedef struct
{
  char       *id;               /* (owned) */
  char       *key;              /* (owned) */
  char       *reference;        /* (owned) */
  char       *type;             /* (owned) integration type */
  char       *currency;         /* (owned) */
  gint64      amount;           /* as on the wire */
  gint64      amount_paid;      /* as on the wire; -1: not said */
  const char *status;
  const char *third_party;
  gboolean    is_cancellable;
  gboolean    not_refundable;   /* isRefundable is not said, whatever the status */
  gint64      amount_refunded;  /* as on the wire; -1: not said */
  char       *checkout_id;      /* (nullable) (owned) */
} TillTestEntry;

/** TillTestRefund: one refund of the ledger. */
typedef struct
{
  char       *id;               /* (owned) */
  char       *key;              /* (owned) */
  char       *payment;          /* (owned) id */
  char       *reference;        /* (owned) */
  gint64      amount;           /* as on the wire */
  const char *status;
} TillTestRefund;

typedef enum
{
  TILL_TEST_CREATE,             /* POST /payments, POST /hostedcheckouts */
  TILL_TEST_THIRD_PARTY,
  TILL_TEST_PAYMENT,
  TILL_TEST_FIND,
  TILL_TEST_CANCEL,
  TILL_TEST_CHECKOUT,
  TILL_TEST_DELETE,             /* DELETE /hostedcheckouts/{id}; done by its faults that say so, too */
  TILL_TEST_REFUND,             /* POST /payments/{id}/refund */
  TILL_TEST_REFUNDS,            /* GET /payments/{id}/refunds */
  TILL_TEST_REFUND_STATUS,      /* GET /refunds/{id} */
  TILL_TEST_N_OPERATIONS
} TillTestOperation;

typedef enum
{
  TILL_TEST_LOST,               /* done, and the connection closed without an answer */
  TILL_TEST_NOT_DONE,           /* the same, without doing it */
  TILL_TEST_STATUS,             /* not done; answered with status and body */
  TILL_TEST_STATUS_DONE,        /* done; answered with status and body */
  TILL_TEST_HANG,               /* done; never answered */
  TILL_TEST_NO_ACTION,          /* done; the answer holds nothing to show */
  TILL_TEST_BAD_PICTURE,        /* done; the picture is none */
  TILL_TEST_OTHER_AMOUNT,       /* done; the answer names one cent more */
  TILL_TEST_OTHER_ID,           /* done; the answer names another payment, which exists, too */
  TILL_TEST_NO_DATE,            /* done; answered without a Date */
} TillTestFault;

TillTestPlatform *till_test_platform_new          (TillClock           *clock);
void              till_test_platform_free         (TillTestPlatform    *self);
const char       *till_test_platform_get_endpoint (TillTestPlatform    *self);
/** till_test_platform_client: (return) (transfer full): an account with it. */
ConnectClient    *till_test_platform_client       (TillTestPlatform    *self,
                                                   const char          *merchant);
/** till_test_platform_set_ahead: its clock goes before ours by so many seconds. */
void              till_test_platform_set_ahead    (TillTestPlatform    *self,
                                                   gint64               seconds);
/** till_test_platform_close: nothing listens there any more; open_again: on the same port. */
void              till_test_platform_close        (TillTestPlatform    *self);
void              till_test_platform_open_again   (TillTestPlatform    *self);
/** till_test_platform_fail: the next request of this kind not yet spoken for goes wrong so. @body: (nullable): of the answer. */
void              till_test_platform_fail         (TillTestPlatform    *self,
                                                   TillTestOperation    operation,
                                                   TillTestFault        fault,
                                                   guint                status,
                                                   const char          *body);
/** till_test_platform_fail_always: until it is called with 0. */
void              till_test_platform_fail_always  (TillTestPlatform    *self,
                                                   TillTestOperation    operation,
                                                   guint                status,
                                                   const char          *body);

guint             till_test_platform_count        (TillTestPlatform    *self,
                                                   TillTestOperation    operation);
guint             till_test_platform_n_entries    (TillTestPlatform    *self);
TillTestEntry    *till_test_platform_get_entry    (TillTestPlatform    *self,
                                                   guint                index);
/** till_test_platform_add: a payment that came by another way. */
TillTestEntry    *till_test_platform_add          (TillTestPlatform    *self,
                                                   const char          *reference,
                                                   gint64               amount);
/** till_test_platform_n_refunds: how often money was moved back. */
guint             till_test_platform_n_refunds    (TillTestPlatform    *self);
TillTestRefund   *till_test_platform_get_refund   (TillTestPlatform    *self,
                                                   guint                index);
/** till_test_platform_add_refund: one that came by another way. */
TillTestRefund   *till_test_platform_add_refund   (TillTestPlatform    *self,
                                                   const char          *payment,
                                                   const char          *reference,
                                                   gint64               amount);
/** till_test_platform_same_bodies: whether every create and refund so far came with the same body and key. */
gboolean          till_test_platform_same_bodies  (TillTestPlatform    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TillTestPlatform, till_test_platform_free)

G_END_DECLS
