/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

/* What a disk holds of a folder: the bytes of a file as they were when it was last synced, and a name as it was
 * when the folder that it stands in was last synced.  Paths are relative to the folder.  Callers take turns. */

/** power_disk_start: what is there now counts as synced. */
void power_disk_start     (const char *root);

/** power_disk_created: a file or a folder that was not there before. */
void power_disk_created   (const char *path,
                           int         is_folder);
void power_disk_removed   (const char *path);
void power_disk_renamed   (const char *from,
                           const char *to);
/** power_disk_synced: @fd: of the file or folder; what can be is read through it, as closing another would drop locks. */
void power_disk_synced    (const char *path,
                           int         fd);

/**
 * power_disk_write_out:
 * @seed: 0: what was not synced is gone; else each sector that was written since, and each name that was made or
 *   taken away since, is there or not as it happens, and a sector may be garbage
 *
 * Writes what the disk holds into the empty folder @to.
 */
void power_disk_write_out (const char *to,
                           uint64_t    seed);
