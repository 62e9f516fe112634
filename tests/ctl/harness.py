# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of tillctl stand on: a platform, a till with a home of its own, and TAP.

Nothing sleeps here: what is waited for is a line of tillctl, an answer of the sandbox, or an end, each until
DEADLINE at the most.
"""
import contextlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TILLCTL = os.environ["TILLCTL"]
SANDBOX = os.environ["TILL_SANDBOX"]
SCHEMAS = os.environ["TILL_SCHEMAS"]
DEADLINE = 60
AT_ONCE = 4
SECRET_MODE = 0o600
TESTS = []
# A journal waits for the disk five times a commit, which says nothing about tillctl.
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def test(function):
    """Marks a test; it is called with a Place of its own."""
    TESTS.append(function)
    return function


def equal(found, wanted, what=""):
    if found != wanted:
        raise AssertionError(f"{what}: found {found!r}, wanted {wanted!r}")


def contains(text, part):
    if part not in text:
        raise AssertionError(f"{part!r} is not in {text!r}")


def run_one(function):
    """What went wrong with a test, or nothing."""
    try:
        with Place() as place:
            function(place)
        return None
    except Exception:  # pylint: disable=broad-except
        return traceback.format_exc()


def main():
    """Runs the tests of this program, or those that the arguments name; some at once, as they mostly wait."""
    chosen = [t for t in TESTS if not sys.argv[1:] or t.__name__ in sys.argv[1:]]
    print(f"1..{len(chosen)}", flush=True)
    failed = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for number, (function, trouble) in enumerate(zip(chosen, pool.map(run_one, chosen)), 1):
            name = function.__name__.replace("_", " ")
            print(f"{'not ok' if trouble else 'ok'} {number} - {name}", flush=True)
            if trouble:
                failed += 1
                print("# " + trouble.replace("\n", "\n# "), flush=True)
    sys.exit(1 if failed else 0)


class Platform:
    """A till-sandbox, and its control interface."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen([SANDBOX, "--port", "0", *arguments], stdout=subprocess.PIPE, text=True)
        self.account = json.loads(self.process.stdout.readline())
        self.endpoint = self.account["endpoint"]

    def stop(self):
        self.process.terminate()
        self.process.wait(DEADLINE)
        self.process.stdout.close()

    def control(self, method, path, body=None):
        request = urllib.request.Request(f"{self.endpoint}/_control/{path}", method=method,
                                         data=None if body is None else json.dumps(body).encode(),
                                         headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def payments(self):
        return self.control("GET", "payments")["payments"]

    def act(self, payment_id, word):
        return self.control("POST", f"payments/{payment_id}/{word}")

    def set(self, payment_id, **facts):
        return self.control("POST", f"payments/{payment_id}/set", facts)

    def fault(self, word, **facts):
        self.control("POST", "faults", {"fault": word, **facts})

    def no_faults(self):
        self.control("DELETE", "faults")

    def clock(self, **facts):
        return self.control("POST", "clock", facts)

    def requests(self, call=None):
        found = self.control("GET", "requests")["requests"]
        return [r for r in found if "call" in r and call in (None, r["call"])]

    def pay_checkout(self, payment):
        """As a customer on the page of a hosted checkout; its host is a name, which needs no resolver here."""
        page = self.endpoint + urllib.parse.urlsplit(payment["url"]).path
        with urllib.request.urlopen(urllib.request.Request(page + "/pay", data=b"", method="POST"),
                                    timeout=DEADLINE):
            pass


class Result:
    """How a tillctl ended."""

    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    @property
    def objects(self):
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def last(self):
        return self.objects[-1]

    def expect(self, status):
        if self.status != status:
            raise AssertionError(f"ended with {self.status}, wanted {status}\nstdout: {self.out}\nstderr: {self.err}")
        return self


class Running:
    """A tillctl whose lines are read as they come."""

    def __init__(self, process):
        self.process = process
        self.lines = queue.Queue()
        self.seen = []
        self.errors = []
        self.readers = [threading.Thread(target=self._read_out), threading.Thread(target=self._read_errors)]
        for reader in self.readers:
            reader.start()

    def _read_out(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(None)

    def _read_errors(self):
        self.errors.extend(self.process.stderr)

    def line(self, deadline=DEADLINE):
        line = self.lines.get(timeout=deadline)
        if line is not None:
            self.seen.append(line)
        return line

    def until(self, wanted=None, **facts):
        """The first object for which `wanted` says so, or that has these members."""
        wanted = wanted or (lambda o: all(o.get(name) == value for name, value in facts.items()))
        while (line := self.line()) is not None:
            found = json.loads(line)
            if wanted(found):
                return found
        ended = self.end()
        raise AssertionError(f"ended without {facts}: {ended.status}\n{ended.out}\n{ended.err}")

    def until_payable(self):
        return self.until(lambda o: "action" in o or "url" in o)

    def objects_so_far(self):
        """What has come since the last question."""
        found = []
        while not self.lines.empty():
            if (line := self.lines.get()) is None:
                raise AssertionError(f"ended: {self.end()}")
            self.seen.append(line)
            found.append(json.loads(line))
        return found

    def send(self, number):
        self.process.send_signal(number)

    def end(self, deadline=DEADLINE):
        try:
            status = self.process.wait(deadline)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        for reader in self.readers:
            reader.join(DEADLINE)
        while not self.lines.empty():
            if (line := self.lines.get()) is not None:
                self.seen.append(line)
        return Result(status, "".join(self.seen), "".join(self.errors))

    def kill(self):
        self.process.kill()
        return self.end()


class Till:
    """A tillctl with home, settings and secret of its own."""

    def __init__(self, platform=None):
        self.home = Path(tempfile.mkdtemp(prefix="tillctl-", dir=MEMORY))
        self.secret_file = self.home / "secret"
        self.processes = []
        self.values = {}
        self.environment = {
            **os.environ,
            "HOME": str(self.home),
            "XDG_DATA_HOME": str(self.home / "data"),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "XDG_RUNTIME_DIR": str(self.home / "run"),
            "GSETTINGS_BACKEND": "keyfile",
            "GSETTINGS_SCHEMA_DIR": SCHEMAS,
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.home}/no-bus",
        }
        for name in ("CREDENTIALS_DIRECTORY", "DISPLAY", "WAYLAND_DISPLAY"):
            self.environment.pop(name, None)
        (self.home / "run").mkdir(mode=0o700)
        if platform is not None:
            self.use(platform)

    def use(self, platform):
        account = platform.account
        self.write_secret(account["secretApiKey"])
        self.settings(endpoint=account["endpoint"], merchant_id=account["merchantId"],
                      api_key_id=account["apiKeyId"], secret_file=str(self.secret_file))

    def write_secret(self, text, mode=SECRET_MODE):
        self.secret_file.write_text(text)
        self.secret_file.chmod(mode)

    def settings(self, **values):
        self.values.update(values)
        path = self.home / "config" / "glib-2.0" / "settings" / "keyfile"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [f"{name.replace('_', '-')}={self._variant(value)}" for name, value in self.values.items()]
        path.write_text("[org/tillpay/Till]\n" + "\n".join(lines) + "\n")

    @staticmethod
    def _variant(value):
        return str(value) if isinstance(value, int) else "'" + value + "'"

    def start(self, *arguments, environment=None, **options):
        process = subprocess.Popen([TILLCTL, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, encoding="utf-8", errors="replace",
                                   env={**self.environment, **(environment or {})}, **options)
        self.processes.append(process)
        return Running(process)

    def start_into(self, descriptor, *arguments):
        """One whose lines go to an open descriptor, which is closed here."""
        process = subprocess.Popen([TILLCTL, *arguments], stdin=subprocess.DEVNULL, stdout=descriptor,
                                   stderr=subprocess.DEVNULL, env=self.environment)
        self.processes.append(process)
        os.close(descriptor)
        return process

    def run(self, *arguments, stdin="", environment=None, cwd=None):
        done = subprocess.run([TILLCTL, *arguments], input=stdin, capture_output=True, encoding="utf-8",
                              errors="replace", timeout=DEADLINE, check=False, cwd=cwd,
                              env={**self.environment, **(environment or {})})
        return Result(done.returncode, done.stdout, done.stderr)

    def pay(self, *arguments, **options):
        """A running pay with JSON lines."""
        return self.start("pay", *arguments, "--json", **options)

    def close(self):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
                process.wait()
            for stream in filter(None, (process.stdout, process.stderr)):
                with contextlib.suppress(OSError, ValueError):
                    stream.close()
        shutil.rmtree(self.home, ignore_errors=True)


class Place:
    """One platform and one till; more of each on demand.  All end with the test."""

    def __enter__(self):
        self.stack = contextlib.ExitStack()
        self.platform = self.another_platform()
        self.till = self.another_till(self.platform)
        return self

    def another_platform(self, *arguments):
        platform = Platform(*arguments)
        self.stack.callback(platform.stop)
        return platform

    def another_till(self, platform=None):
        till = Till(platform)
        self.stack.callback(till.close)
        return till

    def __exit__(self, *error):
        self.stack.close()


def wait_for(fact, what):
    """Asks for a fact that no line tells of, such as a file that goes away."""
    give_up = time.monotonic() + DEADLINE
    while not (found := fact()):
        if time.monotonic() > give_up:
            raise AssertionError(f"waited in vain: {what}")
        threading.Event().wait(0.02)
    return found


def read_code(path):
    """What a phone would read from a picture."""
    done = subprocess.run(["zbarimg", "--quiet", "--raw", str(path)], capture_output=True, text=True, check=False,
                          timeout=DEADLINE)
    return done.stdout.strip()


SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
