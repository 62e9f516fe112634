/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "till-register.h"

G_BEGIN_DECLS

#define TILL_TYPE_STORAGE_BANNER (till_storage_banner_get_type ())

/**
 * TillStorageBanner:
 *
 * Says across the window what keeps the till from writing its journal, what that means for the money, and what to
 * do about it.  Nothing of it is there while nothing is in the way.
 *
 * Properties: "register" (TillRegister, nullable), "trouble" (int: its "storage-trouble", or -1; readable).
 */
G_DECLARE_FINAL_TYPE (TillStorageBanner, till_storage_banner, TILL, STORAGE_BANNER, GtkWidget)

G_END_DECLS
