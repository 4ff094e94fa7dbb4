"""What came of a recording, in words and as JSON."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from casetrack.cli.output import ExitCode, print_json, say, short_day, table, wrapped
from casetrack.domain.clock import Clock, name_of
from casetrack.domain.codec import to_plain
from casetrack.domain.facts import Entry, Fact
from casetrack.domain.objections import Finding, Objection
from casetrack.domain.working_days import said
from casetrack.service.what_if import clock_as_plain

if TYPE_CHECKING:
    from casetrack.service.recording import Recorded, Stale


def print_recorded(recorded: "Recorded", today: date, *, as_json: bool) -> ExitCode:
    """Print what was recorded or what stands against it, and return the exit code."""
    if as_json:
        print_json(recorded_as_plain(recorded, today))
    elif recorded.saved:
        _say_saved(recorded, today)
    else:
        _say_refused(recorded)
    return ExitCode.DONE if recorded.saved else ExitCode.FOUND


def recorded_as_plain(recorded: "Recorded", today: date) -> dict[str, Any]:
    """Return what came of a recording as JSON."""
    return {
        "reference": recorded.name.reference,
        "recorded": recorded.saved,
        "again": recorded.again,
        "entries": [entry_as_plain(entry) for entry in recorded.entries],
        "objections": [objection_as_plain(each) for each in recorded.objections],
        "findings": [finding_as_plain(each) for each in recorded.findings],
        "before": [clock_as_plain(clock, today) for clock in recorded.before],
        "after": [clock_as_plain(clock, today) for clock in recorded.after],
    }


def entry_as_plain(entry: Entry) -> dict[str, Any]:
    """Return an entry of a history as JSON."""
    return {
        "entry": entry.sequence,
        "on": entry.fact.happened_on.isoformat(),
        "fact": entry.fact.kind,
        **to_plain(entry.fact),
        "because_recorded": entry.because,
        "recorded_at": entry.recorded_at.isoformat() if entry.recorded_at else None,
        "recorded_by": entry.recorded_by,
        "source": entry.source.value,
    }


def objection_as_plain(objection: Objection) -> dict[str, Any]:
    """Return what stands against an act as JSON."""
    return {
        "kind": objection.kind.value,
        "code": objection.code,
        "entry": objection.sequence,
        "provision": objection.provision,
        "reason": objection.reason,
        "cure": objection.cure,
    }


def finding_as_plain(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON."""
    return {
        "entry": finding.sequence,
        "code": finding.code,
        "provision": finding.cited.shown,
        "finding": finding.says,
    }


def objection_in_words(objection: Objection) -> str:
    """Return what stands against an act, why, by which provision, and what to do instead."""
    by = f" ({objection.provision})" if objection.provision else ""
    reason = objection.reason.removesuffix(".")
    return f"{reason[0].upper()}{reason[1:]}{by}. {objection.cure}"


def print_unheard_of(objection: Objection, *, as_json: bool) -> None:
    """Print the refusal of an act that the Code does not know."""
    if as_json:
        print_json({"recorded": False, "objections": [objection_as_plain(objection)]})
    else:
        say(wrapped(f"Not recorded. {objection_in_words(objection)}"))


def _say_refused(recorded: "Recorded") -> None:
    say(f"Not recorded on {recorded.name.reference}:")
    for objection in recorded.objections:
        say(wrapped(f"  – {objection_in_words(objection)}", hanging=4))
    if all(each.kind.value == "breach" for each in recorded.objections):
        say(
            wrapped(
                "If it has happened all the same, record it as it was: add --happened --because "
                "with the reason. It stands on record with its findings."
            )
        )


def _say_saved(recorded: "Recorded", today: date) -> None:
    if recorded.again:
        say(f"Already on record on {recorded.name.reference}; nothing was added.")
        return
    for entry in recorded.entries:
        say(f"{recorded.name.reference}, entry {entry.sequence}: {fact_in_words(entry.fact)}.")
    for finding in recorded.findings:
        say(wrapped(f"  Finding ({finding.cited}): {finding.says}", hanging=4))
    moved = changed_clocks(recorded.before, recorded.after, today)
    if moved:
        say(moved)


def fact_in_words(fact: Fact) -> str:
    """Return what happened and when, in few words."""
    stage = f"stage {stage} " if (stage := getattr(fact, "stage", None)) else ""
    return f"{stage}{fact.kind.replace('-', ' ')}, {said(fact.happened_on)}"


def changed_clocks(before: Sequence[Clock], after: Sequence[Clock], today: date) -> str:
    """Return the clocks that a command starts, moves or stops, before and after; "" for none."""
    earlier = {(clock.key, clock.started_by): clock for clock in before}
    rows = []
    for clock in after:
        was = earlier.get((clock.key, clock.started_by))
        now = _standing(clock, today)
        if was is None or _standing(was, today) != now:
            rows.append((name_of(clock), _standing(was, today) if was else "–", now))
    gone = {(clock.key, clock.started_by) for clock in after}
    rows.extend(
        (name_of(clock), _standing(clock, today), "–")
        for key, clock in earlier.items()
        if key not in gone
    )
    return table(("Clock", "Before", "After"), rows) if rows else ""


def _standing(clock: Clock, today: date) -> str:
    due = f"due {short_day(clock.due_on, today)}" if clock.due_on else "no day yet"
    if clock.settled is None:
        return due
    done = f", {short_day(clock.stopped_on, today)}" if clock.stopped_on else ""
    return f"{clock.settled.value.replace('-', ' ')}{done} ({due})"


def print_conflict(stale: "Stale", *, as_json: bool) -> None:
    """Print both versions of what two people recorded at once; nothing typed is lost."""
    yours = [
        {"on": fact.happened_on.isoformat(), "fact": fact.kind, **to_plain(fact)}
        for fact in stale.yours
    ]
    if as_json:
        theirs = [entry_as_plain(entry) for entry in stale.since]
        print_json({"recorded": False, "conflict": str(stale), "theirs": theirs, "yours": yours})
        return
    say(wrapped(str(stale)))
    say("\nRecorded meanwhile:")
    for entry in stale.since:
        at = f" at {entry.recorded_at:%H:%M} UTC" if entry.recorded_at else ""
        say(
            wrapped(
                f"  entry {entry.sequence}: {fact_in_words(entry.fact)}, by "
                f"{entry.recorded_by}{at}",
                hanging=4,
            )
        )
        _say_fields(entry.fact)
    say("\nYours, not recorded:")
    for fact in stale.yours:
        say(f"  {fact_in_words(fact)}")
        _say_fields(fact)


def _say_fields(fact: Fact) -> None:
    for name, value in fields_in_words(fact).items():
        say(wrapped(f"    {name}: {value}", hanging=6))


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
