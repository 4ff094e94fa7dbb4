"""The tables: columns, keys and checks. Rows are dumb and never leave the store.

Knows shapes alone. The history (record, fact, seal, personal_text, disposal, calendar_*) is only
ever added to, which `triggers` guards; the rest is derived and may be made anew. A change here
needs a migration: the test run compares the two on both engines. Indexes are named in the
migrations alone, for nothing here asks for one.

One file, longer than others: it is one list of columns, read beside one migration.
"""

from typing import Any, ClassVar, Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Identity,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

# The same order and equality of texts on both engines: by code point.
Words: Final = Text().with_variant(Text(collation="C"), "postgresql")
# SQLite's strict tables know one whole number; PostgreSQL keeps the short ones short.
Number: Final = BigInteger().with_variant(Integer(), "sqlite")
Whole: Final = Integer()
Flag: Final = SmallInteger().with_variant(Integer(), "sqlite")
Bytes: Final = LargeBinary()

_STRICT: Final[dict[str, Any]] = {"sqlite_strict": True}
_KEYED: Final[dict[str, Any]] = {"sqlite_strict": True, "sqlite_with_rowid": False}

CONVENTION: Final = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Row(SQLModel):
    """What every table shares: one metadata with names for every constraint."""

    # No row is ever validated, and building what could do it takes longer than all else here.
    model_config = {"defer_build": True}
    metadata: ClassVar[MetaData] = MetaData(naming_convention=CONVENTION)


def _flags(*names: str) -> tuple[CheckConstraint, ...]:
    return tuple(CheckConstraint(f"{name} IN (0, 1)", name=name) for name in names)


def _later(columns: list[str], refers_to: list[str]) -> ForeignKeyConstraint:
    """Return a foreign key that is looked at when the transaction ends: seals are written last."""
    return ForeignKeyConstraint(columns, refers_to, deferrable=True, initially="DEFERRED")


class RecordRow(Row, table=True):
    """What facts belong to."""

    __tablename__ = "record"
    __table_args__ = (
        UniqueConstraint("kind", "reference"),
        CheckConstraint("kind IN ('case', 'resident', 'landlord')", name="kind"),
        _KEYED,
    )
    id: int = Field(sa_column=Column(Number, Identity(), primary_key=True))
    kind: str = Field(sa_type=Words)
    reference: str = Field(sa_type=Words)


class FactRow(Row, table=True):
    """One fact of one record: its canonical text, and the chain of hashes over it."""

    __tablename__ = "fact"
    __table_args__ = (
        ForeignKeyConstraint(["record_id"], ["record.id"]),
        _later(["seal"], ["seal.number"]),
        CheckConstraint("sequence >= 0", name="sequence"),
        CheckConstraint("length(prev_hash) = 32 AND length(hash) = 32", name="hash"),
        _KEYED,
    )
    record_id: int = Field(sa_type=Number, primary_key=True)
    sequence: int = Field(sa_type=Whole, primary_key=True)
    body: str = Field(sa_type=Words)
    prev_hash: bytes = Field(sa_type=Bytes)
    hash: bytes = Field(sa_type=Bytes)
    seal: int = Field(sa_type=Whole)


