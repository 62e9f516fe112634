/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-error.h"
#include "till-journal-private.h"

#define SUFFIX_LENGTH  7
#define SUFFIX_LETTERS "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

static gboolean
is_reference_known (TillStore   *self,
                    const char  *reference,
                    gboolean    *known,
                    GError     **error)
{
  g_autoptr(TillStatement) statement = NULL;

  statement = till_store_prepare (self, "SELECT 1 FROM payments INDEXED BY payments_reference"
                                  " WHERE reference = ? LIMIT 1", error);
  if (statement == NULL)
    return FALSE;
  till_bind_text (self, statement, 1, reference);

  return till_store_step (self, statement, known, error);
}

/* The counter goes on where this till id stopped; a reference that a person gave before is left out. */
char *
till_store_next_reference (TillStore  *self,
                           gint64     *counter,
                           GError    **error)
{
  g_autofree char *reference = NULL;
  gboolean known = TRUE;

  {
    g_autoptr(TillStatement) statement = NULL;

    statement = till_store_prepare (self, "SELECT max(counter) FROM payments INDEXED BY payments_counter"
                                    " WHERE till = ? AND counter > 0", error);
    if (statement == NULL)
      return NULL;
    till_bind_text (self, statement, 1, self->till);
    if (!till_store_step (self, statement, NULL, error))
      return NULL;
    *counter = sqlite3_column_int64 (statement, 0);
  }

  while (known)
    {
      g_free (reference);
      reference = g_strdup_printf ("%s-%06" G_GINT64_FORMAT, self->till, ++*counter);
      if (!is_reference_known (self, reference, &known, error))
        return NULL;
    }

  return g_steal_pointer (&reference);
}

static GBytes *
make_body (const TillOrderFields  *fields,
           const char             *merchant_reference,
           GError                **error)
{
  const ConnectPaymentRequest request = {
    .type = fields->type,
    .amount = fields->money.amount,
    .currency = fields->money.currency,
    .country = fields->country,
    .merchant_reference = merchant_reference,
    .descriptor = fields->descriptor,
    .locale = fields->locale,
    .customer_ip = fields->customer_ip,
    .open_id = fields->open_id,
    .return_url = fields->return_url,
  };
  g_autoptr(GError) why = NULL;
  GBytes *body = connect_payment_request_to_body (&request, &why);

  if (body == NULL)
    g_set_error_literal (error, TILL_ERROR, TILL_ERROR_INVALID_ORDER, why->message);

  return body;
}

char *
till_make_suffix (TillStore *self)
{
  return till_random_text (self->random, SUFFIX_LETTERS, SUFFIX_LENGTH);
}

/* The reference, made or given, and what follows from it. */
static GBytes *
set_references (TillStore              *self,
                const TillOrderFields  *fields,
                TillEvent              *event,
                GError                **error)
{
  g_autofree char *made = NULL;
  g_autofree char *suffix = till_make_suffix (self);
  g_autofree char *wire = NULL;
  const char *reference = fields->reference;

  if (reference == NULL)
    {
      gint64 counter;

      reference = made = till_store_next_reference (self, &counter, error);
      if (made == NULL || !till_order_check_reference (made, error))
        return NULL;
      till_event_set_int (event, TILL_FACT_COUNTER, counter);
    }

  wire = till_reference_to_wire (reference, suffix);
  till_event_set (event, TILL_FACT_REFERENCE, reference);
  till_event_set (event, TILL_FACT_REFERENCE_GIVEN, made == NULL ? "1" : "0");
  till_event_set (event, TILL_FACT_MERCHANT_REFERENCE, wire);

  return make_body (fields, wire, error);
}

static char *
get_order (TillStore   *self,
           TillIntent  *intent,
           TillEarlier  *earlier,
           GError     **error)
{
  g_autoptr(TillRecord) same = NULL;

  if (intent->same_order != NULL)
    {
      same = till_store_need_record (self, intent->same_order, error);
      return same != NULL ? g_strdup (same->order) : NULL;
    }

  return earlier->order != NULL ? g_strdup (earlier->order) : till_random_uuid (self->random);
}

