/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sys/stat.h>
#include <glib/gi18n.h>

#include "ctl-command.h"
#include "ctl-find.h"
#include "ctl-options.h"
#include "ctl-output.h"
#include "paper-pdf.h"
#include "till-text.h"

/* As any file of the user's: the umask takes away what it says. */
#define FILE_MODE 0666

typedef struct
{
  char     *pdf;       /* (nullable) (owned) file name */
  char     *paper;     /* (nullable) (owned) */
  char     *refund;    /* (nullable) (owned) */
  gboolean  copy;
} ReceiptOptions;

static void
receipt_options_clear (ReceiptOptions *options)
{
  g_free (options->pdf);
  g_free (options->paper);
  g_free (options->refund);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ReceiptOptions, receipt_options_clear)

static int
complain_about_file (const GError *error)
{
  g_debug ("%s", error->message);
  ctl_say (_("The receipt could not be written. The payment itself is untouched."));
  ctl_say (_("Check the folder, its space and who may write to it."));

  return CTL_EXIT_IN_THE_WAY;
}

/* Whole or not at all; and what is no file is never renamed over: devices and pipes are other programs'. */
static int
write_file (GBytes     *pdf,
            const char *path)
{
  g_autoptr(GError) error = NULL;
  struct stat there;
  gsize size;
  const char *data = g_bytes_get_data (pdf, &size);

  if (stat (path, &there) == 0 && !S_ISREG (there.st_mode))
    {
      error = g_error_new (G_FILE_ERROR, G_FILE_ERROR_EXIST, "%s is no file", path);
      return complain_about_file (error);
    }
  if (!g_file_set_contents_full (path, data, size, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 FILE_MODE, &error))
    return complain_about_file (error);

  return CTL_EXIT_DONE;
}

static int
find_refund (TillRecord  *record,
             const char  *wanted,
             const char **id)
{
  const TillRefund *refund;

  if (wanted == NULL)
    return CTL_GO_ON;

  refund = till_receipt_find_refund (record, wanted);
  if (refund == NULL)
    {
      ctl_say (_("This payment has no such refund."));
      return CTL_EXIT_IN_THE_WAY;
    }
  *id = refund->id;

  return CTL_GO_ON;
}

static int
make_receipt (CtlContext           *context,
              TillRecord           *record,
              const ReceiptOptions *options,
              PaperFormat           format)
{
  g_autofree char *shop = till_settings_get_string (context->settings, "shop-name");
  TillReceiptWish wish = { .shop = shop, .now = g_get_real_time (), .copy = options->copy };
  g_autoptr(TillReceipt) receipt = NULL;
  g_autoptr(GBytes) pdf = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *title = till_text_on_one_line (record->reference);
  int status;

  status = find_refund (record, options->refund, &wish.refund);
  if (status != CTL_GO_ON)
    return status;

  receipt = till_receipt_new (record, &wish);
  pdf = paper_pdf_new (receipt, format, title, &error);
  if (pdf == NULL)
    return ctl_complain (error);

  status = write_file (pdf, options->pdf);
  if (status == CTL_EXIT_DONE && !receipt->proof)
    ctl_say (options->refund != NULL ? _("This paper is no proof of a refund.") : _("This paper is no proof of payment."));

  return status;
}

int
ctl_receipt (CtlCall *call)
{
  g_auto(ReceiptOptions) options = { 0 };
  const GOptionEntry entries[] = {
    { "pdf", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &options.pdf, N_("Where to write it"), N_("FILE") },
    { "paper", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, &options.paper, N_("80mm, 58mm or a4 (default: that of the settings)"), N_("PAPER") },
    { "refund", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, &options.refund, N_("The receipt of this refund of the payment"), N_("REFUND-ID") },
    { "copy", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &options.copy, N_("Say that it is a copy"), NULL },
    { NULL }
  };
  g_auto(GStrv) rest = NULL;
  g_autoptr(CtlContext) context = NULL;
  g_autoptr(TillPayment) payment = NULL;
  PaperFormat format;
  int status;

  if ((status = ctl_options_parse (call, entries, 1, 1, &rest)) != CTL_GO_ON)
    return status;
  if (options.pdf == NULL || *options.pdf == '\0')
    return ctl_usage (call, _("Name the file: --pdf."));
  if (options.paper != NULL && !paper_format_from_word (options.paper, &format))
    return ctl_usage (call, _("The paper is 80mm, 58mm or a4."));
  if ((status = ctl_context_open (call->training, &context)) != CTL_GO_ON
      || (status = ctl_find_one (context, rest[0], &payment)) != CTL_GO_ON)
    return status;

  if (options.paper == NULL)
    {
      g_autofree char *paper = till_settings_get_string (context->settings, "receipt-paper");

      if (!paper_format_from_word (paper, &format))
        format = PAPER_80MM;
    }

  return make_receipt (context, till_payment_get_record (payment), &options, format);
}
