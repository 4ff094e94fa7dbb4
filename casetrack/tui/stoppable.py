"""How the UI stops: by a signal, with its terminal gone, at a fault. The terminal stays usable."""

import asyncio
import os
import signal
import sys
from typing import Any, Final

from textual.worker import WorkerFailed

from casetrack.domain.errors import CasetrackError
from casetrack.tui.one_key_at_a_time import OneKeyAtATime

_LOOKS_EVERY: Final = 2.0
"""seconds, to see whether the terminal is still there"""
_FAULT: Final = 3
"""the exit code of a fault, as of every command"""
_BY_SIGNAL: Final = 128


class Stoppable(OneKeyAtATime):
    """An app that leaves the terminal as it was, and prints no resident's word."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Start with no fault."""
        super().__init__(*args, **kwargs)
        self.fault: BaseException | None = None
        """what made it stop, where it did not stop by itself"""

    def heed_signals(self) -> None:
        """Leave the terminal as it was when the machine or the connection goes away."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            loop.add_signal_handler(number, self._stopped_by, number)

        if not self.is_headless and sys.__stdin__ is not None and sys.__stdin__.isatty():
            self.set_interval(_LOOKS_EVERY, self._see_whether_the_terminal_is_there)

    def _see_whether_the_terminal_is_there(self) -> None:
        """Stop where the terminal went without a word: nobody would see it work on."""
        try:
            os.ttyname(sys.__stdin__.fileno())  # type: ignore[union-attr]
        except (OSError, ValueError):
            self._stopped_by(signal.SIGHUP)

    def _stopped_by(self, number: int) -> None:
        self.exit(return_code=_BY_SIGNAL + number)

    def _handle_exception(self, error: Exception) -> None:
        """Stop at a fault without printing it: Textual would print a resident's words with it.

        What merely could not be done in the background, as when a server is away for a moment,
        is said and stops nothing.
        """
        cause = error.error if isinstance(error, WorkerFailed) else error
        if isinstance(error, WorkerFailed) and isinstance(cause, CasetrackError):
            self.notify(str(cause), severity="error", markup=False, timeout=10)
            self.let_all_keys_go()
            return
        self._return_code = _FAULT
        if self.fault is None:
            self.fault = cause
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()
