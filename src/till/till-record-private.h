/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-record.h"

G_BEGIN_DECLS

typedef enum
{
  TILL_FIELD_TEXT,        /* char *, never NULL */
  TILL_FIELD_OPTIONAL,    /* char *, NULL when not known; "" in a fact takes it away */
  TILL_FIELD_NUMBER,      /* gint64 */
  TILL_FIELD_SMALL,       /* int */
  TILL_FIELD_DATE,        /* gint64, CONNECT_DATE_UNKNOWN when not known */
  TILL_FIELD_FLAG,        /* gboolean */
  TILL_FIELD_CURRENCY,    /* char[4] */
  TILL_FIELD_TYPE,        /* ConnectIntegrationType */
  TILL_FIELD_STATE,       /* TillPaymentState */
  TILL_FIELD_ATTENTION,   /* TillAttention */
  TILL_FIELD_REFUNDS,     /* GPtrArray of TillRefund */
  TILL_FIELD_CHECKOUT,    /* as OPTIONAL, and behind a space the word of the record's page, where it is not live */
} TillFieldKind;

typedef enum
{
  TILL_FIELD_FACT     = 1 << 0,   /* events change it by a fact of the same name */
  TILL_FIELD_INTENT   = 1 << 1,   /* fixed by the first event */
  TILL_FIELD_REQUIRED = 1 << 2,   /* the first event must have it */
  TILL_FIELD_MOVES    = 1 << 3,   /* changes with every event: no part of till_record_equal() */
} TillFieldFlags;

/** TillField: one member of TillRecord: its fact, and with "_" for "-" its column. */
typedef struct
{
  const char     *name;
  TillFieldKind   kind;
  gsize           offset;
  TillFieldFlags  flags;
} TillField;

/** till_record_get_fields: every member but row, in the order of the struct. */
const TillField *till_record_get_fields  (gsize            *n_fields);

/** till_record_new_empty: (transfer full): every text "", nothing known. */
TillRecord      *till_record_new_empty   (void);
TillRecord      *till_record_copy        (TillRecord       *self);

/** till_field_to_text: (return) (transfer full) (nullable): %NULL when not known. */
char            *till_field_to_text      (const TillField  *field,
                                          TillRecord       *record);
/** till_field_from_text: @text: (nullable): what till_field_to_text() gave; %FALSE: it cannot be read. */
gboolean         till_field_from_text    (const TillField  *field,
                                          TillRecord       *record,
                                          const char       *text);

G_END_DECLS
