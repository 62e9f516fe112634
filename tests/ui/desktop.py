# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop of its own for driving Till from outside: Xvfb, openbox, a session bus and AT-SPI.

Run each test as `dbus-run-session -- python3 test_x.py`.  Everything started here is ended here, by its process
id.  Nothing sleeps for a guess: `until()` waits for a fact, with a deadline.
"""
import os
import shutil
import signal
import subprocess
import tempfile
import time

DEADLINE = 30 * float(os.environ.get("TILL_TEST_PATIENCE", "1"))


class TooLate(AssertionError):
    """A fact did not come true within its deadline."""


def until(fact, what, deadline=DEADLINE):
    """Waits until fact() is true and returns what it gave.  A `what` that is a function tells how things stood at the end."""
    end = time.monotonic() + deadline
    while True:
        value = fact()
        if value:
            return value
        if time.monotonic() > end:
            raise TooLate(f"not within {deadline:.0f} s: {what() if callable(what) else what}")
        time.sleep(0.02)


def end_process(process, how=signal.SIGTERM):
    """Ends a process that we started, and waits for it."""
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Desktop:
    """A screen of the given size with a window manager; `with Desktop(1280, 800) as desktop:`"""

    def __init__(self, width=1280, height=800):
        self.width, self.height = width, height
        self.processes = []

    def __enter__(self):
        read, write = os.pipe()
        xvfb = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{self.width}x{self.height}x24",
             "-nolisten", "tcp", "-noreset"],
            pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        self.processes.append(xvfb)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        os.environ["DISPLAY"] = f":{number}"
        os.environ.pop("WAYLAND_DISPLAY", None)
        # openbox wants a configuration of its own, not that of whoever runs the tests.
        self.home = tempfile.mkdtemp(prefix="till-desktop-")
        self.processes.append(subprocess.Popen(
            ["openbox", "--sm-disable"], stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": self.home, "XDG_CONFIG_HOME": self.home}))
        until(lambda: subprocess.run(["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"], capture_output=True,
                                     text=True, check=False).stdout.find("window id") >= 0, "a window manager")
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            end_process(process)
        shutil.rmtree(self.home, ignore_errors=True)

    @staticmethod
    def shot(path):
        """A PNG of the whole screen."""
        subprocess.run(["import", "-window", "root", path], check=True)

    @staticmethod
    def keys(*names):
        """Presses keys by their X names, one after the other, as a person does (60 ms apart)."""
        subprocess.run(["xdotool", "key", "--delay", "60", *names], check=True)

    @staticmethod
    def burst(text):
        """Types as a barcode scanner does: a few milliseconds a key, and Enter."""
        subprocess.run(["xdotool", "type", "--delay", "8", text], check=True)
        subprocess.run(["xdotool", "key", "Return"], check=True)

    def codes(self):
        """The texts of the QR codes on the screen, read by a decoder that is not ours."""
        path = os.path.join(self.home, "codes.png")
        self.shot(path)
        return subprocess.run(["zbarimg", "--nodbus", "--quiet", "--raw", path], capture_output=True, text=True,
                              check=False).stdout.split()

    @staticmethod
    def widest_window():
        """The width in pixels of the widest window on the screen."""
        windows = subprocess.run(["xdotool", "search", "--onlyvisible", "--class", "till"], capture_output=True, text=True,
                                 check=True).stdout.split()
        shapes = [subprocess.run(["xdotool", "getwindowgeometry", "--shell", window], capture_output=True, text=True,
                                 check=True).stdout for window in windows]
        return max(int(line.removeprefix("WIDTH=")) for shape in shapes for line in shape.splitlines()
                   if line.startswith("WIDTH="))
