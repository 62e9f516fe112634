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

/**
 * ConnectTestServer:
 *
 * An HTTP/1.1 server on a free port of 127.0.0.1, in threads of its own, that misbehaves byte by byte as told.
 * The main context is woken whenever something has happened.
 */
typedef struct _ConnectTestServer ConnectTestServer;

/** connect_test_server_new: @certificate: (nullable): speak TLS; "h2" is offered too, and preferred. */
ConnectTestServer        *connect_test_server_new            (GTlsCertificate         *certificate);
void                      connect_test_server_free           (ConnectTestServer       *self);
const char               *connect_test_server_get_endpoint   (ConnectTestServer       *self);

/**
 * connect_test_server_script:
 *
 * The n-th request from now on gets the n-th answer, all further ones get the last.  What was seen is forgotten.
 * The texts must stay until they are sent.
 */
void                      connect_test_server_script         (ConnectTestServer       *self,
                                                              const ConnectTestAnswer *answers,
                                                              guint                    n_answers);

guint                     connect_test_server_n_requests     (ConnectTestServer       *self);
guint                     connect_test_server_n_connections  (ConnectTestServer       *self);
/** connect_test_server_get_request: valid until the next script. */
const ConnectTestRequest *connect_test_server_get_request    (ConnectTestServer       *self,
                                                              guint                    index);
/** connect_test_server_dup_protocol: (return) (nullable) (transfer full): what TLS negotiated last. */
char                     *connect_test_server_dup_protocol   (ConnectTestServer       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConnectTestServer, connect_test_server_free)

G_END_DECLS
