"""What came of a recording, in words and as JSON."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from casetrack.cli.output import ExitCode, print_json, say, table, wrapped
from casetrack.domain.codec import to_plain
from casetrack.domain.facts import Entry, Fact
from casetrack.domain.objections import Finding, Objection
from casetrack.service.what_if import clock_as_plain
from casetrack.service.wording import (
    changed_clocks,
    fact_in_words,
    fields_in_words,
    objection_in_words,
    objections_in_words,
)

if TYPE_CHECKING:
    from casetrack.service.orders import Recorded, Stale


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


def print_unheard_of(objection: Objection, *, as_json: bool) -> None:
    """Print the refusal of an act that the Code does not know."""
    if as_json:
        print_json({"recorded": False, "objections": [objection_as_plain(objection)]})
    else:
        say(wrapped(f"Not recorded. {objection_in_words(objection)}"))


def _say_refused(recorded: "Recorded") -> None:
    say(f"Not recorded on {recorded.name.reference}:")
    for words in objections_in_words(recorded.objections):
        say(wrapped(f"  – {words}", hanging=4))
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
    if moved := changed_clocks(recorded.before, recorded.after, today):
        say(clocks_moved(moved))


def clocks_moved(rows: Sequence[Sequence[str]]) -> str:
    """Return the clocks that a command starts, moves or stops as a table."""
    return table(("Clock", "Before", "After"), rows)


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
