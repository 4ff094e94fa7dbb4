"""What both front ends say in the same words: what is due, what was told, what stands against it.

Knows values and words; never how a line is laid out, and never a terminal.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from casetrack.domain.clock import Clock, name_of, name_of_kind
from casetrack.domain.code import ClockKind
from casetrack.domain.codec import to_plain
from casetrack.domain.facts import Fact
from casetrack.domain.objections import Objection
from casetrack.domain.reminders import Urgency
from casetrack.domain.resident import Holding
from casetrack.domain.working_days import said, short_day
from casetrack.service.leaning import listed

if TYPE_CHECKING:
    from casetrack.service.worklist import Due

AT_THE_SHELL: Final = re.compile(r" \((?:`[^`]*`[^()]*|[a-z]+(?:[_-][a-z]+)+)\)")
"""what only helps at the shell: a command, the name of a fact or field, in brackets"""
SIGNS: Final = {Urgency.LATE: "‼", Urgency.TODAY: "!", Urgency.SOON: "·", Urgency.LATER: " "}
"""how near a due day is, for those who see no colour"""
_HOLDS: Final = {
    "alert-raised": "alert",
    "restriction-imposed": "contact restricted",
    "adjustment-agreed": "adjustment",
    "disability-disclosed": "disability",
    "representative-authorised": "representative",
}
_WAITS_FOR: Final = {"acknowledgement": "acknowledge", "response": "answer", "backstop": "backstop"}


def what(kind: str, stage: int) -> str:
    """Return what a clock waits for, as a thing to do: stage 1 answer, action."""
    if kind in _WAITS_FOR:
        return f"stage {stage} {_WAITS_FOR[kind]}"
    return name_of_kind(ClockKind(kind), stage)


def when(line: "Due") -> str:
    """Return how near a line is, in words: 2 wd late, today, in 3 wd."""
    if line.urgency is Urgency.TODAY:
        return "today"
    if line.urgency is Urgency.LATE:
        return f"{-line.working_days_left} wd late" if line.working_days_left else "late"
    return f"in {line.working_days_left} wd"


def holding_in_words(each: Holding) -> str:
    """Return something that holds for a resident, as it stands above their cases."""
    review = f" (review {said(each.review_on)})" if each.review_on else ""
    if each.until:
        review = f" (until {said(each.until)})"
    return f"{_HOLDS[each.kind]}: {each.what}{review}"


def objection_in_words(objection: Objection) -> str:
    """Return what stands against an act, why, by which provision, and what to do instead."""
    reason = objection.reason.removesuffix(".")
    by = f" ({objection.provision})" if objection.provision else ""
    by = "" if reason.endswith(by) else by
    return f"{reason[0].upper()}{reason[1:]}{by}. {objection.cure}"


def objections_in_words(objections: Sequence[Objection]) -> tuple[str, ...]:
    """Return what stands against an act, each reason once with the entries it is about."""
    about: dict[str, list[int]] = {}
    for each in objections:
        about.setdefault(objection_in_words(each), []).append(each.sequence)
    return tuple(_of_entries(words, sorted(set(of))) for words, of in about.items())


def _of_entries(words: str, numbers: Sequence[int]) -> str:
    return f"Entries {listed(list(map(str, numbers)))}: {words}" if len(numbers) > 1 else words


def objection_on_screen(objection: Objection) -> str:
    """Return the same without what only helps at the shell: commands, and names of fields."""
    return AT_THE_SHELL.sub("", objection_in_words(objection))


def fact_in_words(fact: Fact) -> str:
    """Return what happened and when, in few words."""
    stage = f"stage {stage} " if (stage := getattr(fact, "stage", None)) else ""
    return f"{stage}{fact.kind.replace('-', ' ')}, {said(fact.happened_on)}"


def changed_clocks(
    before: Sequence[Clock], after: Sequence[Clock], today: date
) -> tuple[tuple[str, str, str], ...]:
    """Return the clocks that a command starts, moves or stops: name, before, after."""
    earlier = {(clock.key, clock.started_by): clock for clock in before}
    rows = []
    for clock in after:
        was = earlier.get((clock.key, clock.started_by))
        now = standing_of(clock, today)
        if was is None or standing_of(was, today) != now:
            rows.append((name_of(clock), standing_of(was, today) if was else "–", now))
    gone = {(clock.key, clock.started_by) for clock in after}
    rows.extend(
        (name_of(clock), standing_of(clock, today), "–")
        for key, clock in earlier.items()
        if key not in gone
    )
    return tuple(rows)


def standing_of(clock: Clock, today: date) -> str:
    """Return how a clock stands, in few words: due Fri 20 Nov; met, Thu 19 Nov (due …)."""
    due = f"due {short_day(clock.due_on, today)}" if clock.due_on else "no day yet"
    if clock.settled is None:
        return due
    done = f", {short_day(clock.stopped_on, today)}" if clock.stopped_on else ""
    return f"{clock.settled.value.replace('-', ' ')}{done} ({due})"


def fields_in_words(fact: Fact) -> dict[str, str]:
    """Return what a fact holds besides its stage: name → value, as people are shown them."""
    shown = {}
    for name, value in to_plain(fact).items():
        if name == "amount_pence":
            shown["amount"] = f"£{int(str(value)) / 100:,.2f}"
        elif name != "stage":
            shown[name.replace("_", " ")] = in_words(value)
    return shown


def in_words(value: Any) -> str:
    """Return a field's value as people are shown it."""
    match value:
        case True:
            return "yes"
        case False:
            return "no"
        case str() if day := day_in(value):
            return said(day)
        case list():
            return "; ".join(in_words(each) for each in value)
        case {"point": point, "decision": decision}:
            reasons = value.get("reasons", "")
            return f"{point} {decision}: {reasons}"
        case dict():
            return ", ".join(f"{name} {in_words(each)}" for name, each in value.items())
        case _:
            return str(value)


def day_in(words: str) -> date | None:
    """Return the day that an ISO text names, None for words that only look like one."""
    try:
        day = date.fromisoformat(words)
    except ValueError:
        return None
    return day if day.isoformat() == words else None
