/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-report.h"

G_BEGIN_DECLS

/** ctl_report_print: a day for people: takings, what was asked for by state, refunds, and what is not settled. %FALSE when nobody reads any more. */
gboolean ctl_report_print (TillReport *report);

G_END_DECLS
