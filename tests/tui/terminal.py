"""A real terminal (a pty) with casetrack in it: what it writes, what it leaves behind."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

WAIT = 60.0
"""seconds; two cores shared with others may be slow to start Python"""


class Terminal:
    """One program on a terminal of its own."""

    def __init__(
        self,
        *arguments: str | Path,
        environment: Mapping[str, str],
        size: tuple[int, int] = (80, 24),
        script: str = "",
    ) -> None:
        """Start casetrack with arguments, or a Python script with them."""
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.before = termios.tcgetattr(theirs)
        program = ["-c", script] if script else ["-m", "casetrack"]
        self._process = subprocess.Popen(
            [sys.executable, *program, *map(str, arguments)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            env={**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **environment},
        )
        self._theirs = theirs
        self.written = b""
        self._gone = False

    def until(self, words: str) -> None:
        """Read until words were written since the last call; fails when they do not come."""
        start = len(self.written)
        deadline = time.monotonic() + WAIT
        while words.encode() not in self.written[start:]:
            assert time.monotonic() < deadline, f"{words!r} never came: {self.written[-2000:]!r}"
            assert self._read(1.0) or self._process.poll() is None, self.written[-2000:]

    def press(self, keys: str) -> None:
        """Press keys."""
        os.write(self._ours, keys.encode())

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        os.kill(self._process.pid, number)

    def ended(self) -> int:
        """Wait for the end; return the exit code."""
        deadline = time.monotonic() + WAIT
        while self._process.poll() is None:
            assert time.monotonic() < deadline, f"it does not end: {self.written[-2000:]!r}"
            self._read(0.2)
        while self._read(0.2):
            pass
        return int(self._process.returncode)

    def goes_away(self) -> None:
        """Close the terminal, as when a window is closed; nobody sends a signal."""
        for end in (self._ours, self._theirs):
            os.close(end)
        self._gone = True

    def settings(self) -> list[Any]:
        """Return the terminal's settings as they are now."""
        return termios.tcgetattr(self._theirs)

    def close(self) -> None:
        """Let go of it."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        if not self._gone:
            self.goes_away()

    def _read(self, seconds: float) -> bool:
        if self._gone:
            time.sleep(seconds)
            return False
        ready, _, _ = select.select([self._ours], [], [], seconds)
        if not ready:
            return False
        try:
            read = os.read(self._ours, 65536)
        except OSError:
            return False
        self.written += read
        return bool(read)


def left_as_it_was(terminal: Terminal) -> Sequence[str]:
    """Return what of the terminal is not as it was before the program, in words; none is good."""
    wrong = []
    for on, off, what in (
        (b"\x1b[?1049h", b"\x1b[?1049l", "the other screen"),
        (b"\x1b[?25l", b"\x1b[?25h", "the cursor"),
        (b"\x1b[?1000h", b"\x1b[?1000l", "the mouse"),
        (b"\x1b[?2004h", b"\x1b[?2004l", "pasting"),
        (b"\x1b[?7l", b"\x1b[?7h", "wrapping lines"),
    ):
        if terminal.written.rfind(off) < terminal.written.rfind(on):
            wrong.append(what)
    if terminal.settings() != terminal.before:
        wrong.append("its settings")
    return wrong
