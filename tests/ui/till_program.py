# SPDX-License-Identifier: GPL-3.0-or-later
"""The real program, started as a person would and read as a screen reader would."""
import os
import shutil
import signal
import subprocess
import tempfile

import gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib   # noqa: E402

from desktop import DEADLINE, end_process, until   # noqa: E402


class Home:
    """Where one till keeps its things: settings, secret, journal.  `account` is what till-sandbox printed."""

    def __init__(self, account=None, **settings):
        self.path = tempfile.mkdtemp(prefix="till-home-")
        self.settings = {"window-maximized": "true", "currency": "'EUR'", "country-code": "'DE'",
                         "shop-name": "'Corner Coffee'"}
        if account:
            secret = os.path.join(self.path, "secret")
            with open(os.open(secret, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as file:
                file.write(account["secretApiKey"])
            self.settings |= {"endpoint": f"'{account['endpoint']}'", "merchant-id": f"'{account['merchantId']}'",
                              "api-key-id": f"'{account['apiKeyId']}'", "secret-file": f"'{secret}'"}
        self.settings |= {key.replace("_", "-"): value for key, value in settings.items()}
        folder = os.path.join(self.path, "config", "glib-2.0", "settings")
        os.makedirs(folder)
        with open(os.path.join(folder, "keyfile"), "w", encoding="utf-8") as file:
            file.write("[org/tillpay/Till]\n")
            file.writelines(f"{key}={value}\n" for key, value in self.settings.items())

        gtk = os.path.join(self.path, "config", "gtk-4.0")
        os.makedirs(gtk)
        with open(os.path.join(gtk, "settings.ini"), "w", encoding="utf-8") as file:
            file.write("[Settings]\ngtk-font-name=Cantarell 11\ngtk-enable-animations=false\n")

    def environment(self, **extra):
        """What a program that lives here sees."""
        return {**os.environ, "HOME": self.path, "XDG_DATA_HOME": os.path.join(self.path, "data"),
                "XDG_CONFIG_HOME": os.path.join(self.path, "config"),
                "XDG_CACHE_HOME": os.path.join(self.path, "cache"), "XDG_STATE_HOME": os.path.join(self.path, "state"),
                "GSETTINGS_BACKEND": "keyfile", "GDK_BACKEND": "x11", "SECRET_BACKEND": "file",
                "SECRET_FILE_TEST_PATH": os.path.join(self.path, "keyring"), "SECRET_FILE_TEST_PASSWORD": "play",
                **{key: str(value) for key, value in extra.items()}}

    def tillctl(self, *arguments, training=False):
        """Runs tillctl here; returns what it printed, whatever its exit status."""
        return subprocess.run([os.environ["TILLCTL"], *(["--training"] if training else []), *arguments],
                              env=self.environment(), capture_output=True, text=True, timeout=60, check=False)

    def remove(self):
        shutil.rmtree(self.path, ignore_errors=True)


class Till:
    """The window; `with Till(home, "--training") as till:`"""

    def __init__(self, home, *arguments, log=None, **environment):
        self.home, self.arguments, self.log, self.extra = home, arguments, log, environment

    def __enter__(self):
        self.process = subprocess.Popen([os.environ["TILL"], *self.arguments],
                                        env=self.home.environment(**self.extra), stdout=self.log, stderr=self.log)
        until(self.application, "the program on the accessibility bus")
        return self

    def __exit__(self, *_):
        end_process(self.process)

    def application(self):
        """Its root in the tree that a screen reader walks."""
        if self.process.poll() is not None:
            raise AssertionError(f"till ended with {self.process.returncode}")
        try:
            desktop = Atspi.get_desktop(0)
            for index in range(desktop.get_child_count()):
                child = desktop.get_child_at_index(index)
                if child and child.get_process_id() == self.process.pid and child.get_child_count() > 0:
                    return child
        except GLib.Error:
            pass
        return None

    def walk(self):
        """Every node, with name and role."""
        stack = [self.application()]
        while stack:
            node = stack.pop()
            if node is None:
                continue
            try:
                name, role = node.get_name() or "", node.get_role_name()
                children = [node.get_child_at_index(i) for i in range(node.get_child_count())]
            except GLib.Error:
                continue
            yield node, name, role
            stack.extend(reversed(children))

    def find(self, name, role=None):
        """The first node of that name (and role), or None."""
        for node, its_name, its_role in self.walk():
            if its_name == name and role in (None, its_role):
                return node
        return None

    def wait_for(self, name, role=None, deadline=DEADLINE):
        return until(lambda: self.find(name, role), lambda: f"{name!r} on the screen: {self.names()}", deadline)

    def wait_ready(self):
        """The sale page, with its register open: today's takings are read, or where the list has no room its button is there."""
        self.wait_for("Charge")
        until(lambda: any(name.startswith("Today · ") or (name.startswith("Last payments") and role == "push button")
                          for _, name, role in self.walk()), "today's takings")

    def names(self):
        return [name for _, name, _ in self.walk() if name]

    def status(self):
        """The label inside the group "Payment status", or None."""
        group = self.find("Payment status")
        if group is None:
            return None
        try:
            for index in range(group.get_child_count()):
                child = group.get_child_at_index(index)
                if child and child.get_role_name() == "label" and child.get_name():
                    return child.get_name()
        except GLib.Error:
            pass
        return None

    def wait_status(self, word, deadline=DEADLINE):
        seen = []

        def there():
            status = self.status()
            if status and (not seen or seen[-1] != status):
                seen.append(status)
            return status == word
        until(there, lambda: f"status {word!r}, seen {seen}", deadline)
        return seen

    def can_press(self, name):
        """Whether it is there and can be pressed: what has only just come up may not take a press yet."""
        node = self.find(name)
        try:
            return node is not None and node.get_state_set().contains(Atspi.StateType.SENSITIVE)
        except GLib.Error:
            return False    # it went while it was asked

    def press(self, name):
        """Presses a button by its accessible action, as assistive technology does, once it can be pressed."""
        until(lambda: self.can_press(name), lambda: f"{name!r} to press: {self.names()}")
        action = self.find(name).get_action_iface()
        for index in range(action.get_n_actions()):
            if action.get_action_name(index) in ("click", "activate", "press"):
                action.do_action(index)
                return
        raise AssertionError(f"{name!r} cannot be pressed")

    def fill(self, name, text):
        """Puts a text into an entry, as assistive technology does: xdotool types ASCII alone without a doubt."""
        Atspi.EditableText.set_text_contents(self.wait_for(name, "text"), text)

    def sell(self, desktop, platform):
        """The first payment, of 12.50, from the empty page to "Paid"."""
        self.wait_ready()
        desktop.keys("1", "2", "period", "5", "0", "Return")
        self.wait_for("WeChat Pay QR code")
        platform.act(platform.payments()[0]["id"], "pay")
        self.wait_status("Paid")

    def kill(self):
        end_process(self.process, signal.SIGKILL)
