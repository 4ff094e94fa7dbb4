"""What else has a day it must be done by, and where a case stands."""

from collections.abc import Iterator
from datetime import date

from model_clocks import Act, Clock, Stage
from model_days import after
from model_history import Standing, since

_DATED = {
    # kind: the name of its clock, the field with the day
    "action-agreed": ("action", "due_on"),
    "remedy-offered": ("remedy", "due_on"),
    "learning-recorded": ("learning", "due_on"),
    "ombudsman-enquiry": ("ombudsman-enquiry", "evidence_due_on"),
    "order-made": ("ombudsman-order", "due_on"),
}
_PROMISES = ("action", "remedy", "learning", "ombudsman-order")


def duties(now: Standing) -> dict[tuple[str, int], Clock]:
    """Return every other clock of a case, by its name and the act that started it."""
    found = {}
    for act in now.of_kind(*_DATED):
        name, field = _DATED[act["kind"]]
        if act.get(field):
            found[name, act["n"]] = _dated(now, act, act[field])
    for stage in now.stages.values():
        for start, clock in _updates(now, stage):
            found["update", start] = clock
    return found


def _dated(now: Standing, act: Act, due: date) -> Clock:
    """A day that was agreed moves when the resident is told of the new one in time."""
    done = now.done.get(act["n"])
    moved = False
    for news in now.of_kind("action-updated"):
        told = news.get("resident_told_on")
        if news["action"] == act["n"] and news.get("due_on") and told and told <= due:
            due, moved = news["due_on"], True
    if done is None:
        return Clock(due, None, moved)
    return Clock(due, "met" if done["on"] <= due else "missed", moved)


def _updates(now: Standing, stage: Stage) -> Iterator[tuple[int, Clock]]:
    """From each update to the next, until the stage is answered or ended (5.9)."""
    over = stage.answered or stage.ended or stage.overtaken
    start: Act | None = None
    every = 0
    for act in now.of_kind("update-interval-agreed", "resident-updated", stage=stage.number):
        if over and since(act, over):
            continue
        if start:
            due = after(start["on"], every)
            yield start["n"], Clock(due, "met" if act["on"] <= due else "missed")
        every = act.get("every_working_days", every)
        start = act if every > 0 else None
    if start:
        due = after(start["on"], every)
        verdict = None
        if over:
            verdict = "missed" if due < over["on"] else "not-applicable"
        yield start["n"], Clock(due, verdict)


def state(now: Standing) -> str:
    """Return where a case stands, in the words it is listed under."""
    latest = now.latest
    assert latest is not None
    promised = any(
        name in _PROMISES and clock.verdict is None for (name, _), clock in duties(now).items()
    )
    if promised and (latest.answered or now.closed):
        return "answered, actions outstanding"
    if now.closed:
        return "closed"
    if latest.answered:
        return "answered"
    if latest.ended:
        return "withdrawn" if latest.ended["kind"] == "complaint-withdrawn" else "refused"
    return "open"
