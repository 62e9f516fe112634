/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sandbox.h"
#include "till-alarm.h"
#include "till-application.h"
#include "till-wake.h"
#include "till-window.h"

G_BEGIN_DECLS

/* The application is made in two files by subject: the program, and what it opens. */
struct _TillApplication
{
  AdwApplication  parent_instance;

  gboolean        training;
  gboolean        set_aside;  /* a person decided: what is opened next sets a damaged journal aside */

  GCancellable   *opening;    /* (nullable) (owned) */
  TillSettings   *settings;   /* (nullable) (owned) */
  Sandbox        *sandbox;    /* (nullable) (owned) in training: the platform */
  TillRegister   *reg;        /* (nullable) (owned) */
  TillWake       *wake;       /* (nullable) (owned) with the register */
  TillAlarm      *alarm;      /* (nullable) (owned) */
};

/* till-application.c */
/** till_application_get_window: (return) (transfer none) (nullable): the till's, not one of its dialogs. */
TillWindow *till_application_get_window     (TillApplication *self);

/* till-application-open.c */
/** till_application_open_register: settings, sandbox in training, register; @window gets what comes of it. */
void        till_application_open_register  (TillApplication *self,
                                             TillWindow      *window);
void        till_application_close_register (TillApplication *self);
/** till_application_close_journal: a damaged one, so that it can be set aside; @window says so. */
void        till_application_close_journal  (TillApplication *self,
                                             TillWindow      *window);

G_END_DECLS
