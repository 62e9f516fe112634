/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "till-amount-entry.h"
#include "till-entry-box.h"
#include "till-keypad.h"
#include "till-recent-list.h"
#include "till-sale-page.h"
#include "till-sale-view.h"
#include "till-scanner.h"
#include "till-size-class.h"

G_BEGIN_DECLS

/* The page is made in five files by subject: what it shows, where, its keys, what Charge does, and the day. */
struct _TillSalePage
{
  GtkWidget        parent_instance;

  GtkWidget       *sale_pane;
  GtkWidget       *side_pane;
  GtkWidget       *sale_buttons;
  AdwWindowTitle  *title;
  GtkWidget       *side_back;
  GtkWidget       *show_list;
  GtkWidget       *chip;
  GtkLabel        *chip_text;
  GtkWidget       *clamp;
  TillAmountEntry *amount;
  GtkEntry        *reference;
  GtkEntry        *description;
  GtkLabel        *problem;
  TillKeypad      *keypad;
  TillRecentList  *recent;

  TillRegister    *reg;            /* (nullable) (owned) */
  TillSettings    *settings;       /* (nullable) (owned) */
  TillSizeClass    size_class;
  gboolean         list_shown;     /* compact: the list is up in place of the sale */

  /* the sale */
  char            *request_id;     /* (owned) the same for every press of this sale's button */
  gboolean         pressed;
  gboolean         can_charge;
  gboolean         charging;
  gboolean         confirmed;      /* the question above "confirm-above" was answered */
  gboolean         no_card;        /* the question about what looks like a card number was answered */
  gboolean         again;          /* the question about an open or paid one was answered */
  gboolean        *question;       /* (nullable) the one of these three that is asked about */
  GCancellable    *looking;        /* (nullable) (owned) the platform is asked about an earlier payment of this order */
  int              refusal;        /* TillError, or -1 */
  guint            slow_id;        /* source: charging takes so long that it is said */
  gboolean         slow;

  /* keys */
  GtkEventController *key_controller;   /* (nullable) of the window */
  TillScanner      scanner;
  TillAmount      *amount_before;        /* (nullable) (owned) when a burst began */
  char            *reference_before;     /* (nullable) (owned) */
  char            *description_before;   /* (nullable) (owned) */

  /* the day */
  GListModel      *unresolved;     /* (nullable) (owned) (element-type TillPayment) */
  GListModel      *attention;      /* (nullable) (owned) (element-type TillPayment) */
  TillPayment     *notice_first;   /* (nullable) (owned) somebody asked for its notice */
  gboolean         asking_day;
  gboolean         ask_day_again;
  guint            midnight_id;
  guint            asking_id;      /* source: whether the open payments of the last run were answered for */
};

/* till-sale-page.c */
void till_sale_page_update       (TillSalePage  *self);

/* till-sale-layout.c */
void till_sale_layout_init           (TillSalePage  *self);
void till_sale_layout_set_size_class (TillSalePage  *self,
                                      TillSizeClass  size_class);
void till_sale_layout_show_sale      (TillSalePage  *self);
void till_sale_layout_show_list      (TillSalePage  *self);
void till_sale_layout_toggle_list    (GtkWidget     *widget,
                                      const char    *action_name,
                                      GVariant      *parameter);

/* till-sale-keys.c */
void till_sale_keys_init         (TillSalePage  *self);
void till_sale_keys_root         (TillSalePage  *self);
void till_sale_keys_unroot       (TillSalePage  *self);
void till_sale_keys_clear        (TillSalePage  *self);

/* till-sale-charge.c */
void till_sale_charge_class_init (TillSalePageClass *klass);
void till_sale_charge_reset      (TillSalePage  *self);
void till_sale_charge_press      (TillSalePage  *self);
/** till_sale_charge_stop_looking: (return) whether the platform was being asked, and Charge can be pressed again. */
gboolean till_sale_charge_stop_looking (TillSalePage *self);

/* till-sale-day.c */
void till_sale_day_init          (TillSalePage  *self);
void till_sale_day_set_register  (TillSalePage  *self);
void till_sale_day_clear         (TillSalePage  *self);
void till_sale_day_show_notice   (TillSalePage  *self,
                                  TillPayment   *payment);

G_END_DECLS
