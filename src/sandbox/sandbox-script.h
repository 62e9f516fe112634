/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox-faults.h"

G_BEGIN_DECLS

/**
 * sandbox_script_read:
 * @faults: gets those of the script
 * @error: the file cannot be read, or %G_IO_ERROR_INVALID_ARGUMENT: file, line and reason
 *
 * Returns: (transfer full): the script as an object; beside its faults it may set the clock
 */
JsonObject *sandbox_script_read (const char     *file,
                                 SandboxFaults  *faults,
                                 GError        **error);

G_END_DECLS
