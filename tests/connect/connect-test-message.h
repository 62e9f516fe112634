/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** CONNECT_TEST_NOW: what time it is in these tests: Mon, 23 Nov 2026 08:00:00 GMT. */
#define CONNECT_TEST_NOW G_GINT64_CONSTANT (1795420800)

typedef enum
{
  CONNECT_TEST_KEEP,    /* keep the connection, serve the next request on it */
  CONNECT_TEST_CLOSE,   /* close it */
  CONNECT_TEST_RESET,   /* close it with a TCP reset */
  CONNECT_TEST_HANG,    /* say nothing more until the client goes */
} ConnectTestEnd;

/**
 * ConnectTestAnswer:
 *
 * One answer, with all that can be wrong with it.  All zero but the status: an empty answer that keeps the
 * connection.
 */
typedef struct
{
  guint           status;         /* 0: not one byte of an answer */
  const char     *content_type;   /* (nullable) none sent */
  const char     *headers;        /* (nullable) further header lines, each with CR LF */
  const char     *body;           /* (nullable) */
  gsize           body_length;    /* when not that of the text */
  gsize           filler;         /* that many spaces after the body */
  gboolean        chunked;
  gboolean        no_length;      /* neither a length nor chunks: the end of the connection ends the body */
  gint64          date_skew;      /* seconds that this server's clock is fast */
  const char     *date;           /* (nullable) a Date header as it is; "": none */
  gsize           cut_after;      /* 0: whole; else so many bytes of the answer go out */
  guint           drip_us;        /* a pause after each byte */
  guint           n_awaited;      /* goes out when so many requests have come since the script began */
  ConnectTestEnd  end;
} ConnectTestAnswer;

/** ConnectTestRequest: a request as it came. */
typedef struct
{
  char       *method;
  char       *target;
  GPtrArray  *names;
  GPtrArray  *values;
  char       *body;
  gsize       body_length;
} ConnectTestRequest;

/** connect_test_request_get: (return) (nullable): the value of header @name; a repeated one fails the test. */
const char *connect_test_request_get (const ConnectTestRequest *self,
                                      const char               *name);

/** connect_test_request_parse: of the head alone; a head that is no HTTP/1.1 fails the test. */
ConnectTestRequest *connect_test_request_parse (const char               *head);
void                connect_test_request_free  (gpointer                  data);

/** connect_test_answer_write: (return) (transfer full): the bytes of @answer, but for its filler. */
GString            *connect_test_answer_write  (const ConnectTestAnswer  *answer);

G_END_DECLS
