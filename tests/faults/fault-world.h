/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fault-audit.h"
#include "fault-platform.h"
#include "till-register.h"
#include "till-test-clock.h"

G_BEGIN_DECLS

#define FAULT_N_PROCESSES 2
#define FAULT_MERCHANT    "1234"
#define FAULT_MERCHANT_2  "5678"

typedef struct _FaultWorld FaultWorld;
typedef struct _FaultProcess FaultProcess;

/** FaultDisk: what becomes of a write of one process. */
typedef enum
{
  FAULT_DISK_WELL,
  FAULT_DISK_FULL,          /* fails, nothing is written */
  FAULT_DISK_DOUBTFUL,      /* is written, and said to have failed */
} FaultDisk;

/** FaultKill: when a program dies whose call just went wrong. */
typedef enum
{
  FAULT_KILL_NONE,
  FAULT_KILL_BEFORE,        /* its next write is committed */
  FAULT_KILL_AFTER,         /* its next write is committed, before anybody hears of it */
} FaultKill;

/**
 * FaultProcess:
 *
 * One program on the journal: register, journal connection, locks and account of its own.  A dead one may go on
 * computing until it is buried, but nothing that it does leaves it: no request, no write, nothing to see.
 */
struct _FaultProcess
{
  FaultWorld    *world;
  guint          index;
  guint          life;            /* starts so far */
  TillJournal   *journal;         /* (nullable) (owned) NULL: does not run */
  TillRegister  *till;            /* (nullable) (owned) */
  ConnectClient *client;          /* (nullable) (owned) */
  GPtrArray     *payments;        /* (owned) (element-type TillPayment) what its screens hold */
  GHashTable    *demanded;        /* (owned) ids that somebody asked for by hand in this life */
  const char    *merchant;        /* of its account */
  gboolean       dead;
  FaultDisk      disk;
  guint          n_writes;        /* of the journal in this life */
  guint          die_at_write;    /* the n-th of this life; 0: none */
  gboolean       die_before;      /* before it is committed; else after, before anybody hears of it */
  gboolean       has_failed_writes;
};

/** FaultWorld: a shop with two programs, a platform and a time of its own; one thread, no chance. */
struct _FaultWorld
{
  char          *path;            /* (unowned) of journal.db */
  GBytes        *blank;           /* (unowned) a new journal */
  guint32        seed;
  TillTestClock *clock;           /* (owned) */
  FaultPlatform *platform;        /* (owned) */
  FaultAudit    *audit;           /* (owned) */
  FaultProcess   processes[FAULT_N_PROCESSES];
  gboolean       is_online;
  FaultKill      kill_at_fault;   /* who meets a fault of the platform dies so, once */
  char          *violation;       /* (nullable) (owned) the first rule that was broken */
  gboolean       is_loud;         /* tell what happens */
  GHashTable    *dealt_with;      /* (owned) ids whose words a person took away, or that a person closed */
  GHashTable    *again;           /* (owned) references charged again on purpose */
};

/** fault_figures: what happened in all worlds of this program so far. */
typedef struct
{
  guint64 n_steps;       /* hops of time, and what people and customers did */
  guint64 n_payments;
  guint64 n_requests;
  guint64 n_faults;      /* requests that went wrong by a row of the table */
  guint64 n_kills;
} FaultFigures;

extern FaultFigures fault_figures;

/** fault_worlds_begin: makes the place and the blank journal that every world of this program uses in turn. */
void        fault_worlds_begin     (void);
void        fault_worlds_end       (void);

FaultWorld *fault_world_new        (guint32       seed);
void        fault_world_free       (FaultWorld   *self);
/** fault_world_break: a rule was broken; the first one is kept. */
void        fault_world_break      (FaultWorld   *self,
                                    const char   *format,
                                    ...) G_GNUC_PRINTF (2, 3);
void        fault_world_tell       (FaultWorld   *self,
                                    const char   *format,
                                    ...) G_GNUC_PRINTF (2, 3);
/** fault_world_demand: somebody asks for @payment by hand, whichever program it reaches. */
void        fault_world_demand     (FaultWorld   *self,
                                    TillPayment  *payment);
/** fault_world_settle: until nothing moves without time; buries the dead and looks at every rule. */
void        fault_world_settle     (FaultWorld   *self);
/** fault_world_pass: exactly up to 20 s at a time; longer spans in hops of up to 30 s. */
void        fault_world_pass       (FaultWorld   *self,
                                    gint64        ms);
/** fault_world_sleep: the machine sleeps. */
void        fault_world_sleep      (FaultWorld   *self,
                                    gint64        ms);
/** fault_world_reboot: every program dies; another boot. */
void        fault_world_reboot     (FaultWorld   *self);

gboolean    fault_process_runs     (FaultProcess *self);
/** fault_process_start: with the account that it had. */
void        fault_process_start    (FaultProcess *self);
/** fault_process_set_merchant: another account, now or at its next start. */
void        fault_process_set_merchant (FaultProcess *self,
                                        const char   *merchant);
/** fault_process_die: from now on nothing leaves it. */
void        fault_process_die      (FaultProcess *self);
/** fault_process_bury: what the kernel does with a dead process: connections, locks and descriptors go. */
void        fault_process_bury     (FaultProcess *self);
/** fault_process_hold: a screen shows @payment from now on. */
void        fault_process_hold     (FaultProcess *self,
                                    TillPayment  *payment);

G_END_DECLS
