/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The same preload's other half: a journal that is not as durable as it believes.  With POWER_SYNCHRONOUS set, that
 * word is what SQLite is told instead of EXTRA, while the program that asks hears that it is EXTRA.  A rig that
 * sees no loss then is broken.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

int
sqlite3_exec (sqlite3     *db,
              const char  *sql,
              int        (*callback) (void *, int, char **, char **),
              void        *data,
              char       **message)
{
  static __typeof__ (sqlite3_exec) *real;
  const char *instead = getenv ("POWER_SYNCHRONOUS");
  char told[64];

  if (real == NULL)
    *(void **) &real = dlsym (RTLD_NEXT, "sqlite3_exec");
  if (instead == NULL || strcmp (sql, "PRAGMA synchronous=EXTRA") != 0)
    return real (db, sql, callback, data, message);

  snprintf (told, sizeof told, "PRAGMA synchronous=%s", instead);
  return real (db, told, callback, data, message);
}

int
sqlite3_prepare_v2 (sqlite3       *db,
                    const char    *sql,
                    int            length,
                    sqlite3_stmt **statement,
                    const char   **tail)
{
  static __typeof__ (sqlite3_prepare_v2) *real;

  if (real == NULL)
    *(void **) &real = dlsym (RTLD_NEXT, "sqlite3_prepare_v2");
  if (getenv ("POWER_SYNCHRONOUS") != NULL && strcmp (sql, "PRAGMA synchronous") == 0)
    return real (db, "SELECT '3'", -1, statement, tail);

  return real (db, sql, length, statement, tail);
}
