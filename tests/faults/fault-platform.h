/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fault-wire.h"

G_BEGIN_DECLS

typedef struct _FaultWorld FaultWorld;

#define FAULT_QR_SECONDS   (2 * 3600)   /* so long a code can be paid */
#define FAULT_PAGE_SECONDS (2 * 3600)   /* so long a payment can be begun on a hosted checkout's page */

/** FaultEntry: one payment of the platform's ledger. */
typedef struct
{
  char       *id;               /* (owned) */
  char       *merchant;         /* (owned) */
  char       *key;              /* (owned) */
  char       *reference;        /* (owned) */
  char       *type;             /* (owned) integration type */
  char       *currency;         /* (owned) */
  gint64      amount;           /* as on the wire */
  const char *status;
  const char *third_party;
  gint64      created;          /* platform's time, s */
  gint64      found_from;       /* look-ups list it from here on */
  gboolean    is_cancellable;
  gboolean    offered;          /* a customer saw its code, link or data */
  gboolean    captured;         /* money came, whatever became of it */
  gboolean    is_odd;           /* the platform says of it what nobody understands */
  char       *page;             /* (nullable) (owned) the hosted checkout on which it was made */
} FaultEntry;

/** FaultPage: a hosted checkout. */
typedef struct
{
  char     *id;        /* (owned) */
  char     *key;       /* (owned) */
  gint64    created;   /* platform's time, s */
  gboolean  offered;   /* a customer was given its address */
  gboolean  deleted;   /* nobody can begin on it any more */
} FaultPage;

typedef enum
{
  FAULT_CUSTOMER_SCANS,
  FAULT_CUSTOMER_PAYS,
  FAULT_CUSTOMER_IS_DONE,       /* COMPLETED, and the money comes later or never */
  FAULT_CUSTOMER_DECLINES,
  FAULT_PLATFORM_REVERSES,
  FAULT_PLATFORM_IS_ODD,
  FAULT_PLATFORM_IS_SANE,
  FAULT_PLATFORM_CAN_CANCEL,
  FAULT_N_TURNS
} FaultTurn;

/**
 * FaultPlatform:
 *
 * A platform that keeps a true ledger, and whose answers go wrong in every way that the table of faults names.
 * It never says no to what it did, and its Dates are right within @FAULT_DATE_JITTER.
 */
typedef struct _FaultPlatform FaultPlatform;

#define FAULT_DATE_JITTER 20

FaultPlatform *fault_platform_new         (FaultWorld         *world);
void           fault_platform_free        (FaultPlatform      *self);
/** fault_platform_pass: its time goes on; what it does late is done. */
void           fault_platform_pass        (FaultPlatform      *self,
                                           gint64              ms);
gint64         fault_platform_get_time    (FaultPlatform      *self);
/** fault_platform_fail: the next @times requests of @operation go wrong by row @fault of the table. */
void           fault_platform_fail        (FaultPlatform      *self,
                                           FaultOperation      operation,
                                           guint               fault,
                                           guint               times);
/** fault_platform_fail_variously: the same, each in another way, of which @fault is the first. */
void           fault_platform_fail_variously (FaultPlatform    *self,
                                            FaultOperation      operation,
                                            guint               fault,
                                            guint               times);
/** fault_platform_is_armed: whether the next request of @operation will go wrong. */
gboolean       fault_platform_is_armed     (FaultPlatform      *self,
                                            FaultOperation      operation);
void           fault_platform_be_well     (FaultPlatform      *self);
void           fault_platform_answer      (FaultPlatform      *self,
                                           const FaultRequest *request,
                                           FaultReply         *reply);
guint          fault_platform_n_entries   (FaultPlatform      *self);
FaultEntry    *fault_platform_get_entry   (FaultPlatform      *self,
                                           guint               index);
/** fault_platform_find: @id: (nullable): finds nothing. */
FaultEntry    *fault_platform_find        (FaultPlatform      *self,
                                           const char         *id);
guint          fault_platform_n_pages      (FaultPlatform      *self);
FaultPage     *fault_platform_get_page     (FaultPlatform      *self,
                                            guint               index);
FaultPage     *fault_platform_find_page    (FaultPlatform      *self,
                                            const char         *id);
/** fault_platform_pay_on_page: a customer begins a payment there; %FALSE when that is not possible now. */
gboolean       fault_platform_pay_on_page  (FaultPlatform      *self,
                                            FaultPage          *page);
/** fault_platform_turn: %FALSE when that cannot happen to this payment now. */
gboolean       fault_platform_turn        (FaultPlatform      *self,
                                           FaultEntry         *entry,
                                           FaultTurn           turn);
/** fault_platform_refused: whether it said a definite no to this key, and meant it. */
gboolean       fault_platform_refused     (FaultPlatform      *self,
                                           const char         *key);
guint          fault_platform_n_requests  (FaultPlatform      *self);

G_END_DECLS
