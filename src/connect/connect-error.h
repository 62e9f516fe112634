/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CONNECT_ERROR:
 *
 * Why a call to the platform gave no result, named for what the caller can do about it.  The message is
 * English and meant for the log; what a person reads is chosen from the code elsewhere.
 *
 * A call that was cancelled ends with %G_IO_ERROR_CANCELLED.  Whether it left may still be unknown:
 * see may_have_left in ConnectCall.
 */
#define CONNECT_ERROR (connect_error_quark ())

typedef enum
{
  CONNECT_ERROR_INVALID,      /* refused before anything was sent: a value breaks a rule of the API; the message names it */
  CONNECT_ERROR_OFFLINE,      /* no name, route or connection: no byte of this call left */
  CONNECT_ERROR_NOT_TRUSTED,  /* TLS: the certificate is not the platform's; no byte of this call left */
  CONNECT_ERROR_NO_ANSWER,    /* sent, and no whole answer came: it may have been done. Ask again with the same key */
  CONNECT_ERROR_BAD_ANSWER,   /* an answer that cannot be read or is no Connect JSON (HTML, broken, too large): as NO_ANSWER */
  CONNECT_ERROR_BUSY,         /* 409 with code 1409: the first try is still running. Ask again with the same key */
  CONNECT_ERROR_TRY_LATER,    /* 408, 429, 5xx: it may have been done. Ask again with the same key, after retry_after */
  CONNECT_ERROR_KEY_REFUSED,  /* 401 or 403, our clock agrees with the platform's */
  CONNECT_ERROR_CLOCK_WRONG,  /* 401 or 403, our clock is 60 s or more off, and signing by the platform's time did not help */
  CONNECT_ERROR_NOT_FOUND,    /* 404 or 410 in Connect JSON */
  CONNECT_ERROR_REFUSED,      /* any other 4xx in Connect JSON: the platform understood and said no */
} ConnectError;

GQuark connect_error_quark (void);

G_END_DECLS