static TillEvent *
make_event (TillStore  *self,
            TillJob    *job,
            TillEarlier *earlier,
            GBytes    **body,
            GError    **error)
{
  TillIntent *intent = &job->intent;
  const TillOrderFields *fields = till_order_get_fields (intent->order);
  g_autofree char *id = till_random_uuid (self->random);
  g_autofree char *key = till_random_uuid (self->random);
  g_autofree char *request_id = intent->request_id == NULL ? till_random_uuid (self->random) : NULL;
  g_autofree char *order = get_order (self, intent, earlier, error);
  g_autofree char *hash = NULL;
  g_autoptr(TillEvent) event = till_event_new (TILL_EVENT_REQUESTED, id);

  if (order == NULL)
    return NULL;
  *body = set_references (self, fields, event, error);
  if (*body == NULL)
    return NULL;

  hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, *body);
  till_event_set (event, TILL_FACT_STATE, till_payment_state_to_string (TILL_PAYMENT_REQUESTED));
  till_event_set (event, TILL_FACT_ORDER, order);
  till_event_set (event, TILL_FACT_REQUEST_ID, request_id != NULL ? request_id : intent->request_id);
  till_event_set (event, TILL_FACT_TYPE, connect_integration_type_to_string (fields->type));
  till_event_set_int (event, TILL_FACT_AMOUNT, fields->money.amount);
  till_event_set (event, TILL_FACT_CURRENCY, fields->money.currency);
  till_event_set (event, TILL_FACT_DESCRIPTION, fields->description);
  till_event_set (event, TILL_FACT_KEY, key);
  till_event_set (event, TILL_FACT_BODY_HASH, hash);
  till_event_set (event, TILL_FACT_ENDPOINT, intent->endpoint);
  till_event_set (event, TILL_FACT_MERCHANT, intent->merchant);
  till_event_set (event, TILL_FACT_KEY_ID, intent->key_id);
  till_event_set (event, TILL_FACT_TILL, self->till);
  till_event_set_int (event, TILL_FACT_WAITED_FOR, intent->waited_for ? 1 : 0);
  till_event_set_int (event, TILL_FACT_MAYBE_SENT, 1);
  till_stamp_event (&job->stamp, event);

  return g_steal_pointer (&event);
}

static gboolean
insert_outbound (TillStore  *self,
                 gint64      row,
                 GBytes     *body,
                 GError    **error)
{
  g_autoptr(TillStatement) statement = NULL;

  statement = till_store_prepare (self, "INSERT INTO outbound (payment, refund, body) VALUES (?, '', ?)", error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, row);
  sqlite3_bind_blob (statement, 2, g_bytes_get_data (body, NULL), g_bytes_get_size (body), SQLITE_STATIC);

  return till_store_step (self, statement, NULL, error);
}

/* The lock comes before the commit: from the first moment at which others can see the payment it is followed. */
static gboolean
take_new_lock (TillStore  *self,
               gint64      row,
               GError    **error)
{
  gboolean taken;

  if (!till_locks_take (self->locks, row, &taken, error))
    return FALSE;
  if (!taken)
    g_set_error_literal (error, TILL_ERROR, TILL_ERROR_JOURNAL, "a new payment is locked already");

  return taken;
}

/* @row: (out): locked by us when it is not 0, also when this fails. */
static TillRecord *
add_payment (TillStore  *self,
             TillJob    *job,
             TillEarlier *earlier,
             gint64     *row,
             GError    **error)
{
  g_autoptr(GBytes) body = NULL;
  g_autoptr(TillEvent) event = make_event (self, job, earlier, &body, error);
  g_autoptr(TillRecord) record = NULL;
  gint64 last;

  if (event == NULL
      || !till_store_get_number (self, "SELECT max(row) FROM payments", &last, error)
      || !take_new_lock (self, last + 1, error))
    return NULL;
  *row = last + 1;

  if (!till_store_add_event (self, event, error))
    return NULL;
  record = till_record_apply (NULL, event, error);
  if (record == NULL)
    return NULL;
  record->row = *row;

  if (!till_store_insert_record (self, record, error)
      || !insert_outbound (self, *row, body, error)
      || !till_store_empty_outbound (self, job->stamp.wall_time, error))
    return NULL;

  return g_steal_pointer (&record);
}

static TillRecord *
request (TillStore  *self,
         TillJob    *job,
         gint64     *row,
         GError    **error)
{
  g_auto(TillEarlier) earlier = { NULL, NULL };

  if (!till_store_find_in_the_way (self, job, &earlier, error))
    return NULL;
  if (earlier.record != NULL)
    return g_steal_pointer (&earlier.record);

  return add_payment (self, job, &earlier, row, error);
}

TillWorkStatus
till_store_request_job (gpointer   store,
                        gpointer   data,
                        GError   **error)
{
  TillStore *self = store;
  TillJob *job = data;
  g_autoptr(TillRecord) record = NULL;
  gint64 row = 0;
  gboolean stored;

  if (!till_store_look (self, error) || !till_store_begin (self, error))
    return TILL_WORK_FAILED;

  record = request (self, job, &row, error);
  stored = record != NULL && till_store_commit (self, error);
  if (!stored)
    {
      till_store_roll_back (self);
      if (row != 0)
        till_locks_drop (self->locks, row);
      return TILL_WORK_FAILED;
    }

  if (job->outcome == TILL_INTENT_NEW)
    till_store_wrote (self, record->first_seq, record->last_seq);
  job->record = g_steal_pointer (&record);

  return TILL_WORK_DONE;
}
