"""Every table as casetrack began with it.

A step is never edited once it has been released: what `tables` says today may differ. fact and
seal are never altered in batch mode, which makes a table anew and drops what guards it.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_KEYED: dict[str, Any] = {"sqlite_strict": True, "sqlite_with_rowid": False}
_STRICT: dict[str, Any] = {"sqlite_strict": True}


def upgrade() -> None:
    """Make every table; the guards follow after the last step."""
    _record()
    _seal()
    _fact()
    _apart()
    _calendars()
    _case_summary()
    _case_stage()
    _clock()
    _small()


def _record() -> None:
    op.create_table(
        "record",
        sa.Column("id", _Number, sa.Identity(), nullable=False),
        *_words("kind", "reference"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "reference"),
        sa.CheckConstraint("kind IN ('case', 'resident', 'landlord')", name="kind"),
        **_KEYED,
    )


def _seal() -> None:
    op.create_table(
        "seal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        *_bytes("prev_hash"),
        *_whole("fact_count"),
        *_bytes("digest"),
        *_words("command_id", "recorded_at", "recorded_by", "source"),
        *_bytes("hash"),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("command_id"),
        sa.CheckConstraint("number >= 1", name="number"),
        sa.CheckConstraint("fact_count >= 1", name="fact_count"),
        sa.CheckConstraint("source IN ('person', 'import', 'casetrack')", name="source"),
        sa.CheckConstraint(
            "length(prev_hash) = 32 AND length(digest) = 32 AND length(hash) = 32", name="hash"
        ),
        **_KEYED,
    )


def _fact() -> None:
    op.create_table(
        "fact",
        *_number("record_id"),
        *_whole("sequence"),
        *_words("body"),
        *_bytes("prev_hash", "hash"),
        *_whole("seal"),
        sa.PrimaryKeyConstraint("record_id", "sequence"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"]),
        _sealed(),
        sa.CheckConstraint("sequence >= 0", name="sequence"),
        sa.CheckConstraint("length(prev_hash) = 32 AND length(hash) = 32", name="hash"),
        **_KEYED,
    )
    op.create_index("ix_fact_seal_record_id_sequence", "fact", ["seal", "record_id", "sequence"])


def _apart() -> None:
    op.create_table(
        "personal_text",
        *_number("record_id"),
        *_whole("sequence"),
        *_bytes("salt"),
        *_words("words"),
        sa.PrimaryKeyConstraint("record_id", "sequence"),
        sa.ForeignKeyConstraint(["record_id", "sequence"], ["fact.record_id", "fact.sequence"]),
        **_KEYED,
    )
    op.create_table(
        "disposal",
        *_number("record_id"),
        *_whole("seal"),
        sa.PrimaryKeyConstraint("record_id", "seal"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"]),
        _sealed(),
        **_KEYED,
    )


def _calendars() -> None:
    op.create_table(
        "calendar_version",
        *_words("name"),
        *_whole("place"),
        *_words("version"),
        *_whole("covers_first", "covers_last"),
        *_whole("published_until", nullable=True),
        *_whole("days"),
        *_words("recorded_at", "recorded_by"),
        sa.PrimaryKeyConstraint("name", "place"),
        sa.UniqueConstraint("name", "version"),
        sa.CheckConstraint("place >= 1", name="place"),
        sa.CheckConstraint("covers_first <= covers_last", name="covers"),
        **_KEYED,
    )
    op.create_table(
        "calendar_day",
        *_words("name"),
        *_whole("calendar_place", "place", "day"),
        *_words("title"),
        *_whole("announced_on", "withdrawn_on", nullable=True),
        *_flags("computed"),
        *_words("source"),
        sa.PrimaryKeyConstraint("name", "calendar_place", "place"),
        sa.ForeignKeyConstraint(
            ["name", "calendar_place"], ["calendar_version.name", "calendar_version.place"]
        ),
        **_KEYED,
    )


def _case_summary() -> None:
    op.create_table(
        "case_summary",
        sa.Column("record_id", _Number, autoincrement=False, nullable=False),
        *_words("reference"),
        *_whole("received_on", nullable=True),
        *_words("resident", "channel", "tenure", "category", "service_area", "handler"),
        *_short("stage"),
        *_words("state", "edition"),
        *_whole("entries", "findings"),
        *_number("compensation_pence"),
        *_flags("responded"),
        sa.PrimaryKeyConstraint("record_id"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"]),
        **_STRICT,
    )


def _case_stage() -> None:
    op.create_table(
        "case_stage",
        *_number("record_id"),
        *_short("stage"),
        *_whole("cohort_on", "month"),
        *_words("edition", "handler", "tenure", "category", "service_area", "channel"),
        *_words("refused_reason", "outcome"),
        *_flags("refused", "withdrawn", "withdrawn_late", "counted", "answered"),
        *_flags("acknowledgement_counted", "acknowledged_in_time"),
        *_flags("responded_in_time", "responded_without_extension"),
        *_flags("responded_with_extension", "strict_counted", "responded_strict"),
        *_flags("past_limit_with_good_reason", "extended", "extended_in_time"),
        *_flags("backstop_counted", "backstop_met", "ch02_in_time"),
        *_flags("hangs_on_details", "definition_assumed"),
        *_flags("response_as_acknowledgement", "convention_sensitive"),
        *_whole("response_due_on", "working_days", nullable=True),
        *_number("compensation_pence"),
        sa.PrimaryKeyConstraint("record_id", "stage"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"]),
        **_KEYED,
    )
    op.create_index("ix_case_stage_cohort_on", "case_stage", ["cohort_on"])


def _clock() -> None:
    verdicts = "('met', 'missed', 'not-applicable')"
    op.create_table(
        "clock",
        *_number("record_id"),
        *_words("key"),
        *_whole("started_by"),
        *_short("stage"),
        *_words("kind"),
        *_whole("due_on", "original_due_on"),
        *_whole("started_on", "stopped_on", nullable=True),
        *_words("settled", nullable=True),
        *_words("provision", "edition"),
        *_flags("extended"),
        *_words("earlier_due_on"),
        *_whole("target_on", nullable=True),
        *_flags("provisional"),
        *_whole("rolled_due_on", nullable=True),
        *_words("rolled_settled", nullable=True),
        *_words("calendar_version"),
        *_flags("listed"),
        *_words("handler", "record_kind", "reference", "resident"),
        sa.PrimaryKeyConstraint("record_id", "key", "started_by"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"]),
        sa.CheckConstraint(f"settled IN {verdicts}", name="settled"),
        sa.CheckConstraint(f"rolled_settled IN {verdicts}", name="rolled_settled"),
        **_KEYED,
    )
    # Each holds the column of its WHERE, or SQLite would read the rows as well.
    place = ["due_on", "record_id", "key", "started_by", "listed"]
    _partial_index("ix_clock_worklist", place, "listed = 1")
    _partial_index("ix_clock_worklist_handler", ["handler", *place], "listed = 1")
    _partial_index("ix_clock_open", ["record_id", "settled"], "settled IS NULL")


def _partial_index(name: str, columns: list[str], where: str) -> None:
    op.create_index(
        name,
        "clock",
        columns,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def _small() -> None:
    derivation = op.create_table(
        "derivation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        *_words("stamp"),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("id = 1", name="one_row"),
        **_STRICT,
    )
    op.bulk_insert(derivation, [{"id": 1, "stamp": ""}])
    op.create_table(
        "reference_counter",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        *_whole("last"),
        sa.PrimaryKeyConstraint("year"),
        **_STRICT,
    )


_Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_Short = sa.SmallInteger().with_variant(sa.Integer(), "sqlite")
_Words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _number(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, _Number, nullable=False) for name in names]


def _whole(*names: str, nullable: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Integer(), nullable=nullable) for name in names]


def _short(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, _Short, nullable=False) for name in names]


def _words(*names: str, nullable: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, _Words, nullable=nullable) for name in names]


def _bytes(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.LargeBinary(), nullable=False) for name in names]


def _flags(*names: str) -> list[sa.Column[Any] | sa.CheckConstraint]:
    checks = [sa.CheckConstraint(f"{name} IN (0, 1)", name=name) for name in names]
    return [*_short(*names), *checks]


def _sealed() -> sa.ForeignKeyConstraint:
    """Return the key to the seal, looked at when the transaction ends: seals are written last."""
    return sa.ForeignKeyConstraint(["seal"], ["seal.number"], deferrable=True, initially="DEFERRED")
