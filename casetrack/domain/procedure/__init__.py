"""What stands against a fact before it is recorded, and what it shows once it is.

One set of rules for both: a finding that stands against an act refuses it while it is still to be
done, and stays on record once it has happened. Facts that a log brought in, or a what-if, are
asked for no contents; what their days show holds for them as well.
"""

from collections.abc import Sequence

from casetrack.domain.case import Case
from casetrack.domain.clock import Clock, Verdict, name_of
from casetrack.domain.clocks import CaseClocks
from casetrack.domain.code import Citation, ClockKind, CodeEdition
from casetrack.domain.facts import Source
from casetrack.domain.ledger import Ledger
from casetrack.domain.objections import Finding
from casetrack.domain.procedure.assumptions import (
    Assumption,
    assumptions_for,
    edition_not_held,
    objections_for,
)
from casetrack.domain.procedure.standing import Judging
from casetrack.domain.procedure.timescales import by_the_clocks
from casetrack.domain.working_days import said

__all__ = [
    "Assumption",
    "assumptions_for",
    "edition_not_held",
    "findings_for",
    "objections_for",
    "record_findings",
]


def findings_for(
    case: Case, clocks: CaseClocks, duties: Sequence[Clock] = ()
) -> tuple[Finding, ...]:
    """Return every departure from the Code that the history shows, in the order of its entries."""
    found = [*by_the_clocks(case, clocks), *map(_duty_missed, filter(_missed, duties))]
    if any(entry.source is Source.PERSON for entry in case.entries):
        from casetrack.domain.procedure.acts import by_the_acts  # a log has no need of it

        found.extend(by_the_acts(case, clocks))
    places = {entry.sequence: place for place, entry in enumerate(case.entries)}
    # Said once: what stands against an act rather than what its day shows of the same.
    once = {(each.code, each.sequence, each.stage): each for each in found}
    return tuple(sorted(once.values(), key=lambda finding: places.get(finding.sequence, 0)))


def record_findings(
    ledger: Ledger, edition: CodeEdition, duties: Sequence[Clock] = ()
) -> tuple[Finding, ...]:
    """Return what the record of a resident or of the landlord shows, in order of its entries."""
    # A command on a case has no need of them.
    from casetrack.domain.procedure.days import in_order
    from casetrack.domain.procedure.records import RULES

    found = [_duty_missed(clock) for clock in duties if _missed(clock)]
    for entry in ledger.taken:
        if entry.source is not Source.PERSON:
            continue
        at = Judging(entry=entry, edition=edition)
        found.extend(in_order(at, ledger.follow_ups))
        if (rule := RULES.get(entry.fact.kind)) is not None:
            found.extend(rule(at))
    return tuple(sorted(found, key=lambda finding: finding.sequence))


def _missed(clock: Clock) -> bool:
    return clock.settled is Verdict.MISSED and bool(clock.timescale.provision)


def _duty_missed(clock: Clock) -> Finding:
    """A day that was agreed with the resident, or that the Code gives, and was not kept."""
    timescale = clock.timescale
    done = f"done on {said(clock.stopped_on)}" if clock.stopped_on else "not done"
    due = said(clock.due_on) if clock.due_on else ""
    by = clock.stopped_by if clock.stopped_by is not None else clock.started_by
    if timescale.kind is ClockKind.UPDATE:
        # An update that came late ends one clock and starts the next, which can be missed as well.
        by = clock.started_by
    return Finding(
        code=f"{timescale.key}-missed",
        sequence=by if by is not None else 0,
        cited=Citation(number=timescale.provision, edition=timescale.edition),
        says=f"The {name_of(clock)} was due on {due} and {done}.",
        stage=max(timescale.stage, 1),
    )
