/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "till-test-hand.h"

struct _TillTestHand
{
  GSubprocess      *process;   /* (owned) */
  GDataInputStream *answers;   /* (owned) */
  gboolean          killed;
};

TillTestHand *
till_test_hand_start (const char *path)
{
  TillTestHand *self = g_new0 (TillTestHand, 1);
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "till", "till-journal-hand", NULL);
  g_autoptr(GError) error = NULL;

  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                    program, path, NULL);
  g_assert_no_error (error);
  self->answers = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));

  return self;
}

TillTestHand *
till_test_hand_new (const char *path)
{
  TillTestHand *self = till_test_hand_start (path);
  g_autofree char *line = till_test_hand_read (self);

  g_assert_cmpstr (line, ==, "open");

  return self;
}

void
till_test_hand_tell (TillTestHand *self,
                     const char   *command,
                     const char   *argument)
{
  g_autofree char *line = g_strdup_printf ("%s %s\n", command, argument != NULL ? argument : "");
  g_autoptr(GError) error = NULL;

  g_output_stream_printf (g_subprocess_get_stdin_pipe (self->process), NULL, NULL, &error, "%s", line);
  g_assert_no_error (error);
}

char *
till_test_hand_read (TillTestHand *self)
{
  return g_data_input_stream_read_line (self->answers, NULL, NULL, NULL);
}

char *
till_test_hand_ask (TillTestHand *self,
                    const char   *command,
                    const char   *argument)
{
  till_test_hand_tell (self, command, argument);

  return till_test_hand_read (self);
}

void
till_test_hand_kill (TillTestHand *self)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  self->killed = TRUE;
}

void
till_test_hand_free (TillTestHand *self)
{
  g_autoptr(GError) error = NULL;

  if (!self->killed)
    {
      g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
      g_subprocess_wait_check (self->process, NULL, &error);
      g_assert_no_error (error);
    }

  g_object_unref (self->answers);
  g_object_unref (self->process);
  g_free (self);
}
