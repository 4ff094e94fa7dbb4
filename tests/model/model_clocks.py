"""When the Code wants an acknowledgement and an answer, and whether they came in time.

Written from sections 1 to 3 of the domain's description, with plain dicts and dates.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from model_days import after, between

Act = dict[str, Any]
"""what somebody recorded: kind, on, n (its number in the record) and the fields of its kind"""

CODE_2022 = date(2022, 4, 1)
CODE_2024 = date(2024, 4, 1)
SPOKEN = ("phone", "in-person")


@dataclass
class Stage:
    """One stage of a complaint, as far as the history has come."""

    number: int
    opened: Act
    year: str
    """of the Code it falls under: 2022, 2024, both (stage 2 of a 2022 case requested since); or
    none, for a complaint from before the first that is held"""
    reopened: Act | None = None
    acknowledged: Act | None = None
    logged: Act | None = None
    defined: list[Act] = field(default_factory=list)
    extended: list[Act] = field(default_factory=list)
    answered: Act | None = None
    ended: Act | None = None
    """refused, or withdrawn before it was answered"""
    overtaken: Act | None = None
    """the answer of stage 2 that came while this one had none and was still open"""
    handlers: list[Act] = field(default_factory=list)

    @property
    def start(self) -> Act:
        """What its clocks start from."""
        return self.reopened or self.opened

    @property
    def begun(self) -> date:
        """The day of it."""
        day: date = self.start["on"]
        return day

    @property
    def over(self) -> bool:
        """Whether nothing more is to be done at it."""
        return any((self.answered, self.ended, self.overtaken))

    @property
    def has_acknowledgement(self) -> bool:
        """Whether the Code sets a time for acknowledging: not at stage 2 in 2022."""
        return self.year != "none" and not (self.year == "2022" and self.number == 2)

    @property
    def definition_needed(self) -> bool:
        """Whether that time is also for the definition: the 2022 Code gives none for it."""
        return self.year in ("2024", "both")

    @property
    def days(self) -> int:
        """Working days for the answer."""
        return 10 if self.number == 1 else 20

    @property
    def more_days(self) -> int:
        """Working days by which the answer may be extended in all."""
        return 20 if (self.year, self.number) == ("2024", 2) else 10


class Clock(NamedTuple):
    """A due day, and what came of it."""

    due: date
    verdict: str | None
    """met, missed, not-applicable, or None while that depends on the day"""
    extended: bool = False


def year_of(received: date, requested: date | None = None) -> str:
    """Return which Code a stage falls under."""
    if received < CODE_2022:
        return "none"
    if received >= CODE_2024:
        return "2024"
    return "both" if requested is not None and requested >= CODE_2024 else "2022"


def tells(text: str) -> bool:
    """Say whether an explanation explains anything: three letters, and not "none" or "n/a"."""
    letters = "".join(filter(str.isalnum, text)).casefold()
    return len(letters) >= 3 and letters not in ("none", "nil", "tbc")


# --- the acknowledgement


def set_out(definition: Act) -> bool:
    """Say whether a definition was set out so that it counts: how is on record, and what a call
    said."""
    means = definition.get("means")
    return means is not None and (means not in SPOKEN or bool(definition.get("note", "").strip()))


def acknowledged_in_full(stage: Stage) -> date | None:
    """Return the day by which it was acknowledged, defined and, with a day of its own, logged."""
    acts = [stage.acknowledged]
    if stage.definition_needed:
        acts.append(next(filter(set_out, stage.defined), None))
    if stage.logged:
        acts.append(stage.logged)
    days = [act["on"] for act in acts if act]
    return max(days) if len(days) == len(acts) else None


def quick_answer(stage: Stage, other: date | None) -> date | None:
    """Return the day of a full answer that came in time to be the acknowledgement too.

    Even if a later acknowledgement is on record: `other` is the day that one counts from.
    """
    if not stage.has_acknowledgement or not stage.answered:
        return None
    on: date = stage.answered["on"]
    return on if on <= after(stage.begun, 5) and (other is None or on < other) else None


def counts_from(stage: Stage) -> date | None:
    """Return the day the time to answer is counted from: day 0."""
    if stage.year in ("2022", "both") and stage.number == 2:
        return stage.begun
    act = stage.acknowledged
    if stage.year == "2022":
        act = stage.logged or act
    day: date | None = act["on"] if act else None
    return quick_answer(stage, day) or day


# --- extensions


def first_due(stage: Stage) -> date | None:
    """Return the day the answer is due before any extension."""
    day = counts_from(stage)
    return None if day is None or stage.year == "none" else after(day, stage.days)


def lacks(stage: Stage, act: Act, dues: list[date]) -> Iterator[str]:
    """Give what an extension lacks, beside the days the answer was due on till then.

    Past the limit it lacks room even with a good reason and a manager: `allowed` says whether that
    stands against it.
    """
    day = counts_from(stage)
    told = max(act["on"], act.get("resident_told_on") or act["on"])
    if day is None or act["on"] < day:
        yield "extended early"
    answer = stage.answered or stage.overtaken
    if answer and answer["on"] < told:
        yield "extended after the answer"
    if dues:
        if told > dues[-1]:
            yield "extended late"
        if act["until"] <= dues[-1]:
            yield "extension not later"
        if act["until"] > after(dues[0], stage.more_days):
            yield "extension past limit"
    if act.get("means") in (None, *SPOKEN):
        yield "extension not written"
    if not tells(act.get("reasons", "")) and not tells(act.get("good_reason", "")):
        yield "extension without reasons"
    if stage.year != "2022" and not act.get("ombudsman_details_given"):
        yield "extension without details"


def allowed(rule: str, act: Act) -> bool:
    """Say whether something an extension lacks is allowed: past the limit, for a good reason."""
    return (
        rule == "extension past limit"
        and tells(act.get("good_reason", ""))
        and act["approver_role"] == "manager"
    )


def due_days(stage: Stage) -> tuple[list[date], list[list[str]]]:
    """Return every day the answer was due on, the last one holds, and what each extension lacks."""
    first = first_due(stage)
    dues = [first] if first else []
    lacking = []
    for act in stage.extended:
        lacking.append(list(lacks(stage, act, dues)))
        if not lacking[-1]:
            dues.append(act["until"])
    return dues, lacking


def backstop(stage: Stage, dues: list[date]) -> date | None:
    """Return the day by which the answer is due however late the acknowledgement came."""
    if stage.year == "none" or (stage.year, stage.number) == ("2022", 2):
        return None
    moved = between(dues[0], dues[-1]) if dues else 0
    return after(stage.begun, (15 if stage.number == 1 else 25) + moved)


# --- verdicts


def clocks(stage: Stage) -> dict[str, Clock]:
    """Return the clocks of a stage that run or have run, by their names."""
    if stage.year == "none":
        return {}
    found = {}
    answered = stage.answered["on"] if stage.answered else None
    if stage.has_acknowledgement:
        full = acknowledged_in_full(stage)
        found["acknowledgement"] = _acknowledgement(stage, quick_answer(stage, full) or full)
    dues, _ = due_days(stage)
    last = backstop(stage, dues)
    if last:
        moved = len(dues) > 1 and between(dues[0], dues[-1]) > 0
        found["backstop"] = _judged(stage, last, answered, moved)
    if dues:
        start = counts_from(stage)
        early = answered is not None and start is not None and answered < start
        found["response"] = _judged(stage, dues[-1], date.max if early else answered, len(dues) > 1)
    elif (answered or stage.overtaken) and last:
        found["response"] = found["backstop"]
    return found


def _acknowledgement(stage: Stage, done: date | None) -> Clock:
    due = after(stage.begun, 5)
    if done is None and stage.answered:
        return Clock(due, "missed")
    return _judged(stage, due, done)


def _judged(stage: Stage, due: date, done: date | None, extended: bool = False) -> Clock:
    if done is not None:
        return Clock(due, "met" if done <= due else "missed", extended)
    if stage.ended is not None:
        return Clock(due, "missed" if due < stage.ended["on"] else "not-applicable", extended)
    if stage.overtaken is not None:
        return Clock(due, "missed", extended)
    return Clock(due, None, extended)


def overdue_on(stage: Stage, day: date) -> bool:
    """Say whether an unanswered stage is late on a day, by its due day or by the backstop."""
    dues, _ = due_days(stage)
    return any(due is not None and due < day for due in (*dues[-1:], backstop(stage, dues)))
