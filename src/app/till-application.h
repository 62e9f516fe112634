/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TILL_TYPE_APPLICATION (till_application_get_type ())

/**
 * TillApplication:
 *
 * The program: its options, what it opens (settings, sandbox in training, register) and how it ends.  In
 * training it has an application id of its own, so that play money never meets money in one process.
 */
G_DECLARE_FINAL_TYPE (TillApplication, till_application, TILL, APPLICATION, AdwApplication)

TillApplication *till_application_new         (void);
gboolean         till_application_is_training (TillApplication *self);

G_END_DECLS
