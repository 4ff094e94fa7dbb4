"""Cases are found by their words, by whose they are, by cause; what figures count besides stages.

Derived rows alone change. What is worked out anew stands empty until `casetrack rebuild`, which
the emptied stamp asks for.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_STRICT: dict[str, Any] = {"sqlite_strict": True}
_FORMER = (
    "record_id, reference, received_on, resident, channel, tenure, category, service_area,"
    " handler, stage, state, edition, entries, findings, compensation_pence, responded"
)


def upgrade() -> None:
    """Make case_summary anew with what it held, and what words are looked up in."""
    op.execute("CREATE TABLE case_summary_former AS SELECT * FROM case_summary")
    op.drop_table("case_summary")
    _case_summary()
    op.execute(
        f"INSERT INTO case_summary ({_FORMER}, cause, keywords, resident_reference, follows,"  # noqa: S608
        f" recorded_late, missed) SELECT {_FORMER}, '', '', '', '', 0, 0 FROM case_summary_former"
    )
    op.drop_table("case_summary_former")
    _occurrence()
    _search()
    op.execute("UPDATE derivation SET stamp = '' WHERE EXISTS (SELECT 1 FROM record)")


def _case_summary() -> None:
    op.create_table(
        "case_summary",
        sa.Column("record_id", _Number, autoincrement=False, nullable=False),
        *_columns(_Words, "reference"),
        sa.Column("received_on", sa.Integer()),
        *_columns(_Words, "resident", "channel", "tenure", "category", "service_area", "handler"),
        *_columns(_Short, "stage"),
        *_columns(_Words, "state", "edition"),
        *_columns(sa.Integer(), "entries", "findings"),
        *_columns(_Number, "compensation_pence"),
        *_columns(_Short, "responded"),
        *_columns(_Words, "cause", "keywords", "resident_reference", "follows"),
        *_columns(sa.Integer(), "recorded_late"),
        *_columns(_Short, "missed"),
        sa.PrimaryKeyConstraint("record_id"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"]),
        sa.CheckConstraint("responded IN (0, 1)", name="responded"),
        sa.CheckConstraint("missed IN (0, 1)", name="missed"),
        **_STRICT,
    )
    # To the letter what `finding` orders by, or neither engine would read it in order.
    op.create_index(
        "ix_case_summary_newest",
        "case_summary",
        [sa.text("coalesce(received_on, 0) DESC"), "reference"],
    )
    op.create_index("ix_case_summary_resident_reference", "case_summary", ["resident_reference"])


def _occurrence() -> None:
    op.create_table(
        "occurrence",
        sa.Column("record_id", _Number, nullable=False),
        *_columns(sa.Integer(), "sequence"),
        *_columns(_Words, "kind"),
        *_columns(sa.Integer(), "happened_on"),
        *_columns(_Words, "detail"),
        sa.Column("due_on", sa.Integer()),
        sa.Column("done_on", sa.Integer()),
        *_columns(_Number, "amount_pence"),
        sa.PrimaryKeyConstraint("record_id", "sequence"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"]),
        sqlite_with_rowid=False,
        **_STRICT,
    )
    op.create_index("ix_occurrence_kind", "occurrence", ["kind", "happened_on"])


def _search() -> None:
    op.create_table(
        "search_text",
        sa.Column("record_id", _Number, autoincrement=False, nullable=False),
        *_columns(_Words, "words"),
        sa.PrimaryKeyConstraint("record_id"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"]),
        **_STRICT,
    )
    if op.get_bind().dialect.name == "sqlite":
        # Words come folded: only spaces part them, and where in a text they stand is of no use.
        op.execute(
            "CREATE VIRTUAL TABLE search_index USING fts5(words, content='search_text',"
            " content_rowid='record_id', tokenize='ascii', detail='none', columnsize=0)"
        )
        return
    # No parser, for it would part words as it likes; the engine's own limits it does not check.
    op.execute(
        "ALTER TABLE search_text ADD COLUMN lexemes tsvector NOT NULL GENERATED ALWAYS AS"
        " (array_to_tsvector(array_remove(string_to_array(left(words, 250000), ' '), ''))) STORED"
    )
    op.execute("CREATE INDEX ix_search_text_lexemes ON search_text USING gin (lexemes)")


_Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_Short = sa.SmallInteger().with_variant(sa.Integer(), "sqlite")
_Words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _columns(type_: Any, *names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, type_, nullable=False) for name in names]
