/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * SandboxLogEntry:
 *
 * One request to this sandbox: what /_control/requests shows, so that a test can prove what a client did.
 */
typedef struct
{
  guint64  number;               /* from 1 */
  char    *method;               /* (owned) */
  char    *target;               /* (owned) */
  char    *call;                 /* (nullable) (owned) the word of the operation */
  char    *payment_id;           /* (nullable) (owned) */
  char    *merchant_reference;   /* (nullable) (owned) */
  char    *idempotence_key;      /* (nullable) (owned) */
  char    *faults;               /* (nullable) (owned) */
  guint    status;               /* 0: none was sent (yet) */
  gint64   started;              /* µs since 1970 by the real clock */
  gint64   ended;                /* 0: not yet */
} SandboxLogEntry;

/**
 * SandboxLog:
 *
 * The last 10 000 requests.
 */
typedef struct _SandboxLog SandboxLog;

SandboxLog      *sandbox_log_new         (void);
void             sandbox_log_free        (SandboxLog      *self);
/** sandbox_log_add: (return) (transfer full): an entry that has started now */
SandboxLogEntry *sandbox_log_add         (SandboxLog      *self,
                                          const char      *method,
                                          const char      *target);
void             sandbox_log_clear       (SandboxLog      *self);
/** sandbox_log_to_json: (return) (transfer full) */
JsonArray       *sandbox_log_to_json     (SandboxLog      *self);

void             sandbox_log_entry_end   (SandboxLogEntry *entry);
void             sandbox_log_entry_unref (SandboxLogEntry *entry);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxLog, sandbox_log_free)

G_END_DECLS
