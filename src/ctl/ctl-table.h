/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CTL_TABLE_COLUMNS 5

/** CtlTable: lines for people whose columns stand under one another, also where the texts are Chinese. */
typedef struct _CtlTable CtlTable;

/** ctl_table_new: five headings. */
CtlTable *ctl_table_new         (const char  *first,
                                 ...);
void      ctl_table_free        (CtlTable    *self);
void      ctl_table_align_right (CtlTable    *self,
                                 guint        column);
/** ctl_table_add: five texts, copied. */
void      ctl_table_add         (CtlTable    *self,
                                 const char  *first,
                                 ...);
/** ctl_table_format: (return) (transfer full): headings and lines, each with its end. */
char     *ctl_table_format      (CtlTable    *self);
void      ctl_table_print       (CtlTable    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtlTable, ctl_table_free)

G_END_DECLS
