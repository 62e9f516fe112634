/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "connect-error.h"
#include "fault-table.h"

#define ANY     ((1u << FAULT_N_OPERATIONS) - 1)
#define CREATE  (1u << FAULT_CREATE)
#define STATUS  (1u << FAULT_THIRD_PARTY)
#define PAYMENT (1u << FAULT_PAYMENT)
#define FIND    (1u << FAULT_FIND)
#define CANCEL  (1u << FAULT_CANCEL)
#define PAGE    (1u << FAULT_CREATE_CHECKOUT)
#define LOOK    (1u << FAULT_CHECKOUT)
#define SAYS    (CREATE | PAYMENT | FIND | CANCEL | LOOK)

/* Every way in which a call goes wrong; the first is none. */
static const FaultRow rows[] = {
  { "well", ANY, FAULT_DONE, -1 },
  { "not sent", ANY, FAULT_NOT_DONE, CONNECT_ERROR_OFFLINE },
  { "no connection for 5 s", ANY, FAULT_NOT_DONE, CONNECT_ERROR_OFFLINE, .delay = 5000 },
  { "not trusted", ANY, FAULT_NOT_DONE, CONNECT_ERROR_NOT_TRUSTED },
  { "sent and not done", ANY, FAULT_NOT_DONE, CONNECT_ERROR_NO_ANSWER },
  { "sent, not done, hangs", ANY, FAULT_NOT_DONE, CONNECT_ERROR_NO_ANSWER, .delay = 60000 },
  { "done and not answered", ANY, FAULT_DONE, CONNECT_ERROR_NO_ANSWER },
  { "done, hangs", ANY, FAULT_DONE, CONNECT_ERROR_NO_ANSWER, .delay = 60000 },
  { "done late", CREATE, FAULT_DONE_LATE, CONNECT_ERROR_NO_ANSWER },
  { "half answered", ANY, FAULT_DONE, CONNECT_ERROR_NO_ANSWER, .delay = 700 },
  { "too large", ANY, FAULT_DONE, CONNECT_ERROR_BAD_ANSWER, 200 },
  { "garbled", ANY, FAULT_DONE, -1, .shape = FAULT_BROKEN },
  { "empty", ANY, FAULT_DONE, -1, .shape = FAULT_EMPTY },
  { "HTML", ANY, FAULT_DONE, -1, .shape = FAULT_HTML },
  { "without id", SAYS | PAGE, FAULT_DONE, -1, .shape = FAULT_NO_ID },
  { "slow", ANY, FAULT_DONE, -1, .delay = 4000 },
  { "very slow", CREATE, FAULT_DONE, -1, .delay = 20000 },
  { "without Date", ANY, FAULT_DONE, -1, .no_date = TRUE },
  { "without action", CREATE, FAULT_DONE, -1, .shape = FAULT_NO_ACTION },
  { "bad picture", CREATE, FAULT_DONE, -1, .shape = FAULT_BAD_PICTURE },
  { "blank picture", CREATE, FAULT_DONE, -1, .shape = FAULT_BLANK_PICTURE },
  { "other amount", SAYS, FAULT_DONE, -1, .shape = FAULT_OTHER_AMOUNT },
  { "other currency", SAYS, FAULT_DONE, -1, .shape = FAULT_OTHER_CURRENCY },
  { "other reference", SAYS | PAGE, FAULT_DONE, -1, .shape = FAULT_OTHER_REFERENCE },
  { "other id", SAYS & ~FIND & ~LOOK, FAULT_DONE, -1, .shape = FAULT_OTHER_ID },
  { "other amount, paid", SAYS, FAULT_DONE, -1, .shape = FAULT_OTHER_AMOUNT, .says_paid = TRUE },
  { "other currency, paid", SAYS, FAULT_DONE, -1, .shape = FAULT_OTHER_CURRENCY, .says_paid = TRUE },
  { "other reference, paid", SAYS, FAULT_DONE, -1, .shape = FAULT_OTHER_REFERENCE, .says_paid = TRUE },
  { "other id, paid", PAYMENT | CANCEL, FAULT_DONE, -1, .shape = FAULT_OTHER_ID, .says_paid = TRUE },
  { "odd status", SAYS | STATUS, FAULT_DONE, -1, .shape = FAULT_ODD_STATUS },
  { "no status", SAYS | STATUS, FAULT_DONE, -1, .shape = FAULT_NO_STATUS },
  { "declined", CREATE, FAULT_DECLINED, -1, 402 },
  { "302", ANY, FAULT_NOT_DONE, -1, 302, .shape = FAULT_HTML },
  { "400", ANY, FAULT_REFUSED, -1, 400, "21000020", FAULT_ERROR },
  { "401", ANY, FAULT_NOT_DONE, -1, 401, "9002", FAULT_ERROR },
  { "402", ANY, FAULT_REFUSED, -1, 402, "430330", FAULT_ERROR },
  { "403", ANY, FAULT_NOT_DONE, -1, 403, "9007", FAULT_ERROR },
  { "404", ANY, FAULT_REFUSED, -1, 404, "300240", FAULT_ERROR },
  { "405", ANY, FAULT_REFUSED, -1, 405, "1", FAULT_ERROR },
  { "408", ANY, FAULT_DONE, -1, 408, "1", FAULT_ERROR },
  { "409", ANY, FAULT_REFUSED, -1, 409, "300360", FAULT_ERROR },
  { "busy, done", ANY, FAULT_DONE, -1, 409, "1409", FAULT_ERROR },
  { "busy, not done", ANY, FAULT_NOT_DONE, -1, 409, "1409", FAULT_ERROR },
  { "410", ANY, FAULT_REFUSED, -1, 410, "1", FAULT_ERROR },
  { "429", ANY, FAULT_NOT_DONE, -1, 429, "1", FAULT_ERROR, .retry_after = 7 },
  { "500, done", ANY, FAULT_DONE, -1, 500, "9999", FAULT_ERROR },
  { "500, not done", ANY, FAULT_NOT_DONE, -1, 500, "9999", FAULT_ERROR },
  { "500, done late", CREATE, FAULT_DONE_LATE, -1, 500, "9999", FAULT_ERROR },
  { "502 from a proxy", ANY, FAULT_DONE, -1, 502, NULL, FAULT_HTML, .no_date = TRUE },
  { "403 from a proxy", ANY, FAULT_DONE, -1, 403, NULL, FAULT_HTML },
  { "404 from a proxy", ANY, FAULT_DONE, -1, 404, NULL, FAULT_HTML },
  { "503, wait", ANY, FAULT_NOT_DONE, -1, 503, "9999", FAULT_ERROR, .retry_after = 30 },
  { "504, done", ANY, FAULT_DONE, -1, 504, NULL, FAULT_HTML },
};

const FaultRow *
fault_table_get (guint fault)
{
  g_assert_cmpuint (fault, <, G_N_ELEMENTS (rows));

  return &rows[fault];
}

guint
fault_table_pick (FaultOperation operation,
                  guint          number)
{
  guint fault = 1 + number % (G_N_ELEMENTS (rows) - 1);

  while (fault == 0 || !(rows[fault].operations & (1u << operation)))
    fault = (fault + 1) % G_N_ELEMENTS (rows);

  return fault;
}

guint
fault_table_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].name, name))
      return i;

  g_error ("no fault \"%s\"", name);
}
