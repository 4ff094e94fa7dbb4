"""Keys typed ahead reach the box they are meant for.

Over a remote session a burst of keys arrives at once. Textual hands each on to where the focus is
at that moment, and moves the focus or opens a screen only later: what follows a Tab would be typed
into the box before it, what follows `n` into nothing. So a key waits until what the one before it
set going is done. Letters typed into a box set nothing going and wait for nothing. What reads from
the database first, as a form does that is about to open, holds keys until it is there.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final

from textual import events, on
from textual.app import App
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import AwaitMount, Widget
from textual.widgets import Input, TextArea

_LONGEST: Final = 1.0
"""seconds that a key waits at most: the one before it may have closed what it was sent to"""
_LONGEST_HELD: Final = 30.0
_LEAVES: Final = frozenset({"escape", "ctrl+q"})
"""they overtake what was typed before them where that waits in vain, and not before"""
_ROUNDS: Final = 4
"""a key is answered by what it was sent to, that by its field, its form, its screen and the app"""


class OneKeyAtATime(App[None]):
    """An app that hands on a key when the one before it is done with."""

    @dataclass
    class _Passed(Message):
        """What a key set going has come all the way up."""

        key: int
        round: int

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Start with no key under way."""
        super().__init__(*args, **kwargs)
        self._kept_back: deque[events.Key | events.Paste] = deque()
        self._key = 0
        self._under_way = False
        self._held: dict[int, int] = {}
        """what keys wait for, by its id → the number of its hold"""
        self._holds = 0
        self._held_since = 0.0
        self._screen_before: Screen[Any] | None = None

    async def on_event(self, event: events.Event) -> None:
        """Keep a key back while another is under way."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif isinstance(event, events.Key) and event.key in _LEAVES and self._waits_in_vain():
            self.forget_keys()
            await self._hand_on(event)
        elif self._under_way or self._held or self._kept_back:
            self._kept_back.append(event)  # behind those that wait, so that none overtakes another
        else:
            await self._hand_on(event)

    def hold_keys(self, for_whom: object) -> None:
        """Keep keys back until `let_keys_go` for the same, but no longer than anybody would wait.

        Several may hold them: they go on once each has let them go.
        """
        if not self._held:
            self._held_since = monotonic()
        self._holds += 1
        self._held[id(for_whom)] = self._holds
        number, whom = self._holds, id(for_whom)
        self.set_timer(_LONGEST_HELD, lambda: self._let_go(whom, number))

    def let_keys_go(self, for_whom: object) -> None:
        """Hand on what was kept back, unless another still holds it."""
        self._let_go(id(for_whom), self._held.get(id(for_whom), 0))

    def let_all_keys_go(self) -> None:
        """Hand on what was kept back, whoever holds it: what it was held for has failed."""
        self._held.clear()
        self.call_later(self._hand_on_the_next)

    def forget_keys(self) -> frozenset[str]:
        """Let what was typed for what did not come go nowhere; return the keys it was."""
        forgotten = frozenset(e.key for e in self._kept_back if isinstance(e, events.Key))
        self._kept_back.clear()
        self._held.clear()
        return forgotten

    def _waits_in_vain(self) -> bool:
        """Say whether what keys are held for is so late that whoever waits may leave."""
        return bool(self._held) and monotonic() - self._held_since > _LONGEST

    def _let_go(self, whom: int, number: int) -> None:
        if number and self._held.get(whom) == number:
            del self._held[whom]
            if not self._held:
                self.call_later(self._hand_on_the_next)

    async def _hand_on(self, event: events.Key | events.Paste) -> None:
        target: MessagePump = self.focused or self.screen
        self._screen_before = self.screen
        typed = isinstance(event, events.Paste) or event.is_printable
        if typed and isinstance(target, Input | TextArea):
            await super().on_event(event)
            return
        self._key += 1
        self._under_way = True
        self.set_timer(_LONGEST, lambda key=self._key: self._go_on(key))
        await super().on_event(event)
        # It goes the way of the key, behind it: from where the focus is, up to here.
        self._pass(target, self._Passed(self._key, round=1))

    @on(_Passed)
    async def _passed(self, event: _Passed) -> None:
        if event.key != self._key or not self.screen_stack:
            return  # the last screen has gone: casetrack is being left
        if event.round < _ROUNDS:
            target = (self.focused if event.round == 1 else None) or self.screen
            self._pass(target, self._Passed(event.key, event.round + 1))
        elif self.screen is self._screen_before:
            self._go_on(event.key)
        else:
            # Another screen: it takes keys once it is on the terminal.
            self.screen.call_after_refresh(self._go_on, event.key)

    def _pass(self, target: MessagePump, passed: "_Passed") -> None:
        """Send a mark the way of the key; straight on where that way is closed."""
        if not target.post_message(passed):
            self.post_message(passed)

    def _go_on(self, key: int) -> None:
        """Hand on what was kept back, unless that has been done."""
        if key != self._key or not self._under_way:
            return
        self._under_way = False
        if self._kept_back:
            self.call_later(self._hand_on_the_next)

    async def _hand_on_the_next(self) -> None:
        while self._kept_back and not self._under_way and not self._held:
            await self._hand_on(self._kept_back.popleft())


def hold_keys(widget: Widget) -> None:
    """Keep keys back until `let_keys_go`: they are meant for what is not there yet."""
    if isinstance(widget.app, OneKeyAtATime):
        widget.app.hold_keys(widget)


def let_keys_go(widget: Widget) -> None:
    """Hand on what was kept back."""
    if isinstance(widget.app, OneKeyAtATime):
        widget.app.let_keys_go(widget)


def hold_keys_until_painted(widget: Widget, mounted: Sequence[AwaitMount] = ()) -> None:
    """Keep keys back until what was just laid out can be typed into."""
    app = widget.app
    if not isinstance(app, OneKeyAtATime):
        return
    app.hold_keys(widget)

    async def let_go() -> None:
        for each in mounted:
            await each
        app.call_after_refresh(app.let_keys_go, widget)

    app.call_later(let_go)