class SealRow(Row, table=True):
    """One transaction that added facts: how many, a digest over them, who and when."""

    __tablename__ = "seal"
    __table_args__ = (
        UniqueConstraint("command_id"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("fact_count >= 1", name="fact_count"),
        CheckConstraint("source IN ('person', 'import', 'casetrack')", name="source"),
        CheckConstraint(
            "length(prev_hash) = 32 AND length(digest) = 32 AND length(hash) = 32", name="hash"
        ),
        _KEYED,
    )
    number: int = Field(sa_column=Column(Whole, primary_key=True, autoincrement=False))
    prev_hash: bytes = Field(sa_type=Bytes)
    fact_count: int = Field(sa_type=Whole)
    digest: bytes = Field(sa_type=Bytes)
    command_id: str = Field(sa_type=Words)
    recorded_at: str = Field(sa_type=Words)
    recorded_by: str = Field(sa_type=Words)
    source: str = Field(sa_type=Words)
    hash: bytes = Field(sa_type=Bytes)


class PersonalTextRow(Row, table=True):
    """The personal words of one fact, kept apart so that they alone can be disposed of."""

    __tablename__ = "personal_text"
    __table_args__ = (
        ForeignKeyConstraint(["record_id", "sequence"], ["fact.record_id", "fact.sequence"]),
        _KEYED,
    )
    record_id: int = Field(sa_type=Number, primary_key=True)
    sequence: int = Field(sa_type=Whole, primary_key=True)
    salt: bytes = Field(sa_type=Bytes)
    words: str = Field(sa_type=Words)


class DisposalRow(Row, table=True):
    """A record's personal words were disposed of in the transaction with this seal."""

    __tablename__ = "disposal"
    __table_args__ = (
        ForeignKeyConstraint(["record_id"], ["record.id"]),
        _later(["seal"], ["seal.number"]),
        _KEYED,
    )
    record_id: int = Field(sa_type=Number, primary_key=True)
    seal: int = Field(sa_type=Whole, primary_key=True)


class CalendarVersionRow(Row, table=True):
    """One version of a working calendar, counted from 1 a name."""

    __tablename__ = "calendar_version"
    __table_args__ = (
        UniqueConstraint("name", "version"),
        CheckConstraint("place >= 1", name="place"),
        CheckConstraint("covers_first <= covers_last", name="covers"),
        _KEYED,
    )
    name: str = Field(sa_type=Words, primary_key=True)
    place: int = Field(sa_type=Whole, primary_key=True)
    version: str = Field(sa_type=Words)
    covers_first: int = Field(sa_type=Whole)
    covers_last: int = Field(sa_type=Whole)
    published_until: int | None = Field(sa_type=Whole)
    days: int = Field(sa_type=Whole)
    recorded_at: str = Field(sa_type=Words)
    recorded_by: str = Field(sa_type=Words)


class CalendarDayRow(Row, table=True):
    """One bank holiday of one version of a calendar; every version holds all of its days."""

    __tablename__ = "calendar_day"
    __table_args__ = (
        ForeignKeyConstraint(
            ["name", "calendar_place"], ["calendar_version.name", "calendar_version.place"]
        ),
        *_flags("computed"),
        _KEYED,
    )
    name: str = Field(sa_type=Words, primary_key=True)
    calendar_place: int = Field(sa_type=Whole, primary_key=True)
    place: int = Field(sa_type=Whole, primary_key=True)
    day: int = Field(sa_type=Whole)
    title: str = Field(sa_type=Words)
    announced_on: int | None = Field(sa_type=Whole)
    withdrawn_on: int | None = Field(sa_type=Whole)
    computed: int = Field(sa_type=Flag)
    source: str = Field(sa_type=Words)


class CaseSummaryRow(Row, table=True):
    """Derived: see derived.CaseSummary."""

    __tablename__ = "case_summary"
    __table_args__ = (
        ForeignKeyConstraint(["record_id"], ["record.id"]),
        *_flags("responded", "missed"),
        _STRICT,
    )
    record_id: int = Field(sa_column=Column(Number, primary_key=True, autoincrement=False))
    reference: str = Field(sa_type=Words)
    received_on: int | None = Field(sa_type=Whole)
    resident: str = Field(sa_type=Words)
    channel: str = Field(sa_type=Words)
    tenure: str = Field(sa_type=Words)
    category: str = Field(sa_type=Words)
    service_area: str = Field(sa_type=Words)
    handler: str = Field(sa_type=Words)
    stage: int = Field(sa_type=Flag)
    state: str = Field(sa_type=Words)
    edition: str = Field(sa_type=Words)
    entries: int = Field(sa_type=Whole)
    findings: int = Field(sa_type=Whole)
    compensation_pence: int = Field(sa_type=Number)
    responded: int = Field(sa_type=Flag)
    cause: str = Field(sa_type=Words)
    keywords: str = Field(sa_type=Words)
    resident_reference: str = Field(sa_type=Words)
    follows: str = Field(sa_type=Words)
    recorded_late: int = Field(sa_type=Whole)
    missed: int = Field(sa_type=Flag)


class CaseStageRow(Row, table=True):
    """Derived: see derived.CaseStage."""

    __tablename__ = "case_stage"
    __table_args__ = (
        ForeignKeyConstraint(["record_id"], ["record.id"]),
        *_flags("refused", "withdrawn", "withdrawn_late", "counted", "answered"),
        *_flags("acknowledgement_counted", "acknowledged_in_time", "responded_in_time"),
        *_flags("responded_without_extension", "responded_with_extension", "strict_counted"),
        *_flags("responded_strict", "past_limit_with_good_reason", "extended"),
        *_flags("extended_in_time", "backstop_counted", "backstop_met", "ch02_in_time"),
        *_flags("hangs_on_details", "definition_assumed", "response_as_acknowledgement"),
        *_flags("convention_sensitive"),
        _KEYED,
    )
    record_id: int = Field(sa_type=Number, primary_key=True)
    stage: int = Field(sa_type=Flag, primary_key=True)
    cohort_on: int = Field(sa_type=Whole)
    month: int = Field(sa_type=Whole)
    edition: str = Field(sa_type=Words)
    handler: str = Field(sa_type=Words)
    tenure: str = Field(sa_type=Words)
    category: str = Field(sa_type=Words)
    service_area: str = Field(sa_type=Words)
    channel: str = Field(sa_type=Words)
    refused_reason: str = Field(sa_type=Words)
    outcome: str = Field(sa_type=Words)
    refused: int = Field(sa_type=Flag)
    withdrawn: int = Field(sa_type=Flag)
    withdrawn_late: int = Field(sa_type=Flag)
    counted: int = Field(sa_type=Flag)
    answered: int = Field(sa_type=Flag)
    acknowledgement_counted: int = Field(sa_type=Flag)
    acknowledged_in_time: int = Field(sa_type=Flag)
    responded_in_time: int = Field(sa_type=Flag)
    responded_without_extension: int = Field(sa_type=Flag)
    responded_with_extension: int = Field(sa_type=Flag)
    strict_counted: int = Field(sa_type=Flag)
    responded_strict: int = Field(sa_type=Flag)
    past_limit_with_good_reason: int = Field(sa_type=Flag)
    extended: int = Field(sa_type=Flag)
    extended_in_time: int = Field(sa_type=Flag)
    backstop_counted: int = Field(sa_type=Flag)
    backstop_met: int = Field(sa_type=Flag)
    ch02_in_time: int = Field(sa_type=Flag)
    hangs_on_details: int = Field(sa_type=Flag)
    definition_assumed: int = Field(sa_type=Flag)
    response_as_acknowledgement: int = Field(sa_type=Flag)
    convention_sensitive: int = Field(sa_type=Flag)
    response_due_on: int | None = Field(sa_type=Whole)
    working_days: int | None = Field(sa_type=Whole)
    compensation_pence: int = Field(sa_type=Number)


class ClockRow(Row, table=True):
    """Derived: see derived.Clock. A listed one holds what a worklist shows beside it as well."""

    __tablename__ = "clock"
    __table_args__ = (
        ForeignKeyConstraint(["record_id"], ["record.id"]),
        *_flags("extended", "provisional", "listed"),
        CheckConstraint("settled IN ('met', 'missed', 'not-applicable')", name="settled"),
        CheckConstraint(
            "rolled_settled IN ('met', 'missed', 'not-applicable')", name="rolled_settled"
        ),
        _KEYED,
    )
    record_id: int = Field(sa_type=Number, primary_key=True)
    key: str = Field(sa_type=Words, primary_key=True)
    started_by: int = Field(sa_type=Whole, primary_key=True)
    stage: int = Field(sa_type=Flag)
    kind: str = Field(sa_type=Words)
    due_on: int = Field(sa_type=Whole)
    original_due_on: int = Field(sa_type=Whole)
    started_on: int | None = Field(sa_type=Whole)
    stopped_on: int | None = Field(sa_type=Whole)
    settled: str | None = Field(sa_type=Words)
    provision: str = Field(sa_type=Words)
    edition: str = Field(sa_type=Words)
    extended: int = Field(sa_type=Flag)
    earlier_due_on: str = Field(sa_type=Words)
    target_on: int | None = Field(sa_type=Whole)
    provisional: int = Field(sa_type=Flag)
    rolled_due_on: int | None = Field(sa_type=Whole)
    rolled_settled: str | None = Field(sa_type=Words)
    calendar_version: str = Field(sa_type=Words)
    listed: int = Field(sa_type=Flag)
    handler: str = Field(sa_type=Words)
    record_kind: str = Field(sa_type=Words)
    reference: str = Field(sa_type=Words)
    resident: str = Field(sa_type=Words)


class SearchTextRow(Row, table=True):
    """Derived: the words that find a record. What they are looked up in, `search_index` has."""

    __tablename__ = "search_text"
    __table_args__ = (ForeignKeyConstraint(["record_id"], ["record.id"]), _STRICT)
    record_id: int = Field(sa_column=Column(Number, primary_key=True, autoincrement=False))
    words: str = Field(sa_type=Words)


class OccurrenceRow(Row, table=True):
    """Derived: see derived.Occurrence."""

    __tablename__ = "occurrence"
    __table_args__ = (ForeignKeyConstraint(["record_id"], ["record.id"]), _KEYED)
    record_id: int = Field(sa_type=Number, primary_key=True)
    sequence: int = Field(sa_type=Whole, primary_key=True)
    kind: str = Field(sa_type=Words)
    happened_on: int = Field(sa_type=Whole)
    detail: str = Field(sa_type=Words)
    due_on: int | None = Field(sa_type=Whole)
    done_on: int | None = Field(sa_type=Whole)
    amount_pence: int = Field(sa_type=Number)


class DerivationRow(Row, table=True):
    """The one row that says under which rules the derived rows were made."""

    __tablename__ = "derivation"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"), _STRICT)
    id: int = Field(sa_column=Column(Whole, primary_key=True, autoincrement=False))
    stamp: str = Field(sa_type=Words)


class LastCheckRow(Row, table=True):
    """The one row that says when the whole record was last checked, by whom, and what was found."""

    __tablename__ = "last_check"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"), _STRICT)
    id: int = Field(sa_column=Column(Whole, primary_key=True, autoincrement=False))
    checked_at: str = Field(sa_type=Words)
    checked_by: str = Field(sa_type=Words)
    problems: int = Field(sa_type=Whole)


class ReferenceCounterRow(Row, table=True):
    """The last number given to a case in a year."""

    __tablename__ = "reference_counter"
    __table_args__ = (_STRICT,)
    year: int = Field(sa_column=Column(Whole, primary_key=True, autoincrement=False))
    last: int = Field(sa_type=Whole)


record = Row.metadata.tables["record"]
fact = Row.metadata.tables["fact"]
seal = Row.metadata.tables["seal"]
personal_text = Row.metadata.tables["personal_text"]
disposal = Row.metadata.tables["disposal"]
calendar_version = Row.metadata.tables["calendar_version"]
calendar_day = Row.metadata.tables["calendar_day"]
case_summary = Row.metadata.tables["case_summary"]
case_stage = Row.metadata.tables["case_stage"]
clock = Row.metadata.tables["clock"]
search_text = Row.metadata.tables["search_text"]
occurrence = Row.metadata.tables["occurrence"]
derivation = Row.metadata.tables["derivation"]
last_check = Row.metadata.tables["last_check"]
reference_counter = Row.metadata.tables["reference_counter"]
