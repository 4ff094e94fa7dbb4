"""What a receipt has to do with other records: its resident's, and other cases of the resident.

Written into the receipt as it is recorded: what comes of the other case later changes nothing.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TypeVar

from casetrack.domain.case import Case
from casetrack.domain.errors import BadInput, NotFound
from casetrack.domain.facts import ComplaintReceived, EntryCorrected, Fact, ServiceRequestReceived
from casetrack.domain.ledger import Ledger
from casetrack.store import Reading, RecordName
from casetrack.store.derived import CaseSummary

_Receipt = TypeVar("_Receipt", ComplaintReceived, ServiceRequestReceived)


def completed(reading: Reading, fact: Fact, reference: str) -> Fact:
    """Return a fact as it is recorded on a case, "" a new one, where it is a receipt or puts one
    right: with the resident's name as on their record, and the case it could have joined.

    Raises NotFound for a resident or a case it names and there is not, BadInput where it is said to
    follow its own.
    """
    match fact:
        case EntryCorrected(replacement=ComplaintReceived() as inside):
            return replace(fact, replacement=_beside_others(reading, inside, reference))
        case ComplaintReceived():
            return _beside_others(reading, _with_resident(reading, fact), reference)
        case ServiceRequestReceived():
            return _with_resident(reading, fact)
        case _:
            return fact


def _with_resident(reading: Reading, fact: _Receipt) -> _Receipt:
    """Return a receipt with the resident's name and address as their own record has them."""
    from casetrack.domain.resident import Resident  # most receipts name no record

    if not fact.resident_reference:
        return fact
    name = RecordName("resident", fact.resident_reference)
    history = reading.history(name)
    if not history:
        raise NotFound(f'There is no resident "{fact.resident_reference}".')
    known = Resident.of(Ledger.replay("resident", history)).registered
    if known is None:
        return fact
    return replace(
        fact,
        resident=fact.resident or known.name,
        address=fact.address or known.address,
        tenure=fact.tenure or known.tenure,
    )


# --- other cases of the resident


def _beside_others(reading: Reading, fact: ComplaintReceived, reference: str) -> ComplaintReceived:
    """Return a receipt with the case whose stage 1 its issue could have been added to (6.8)."""
    if fact.follows and fact.follows == reference:
        raise BadInput(
            f"{reference} cannot follow itself. Name the case it comes from (follows), or none."
        )
    if fact.follows and not reading.exists(RecordName("case", fact.follows)):
        raise NotFound(f'There is no case "{fact.follows}" that this could follow.')
    could_join = next(
        (
            each
            for each in _candidates(reading, fact, reference)
            if _stage_1_open(reading, each, fact.happened_on)
        ),
        "",
    )
    return replace(fact, could_join=could_join)


def _candidates(reading: Reading, fact: ComplaintReceived, reference: str) -> Iterator[str]:
    """Give the case it is said to follow, then what the resident's others may be related."""
    if fact.follows:
        yield fact.follows
    for summary in reading.cases_of(fact.resident_reference):
        if summary.reference not in (reference, fact.follows) and _related(summary, fact):
            yield summary.reference


def _related(other: CaseSummary, fact: ComplaintReceived) -> bool:
    """Whether two complaints may be about one matter: unless both are classified, and otherwise."""
    pairs = (other.category, fact.category), (other.service_area, fact.service_area)
    known = [pair for pair in pairs if all(pair)]
    return not known or any(one == another for one, another in known)


def _stage_1_open(reading: Reading, reference: str, day: date) -> bool:
    """Whether a complaint had been received by a day and its stage 1 neither answered nor ended."""
    case = Case.replay(reading.history(RecordName("case", reference)))
    if case.received is None or case.received.fact.happened_on > day:
        return False
    first = case.stages[0]
    over = (first.answered, first.ended, first.overtaken, case.closed)
    return not any(entry is not None and entry.fact.happened_on <= day for entry in over)
