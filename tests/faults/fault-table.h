/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fault-platform.h"

G_BEGIN_DECLS

typedef enum
{
  FAULT_DONE,
  FAULT_NOT_DONE,
  FAULT_DONE_LATE,      /* mostly within a minute, at most 14 */
  FAULT_REFUSED,        /* not done; if it was the first, never, and said so again at each repeat */
  FAULT_DECLINED,       /* a payment that is rejected from the start */
} FaultDeed;

typedef enum
{
  FAULT_GOOD,
  FAULT_ERROR,          /* errorId and errors */
  FAULT_BROKEN,         /* JSON that ends in the middle */
  FAULT_EMPTY,
  FAULT_HTML,
  FAULT_NO_ID,
  FAULT_NO_ACTION,
  FAULT_BAD_PICTURE,
  FAULT_BLANK_PICTURE,
  FAULT_OTHER_AMOUNT,
  FAULT_OTHER_CURRENCY,
  FAULT_OTHER_REFERENCE,
  FAULT_OTHER_ID,
  FAULT_ODD_STATUS,
  FAULT_NO_STATUS,
} FaultShape;

/** FaultRow: one way in which a call goes wrong. */
typedef struct
{
  const char *name;
  guint       operations;   /* bits of FaultOperation */
  FaultDeed   deed;
  int         error;        /* ConnectError of the exchange, or -1: answered */
  guint       status;       /* 0: the good one */
  const char *code;         /* (nullable) of the error */
  FaultShape  shape;
  gboolean    says_paid;    /* beside what is wrong with it, it says CAPTURED */
  gboolean    no_date;
  guint       retry_after;
  gint64      delay;        /* ms */
} FaultRow;

const FaultRow *fault_table_get   (guint          fault);
/** fault_table_pick: any row that fits @operation, by @number. */
guint           fault_table_pick  (FaultOperation operation,
                                   guint          number);
/** fault_table_find: by name. */
guint           fault_table_find  (const char    *name);

/* The words of answers (fault-words.c); all (transfer full). */
char *fault_words_error    (const char       *code);
/** fault_words_payment: @row: (nullable) */
char *fault_words_payment  (const FaultEntry *entry,
                            const FaultRow   *row);
char *fault_words_created  (const FaultEntry *entry,
                            const FaultRow   *row);
char *fault_words_declined (const FaultEntry *entry);

G_END_DECLS
