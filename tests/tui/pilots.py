"""A handler at a desk in the tests: the app without a terminal, keys pressed as a person does."""

import asyncio
import unicodedata
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from landlord import Landlord
from textual import events
from textual.pilot import Pilot

from casetrack.tui.app import CasetrackApp
from casetrack.tui.desk import Desk
from casetrack.tui.preferences import Preferences

TUE_24_NOV = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
"""Tue 24 Nov 2026, ten in the morning: the day of the sketches"""

QUIET = 3
"""looks in which nothing was at work: what a worker brings may set another one going"""

HOPS = 5
"""widgets on the way of a message: from a box by its field and its form to the screen, the app"""

Job = Callable[["Pilot[None]", CasetrackApp], Awaitable[None]]


@contextmanager
def desk_of(there: Landlord, *, now: datetime = TUE_24_NOV, account: str = "jb") -> Iterator[Desk]:
    """Give a desk at a landlord's, at a moment that does not move."""
    with there.opened() as casetrack:
        yield Desk(casetrack, account=account, now=lambda: now)


def at_work(
    there: Landlord,
    job: Job,
    *,
    size: tuple[int, int] = (120, 40),
    now: datetime = TUE_24_NOV,
    account: str = "jb",
    preferences: Preferences | None = None,
) -> None:
    """Run a job: a coroutine that presses keys and looks at the screen."""
    with desk_of(there, now=now, account=account) as desk:
        app = CasetrackApp(desk, preferences)

        async def run() -> None:
            async with app.run_test(size=size) as pilot:
                await settled(pilot)
                await job(pilot, app)

        asyncio.run(run())


async def handed_on(pilot: "Pilot[None]") -> None:
    """Wait until every message has come as far up as it goes, on a machine that others use too."""
    for _ in range(HOPS):
        await pilot._wait_for_screen()


async def settled(pilot: "Pilot[None]") -> None:
    """Wait until no worker is at work, no key waits for one, and the screen is painted."""
    app, quiet = pilot.app, 0
    for _ in range(60):
        await handed_on(pilot)
        await pilot.pause()
        busy = [worker for worker in app.workers if not worker.is_finished]
        if busy:
            await app.workers.wait_for_complete(busy)
        waits = isinstance(app, CasetrackApp) and (app._kept_back or app._under_way)
        quiet = 0 if busy or waits else quiet + 1
        if quiet == QUIET:
            return


async def stopped_typing(pilot: "Pilot[None]") -> None:
    """Wait until typing counts as stopped on the screen, and what follows from it is shown."""
    await handed_on(pilot)
    for _ in range(200):
        tasks = [t._task for t in pilot.app.screen._timers if t._repeat == 0 and t._interval < 0.5]
        if all(task is None or task.done() for task in tasks):
            break
        await pilot.pause(0.05)
    await settled(pilot)


async def burst(pilot: "Pilot[None]", *keys: str) -> None:
    """Press keys without waiting for what any of them does."""
    for key in keys:
        character = {"space": " "}.get(key, key if len(key) == 1 else None)
        pilot.app.post_message(events.Key(key, character))
    await stopped_typing(pilot)


def screen_text(app: CasetrackApp) -> str:
    """Return what the screen shows, line by line, as a person reads it."""
    width, height = app.size
    lines = app.screen._compositor.render_strips()
    shown = ["".join(segment.text for segment in strip) for strip in lines[:height]]
    return "\n".join(line[:width].rstrip() for line in shown)


def harmless(shown: str) -> None:
    """See that nothing on a screen steers a terminal or reorders a line."""
    steering = [
        letter
        for letter in shown
        if letter != "\n" and unicodedata.category(letter) in ("Cc", "Zl", "Zp")
    ]
    assert not steering
    assert not any(0x202A <= ord(c) <= 0x202E or 0x2066 <= ord(c) <= 0x2069 for c in shown)


def picture(app: CasetrackApp, path: Path) -> Path:
    """Write the screen as an SVG, to be looked at."""
    path.write_text(app.export_screenshot(), "utf-8")
    return path


def day(text: str) -> date:
    """Return an ISO day."""
    return date.fromisoformat(text)
