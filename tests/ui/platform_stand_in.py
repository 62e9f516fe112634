# SPDX-License-Identifier: GPL-3.0-or-later
"""The sandbox as a program of its own, and the customer as a click."""
import json
import os
import subprocess
import urllib.request

from desktop import end_process


class Platform:
    """till-sandbox on a free port; `with Platform() as platform:`"""

    def __init__(self, *options):
        self.options = options

    def __enter__(self):
        self.process = subprocess.Popen([os.environ["TILL_SANDBOX"], *self.options], stdout=subprocess.PIPE, text=True)
        self.account = json.loads(self.process.stdout.readline())
        return self

    def __exit__(self, *_):
        end_process(self.process)
        self.process.stdout.close()

    def _call(self, method, path, body=None):
        data = None if method == "GET" else json.dumps(body or {}).encode()
        request = urllib.request.Request(self.account["endpoint"] + path, data=data, method=method,
                                         headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            text = answer.read().decode()
        return json.loads(text) if text.strip() else {}

    def payments(self):
        """Everything the platform holds, oldest first."""
        return self._call("GET", "/_control/payments")["payments"]

    def refunds(self):
        """Every refund that the platform holds."""
        return self._call("GET", "/_control/refunds")["refunds"]

    def requests(self):
        """Every request to the API that came, with when it began and ended."""
        requests = self._call("GET", "/_control/requests")["requests"]
        return [request for request in requests if request["target"].startswith("/v1/")]

    def act(self, payment, word):
        """scan, pay, decline, confirm: what the customer does."""
        return self._call("POST", f"/_control/payments/{payment}/{word}")

    def fault(self, **fault):
        """Plays a fault from now on; see till-sandbox(1)."""
        return self._call("POST", "/_control/faults", fault)

    def no_faults(self):
        """From now on it answers as it should."""
        return self._call("DELETE", "/_control/faults")
