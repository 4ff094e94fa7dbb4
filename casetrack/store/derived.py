"""What is worked out from a case's history and kept beside it, as plain values.

Knows the columns of the derived tables. Never knows how a value is worked out (that is for the
domain) nor how it is stored. Nothing here is the truth: `casetrack rebuild` makes it anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal, NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSummary:
    """One row a case: what a list of cases shows."""

    reference: str
    received_on: date | None
    resident: str = ""
    channel: str = ""
    tenure: str = ""
    category: str = ""
    service_area: str = ""
    handler: str = ""
    stage: int = 1
    state: str = ""
    edition: str = ""
    """"" where no edition casetrack holds was in force"""
    entries: int = 0
    findings: int = 0
    compensation_pence: int = 0
    responded: bool = False
    cause: str = ""
    keywords: str = ""
    """as they were typed, with ", " between"""
    resident_reference: str = ""
    """"" where the case is of no resident on record"""
    follows: str = ""
    """the case it goes on from"""
    recorded_late: int = 0
    """how many entries were recorded late"""
    missed: bool = False
    """a clock of the Code was missed"""

    @property
    def place(self) -> "CasePlace":
        """Where it stands among cases found: what the next page is asked for with."""
        return CasePlace(self.received_on, self.reference)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStage:
    """One row a case and stage: a figure is a sum over these, the list behind it the same WHERE."""

    stage: int
    cohort_on: date
    """the day that puts it into a period: received (stage 1), requested (stage 2)"""
    edition: str = ""
    handler: str = ""
    tenure: str = ""
    category: str = ""
    service_area: str = ""
    channel: str = ""
    refused_reason: str = ""
    outcome: str = ""
    """upheld, partly-upheld, not-upheld; "" while unanswered"""
    refused: bool = False
    withdrawn: bool = False
    withdrawn_late: bool = False
    counted: bool = False
    """in the denominator of the shares of responses"""
    answered: bool = False
    acknowledgement_counted: bool = False
    acknowledged_in_time: bool = False
    responded_in_time: bool = False
    responded_without_extension: bool = False
    responded_with_extension: bool = False
    strict_counted: bool = False
    responded_strict: bool = False
    past_limit_with_good_reason: bool = False
    extended: bool = False
    extended_in_time: bool = False
    backstop_counted: bool = False
    backstop_met: bool = False
    ch02_in_time: bool = False
    """responded in time, and acknowledged in time as well"""
    hangs_on_details: bool = False
    """the verdict hangs on the missing details of the Ombudsman alone"""
    definition_assumed: bool = False
    response_as_acknowledgement: bool = False
    convention_sensitive: bool = False
    response_due_on: date | None = None
    """the stage is overdue after this day if it is not answered"""
    working_days: int | None = None
    """from receipt or request to the response"""
    compensation_pence: int = 0

    @property
    def month(self) -> int:
        """The month of the cohort day, as 202411."""
        return self.cohort_on.year * 100 + self.cohort_on.month


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One clock of a record. Running or overdue is not stored: it depends on the day."""

    key: str
    started_by: int
    """the sequence of the fact that started it, part of its identity"""
    stage: int
    """0 where it belongs to none"""
    kind: str
    due_on: date
    original_due_on: date
    started_on: date | None = None
    """None: never started, as a response clock never acknowledged but answered"""
    stopped_on: date | None = None
    settled: str | None = None
    """met, missed, not-applicable; None while it is open"""
    provision: str = ""
    edition: str = ""
    extended: bool = False
    earlier_due_on: tuple[date, ...] = ()
    """its former due days, oldest first"""
    target_on: date | None = None
    """the landlord's own shorter target"""
    provisional: bool = False
    rolled_due_on: date | None = None
    """due under the other convention of domain.md 2.2"""
    rolled_settled: str | None = None
    calendar_version: str = ""
    listed: bool = False
    """shows on the worklist"""
    handler: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """Something of a case that figures count besides its stages: a request, an order, a remedy."""

    sequence: int
    """of the entry that tells of it"""
    kind: str
    """of the fact"""
    happened_on: date
    detail: str = ""
    """by what it is told apart: what the Ombudsman found, the kind of a remedy, a score"""
    due_on: date | None = None
    done_on: date | None = None
    amount_pence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OccurrenceCount:
    """How many occurrences there were of one kind and detail, and what became of them."""

    kind: str
    detail: str
    count: int
    due: int
    """that have a day to be done by"""
    done: int
    overdue: int
    amount_pence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OccurrenceFilter:
    """Which occurrences of a period are asked for: all that are set must hold."""

    period_from: date
    period_to: date
    kind: str
    details: frozenset[str] | None = None
    become: Literal["anything", "done", "open", "overdue"] = "anything"
    today: date
    """for overdue"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """All that is worked out from one record; one that is no case has clocks and words alone."""

    summary: CaseSummary | None = None
    stages: tuple[CaseStage, ...] = ()
    clocks: tuple[Clock, ...] = ()
    occurrences: tuple[Occurrence, ...] = ()
    words: str = ""
    """the words that find it, as `text.words_for_search` gives them"""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorklistFilter:
    """Which listed clocks a worklist shows: all that are set must hold."""

    handler: str | None = None
    stage: int | None = None
    due_by: date | None = None
    """due on this day or before it"""
    overdue_on: date | None = None
    """due before this day"""
    due_from: date | None = None
    """due on this day or after it"""
    kind: str | None = None
    other_kinds: frozenset[str] = frozenset()
    """of none of these kinds"""
    extended: bool = False
    """only those whose due day an extension moved"""
    words: str = ""
    """as typed: the record has all of them, the last as the beginning of a word"""


WorklistOrder = Literal["due", "reference", "resident", "handler", "stage"]


@dataclass(frozen=True, slots=True)
class WorklistPlace:
    """Where a page of the worklist ended; the next one goes on after it."""

    due_on: date
    record_id: int
    key: str
    started_by: int


class WorklistRow(NamedTuple):
    """One clock on the worklist, with what is shown beside it.

    A named tuple, for it is made four times as fast as a frozen class, fifty a page.
    """

    due_on: date
    record_id: int
    key: str
    started_by: int
    record_kind: str
    reference: str
    resident: str
    handler: str
    stage: int
    kind: str
    provision: str
    edition: str
    started_on: date | None
    original_due_on: date
    extended: bool
    target_on: date | None
    provisional: bool

    @property
    def place(self) -> WorklistPlace:
        """Where it stands in the worklist: what the next page is asked for with."""
        return WorklistPlace(self.due_on, self.record_id, self.key, self.started_by)


Verdict = Literal["met", "missed", "overdue", "running"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """Which cases are found: all that are set must hold."""

    words: str = ""
    """as typed: a case has all of them, the last as the beginning of a word"""
    stage: int | None = None
    """the latest one"""
    handler: str | None = None
    """compared without case, marks, spaces and punctuation, as are category and cause; "" finds
    the cases of nobody"""
    category: str | None = None
    cause: str | None = None
    state: str | None = None
    resident_reference: str | None = None
    verdict: Verdict | None = None
    """missed: some clock of the Code was; overdue: something is late on `today`; running: something
    is waited for and nothing is late; met: nothing was missed or is waited for, and something met.
    What is waited for is what the worklist shows."""
    today: date | None = None
    """needed for overdue and running"""
    received_from: date | None = None
    received_to: date | None = None
    """that day included"""


@dataclass(frozen=True, slots=True)
class CasePlace:
    """Where a page of cases ended; the next one goes on after it."""

    received_on: date | None
    reference: str


class Likeness(StrEnum):
    """Why a case may be the complaint that is about to be recorded."""

    SAME_RESIDENT = "same-resident"
    """it is of the same resident on record"""
    SAME_WORDS = "same-words"
    """much of what is said in the complaint, and of who complains, is on the case"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """A case that may be the complaint that is about to be recorded."""

    summary: CaseSummary
    why: Likeness
    shared: tuple[str, ...] = ()
    """the words that are in both, folded; first those of who complains"""


@dataclass(frozen=True, slots=True)
class Condition:
    """One column of `case_stage` or `case_summary` compared with a value.

    `compared` is one of = != < <= > >=. A value of None with = or != asks for nothing stored.
    """

    column: str
    compared: str
    value: str | int | bool | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """How many case stages there are in one group, and how many of them each flag holds for."""

    stage: int
    group: tuple[str | int, ...]
    """the values of the columns asked for, in the order asked"""
    rows: int
    sums: Mapping[str, int]
    """every flag of CaseStage, and compensation_pence"""
