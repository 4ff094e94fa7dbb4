"""Many cases given to one person: a command a case, so that what one refuses the others still get.

Knows which stage of a case is under way and who has it; what stands against it is for the rules.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from casetrack.domain.errors import Conflict, NotAllowed, NotFound
from casetrack.domain.facts import HandlerAssigned
from casetrack.domain.procedure.today import london_day
from casetrack.service.casework import Casework
from casetrack.service.orders import Order
from casetrack.service.recording import Recording
from casetrack.service.wording import objections_in_words


class Became(StrEnum):
    """What came of giving one case to somebody."""

    GIVEN = "given"
    HAD_IT = "had-it"
    """it was theirs already: nothing was recorded"""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Which cases go to whom, and who says so."""

    references: tuple[str, ...]
    handler: str
    account: str
    at: datetime
    batch: str
    """one id for all of it: carried out twice, it is recorded once"""
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """What became of one case."""

    reference: str
    became: Became
    says: tuple[str, ...] = ()
    """of a refusal: each reason with its provision, and what to do instead"""


class Assigning:
    """Gives cases to people in one database."""

    def __init__(self, casework: Casework, recording: Recording) -> None:
        self._casework = casework
        self._recording = recording

    def assign(self, wanted: Assignment) -> Iterator[Assigned]:
        """Give the cases one by one, and what became of each as soon as it is known.

        Raises RebuildNeeded and CouldNot; what was given before that stays given.
        """
        for reference in dict.fromkeys(wanted.references):
            try:
                yield self._one(wanted, reference)
            except (Conflict, NotAllowed, NotFound) as refusal:
                yield Assigned(reference=reference, became=Became.REFUSED, says=(str(refusal),))

    def _one(self, wanted: Assignment, reference: str) -> Assigned:
        view = self._casework.show(reference)
        stages = view.judged.case.stages
        if stages and stages[-1].handler == wanted.handler:
            return Assigned(reference=reference, became=Became.HAD_IT)
        fact = HandlerAssigned(
            happened_on=london_day(wanted.at),
            stage=stages[-1].number if stages else 1,
            handler=wanted.handler,
        )
        order = Order(
            kind="case",
            reference=reference,
            facts=(fact,),
            account=wanted.account,
            at=wanted.at,
            command_id=f"{wanted.batch} {reference}",
            because=wanted.because,
            based_on=len(view.history),
        )
        recorded = self._recording.record(order)
        if recorded.saved:
            return Assigned(reference=reference, became=Became.GIVEN)
        says = objections_in_words(recorded.objections)
        return Assigned(reference=reference, became=Became.REFUSED, says=says)
