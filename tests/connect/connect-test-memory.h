/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** connect_test_forget_peak: from now on the peak counts anew. */
void   connect_test_forget_peak (void);
/** connect_test_get_peak: KiB that this process has had at once, at the most. */
gint64 connect_test_get_peak    (void);

G_END_DECLS
