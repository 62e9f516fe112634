/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TILL_TEST_FAULT_STATEMENT,   /* an SQL statement ends in the middle */
  TILL_TEST_FAULT_IO,          /* a call of the file system ends with an I/O error: also sync, delete, lock */
  TILL_TEST_FAULT_FULL,        /* a write finds no room */
  TILL_TEST_FAULT_SYNC,        /* a sync fails */
  TILL_TEST_FAULT_KILL,        /* SIGKILL instead of an SQL statement */
  TILL_TEST_FAULT_ALLOCATION,  /* SQLite gets no memory */
} TillTestFault;

/** till_test_faults_install: before anything else of SQLite: it goes through a file system that can fail, and that syncs nothing. */
void     till_test_faults_install   (void);
/** till_test_faults_arm: the @n-th from now, counted from 1; and all behind it when @forever. */
void     till_test_faults_arm       (TillTestFault   fault,
                                     int             n,
                                     gboolean        forever);
/** till_test_faults_disarm: %TRUE when something had failed. */
gboolean till_test_faults_disarm    (void);
/** till_test_faults_get_syncs: how many were asked for. */
guint    till_test_faults_get_syncs (void);
/** till_test_faults_take_sql: (return) (transfer full) (element-type utf8): every statement run since the last call, once. */
GPtrArray *till_test_faults_take_sql (void);

G_END_DECLS
