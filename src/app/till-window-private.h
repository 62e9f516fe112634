/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till-phone-window.h"
#include "till-size-class.h"
#include "till-storage-banner.h"
#include "till-window.h"

G_BEGIN_DECLS

/* The window is made in six files by subject: what it is, its size, how it goes, its pages and their actions,
 * the payment on it, and receipts. */
struct _TillWindow
{
  AdwApplicationWindow  parent_instance;

  GtkWidget            *stripes;
  TillStorageBanner    *banner;
  GtkStack             *pages;

  gboolean              training;
  TillSizeClass         size_class;
  guint                 size_id;       /* source: the size class has to follow the size */
  char                 *shop_title;    /* (owned) */
  char                 *till_title;    /* (owned) */

  TillRegister         *reg;           /* (nullable) (owned) */
  TillSettings         *settings;      /* (nullable) (owned) */
  Sandbox              *sandbox;       /* (nullable) (owned) in training: the platform */
  TillPhoneWindow      *phone;         /* (nullable) in training: the customer's; a weak pointer */

  TillPayment          *payment;       /* (nullable) (owned) the one on the screen: waited for, or its result */
  guint                 foresee_id;    /* source: pages that will be needed are made while nothing happens */

  GtkWidget            *before_story;  /* (nullable) the page that a payment's story was asked for on; a weak pointer */
  GHashTable           *receipts;      /* (owned) (element-type utf8) ids of what was printed here: the next is a copy */

  gboolean              retrying;      /* another try is being charged */
  gboolean              leaving;       /* the window goes as soon as its wait is written down as left */
  guint                 leave_id;      /* source: or after this time */
  GtkWidget            *question;      /* (nullable) whether to leave; a weak pointer */
};

/* till-window-size.c */
void       till_window_follow_size             (TillWindow     *self,
                                                int             width,
                                                int             height);
/** till_window_queue_follow_size: soon: a size cannot be asked for while one is given. */
void       till_window_queue_follow_size       (TillWindow     *self);
void       till_window_restore_size            (TillWindow     *self);
void       till_window_save_size               (TillWindow     *self);

/* till-window-leave.c */
/** till_window_ask_to_leave: (return) whether there is a question, which leaves when it is answered so. */
gboolean   till_window_ask_to_leave            (TillWindow     *self);

/* till-window-pages.c */
void       till_window_install_page_actions    (GtkWidgetClass *widget_class);
/** till_window_get_page: made when it is first asked for, and named as its type. */
GtkWidget *till_window_get_page                (TillWindow     *self,
                                                GType           type);
/** till_window_switch_to: the page comes, and the focus goes to it, not to its first button. */
void       till_window_switch_to               (TillWindow     *self,
                                                GtkWidget      *page,
                                                gboolean        at_once);
GtkWidget *till_window_show_page               (TillWindow     *self,
                                                GType           type);
void       till_window_show_sale               (TillWindow     *self);
/** till_window_foresee_pages: makes those that a payment needs when nothing else is to be done, so that no charge waits for them. */
void       till_window_foresee_pages           (TillWindow     *self);
void       till_window_show_trouble            (TillWindow     *self,
                                                const GError   *error);

/* till-window-payment.c */
void       till_window_install_payment_actions (GtkWidgetClass *widget_class);
void       till_window_show_payment            (TillWindow     *self,
                                                TillPayment    *payment);
/** till_window_drop_payment: the screen is for something else now; whatever it was is followed on. */
void       till_window_drop_payment            (TillWindow     *self);
/**
 * till_window_take_found: @reg, @result: of till_register_find_async().
 *
 * Returns: (transfer full) (nullable): the payment, for what is to be shown of it; %NULL also when somebody waits on
 *   this window meanwhile: nothing stands before a code that a customer is to scan
 */
TillPayment *
           till_window_take_found              (TillWindow     *self,
                                                GObject        *reg,
                                                GAsyncResult   *result);
/** till_window_is_waiting: somebody waits on this window. */
gboolean   till_window_is_waiting              (TillWindow     *self);

/* till-window-receipt.c: win.print-receipt (the payment's id) and win.print-refund-receipt (that, and our id of the refund) */
void       till_window_install_receipt_actions (GtkWidgetClass *widget_class);

G_END_DECLS
