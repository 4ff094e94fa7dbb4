"""The saved views of the worklist are counted from one index, without a look at the rows."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_PLACE = ["due_on", "record_id", "key", "started_by", "listed"]


def upgrade() -> None:
    """Make the worklist's index anew, with what the views ask of a clock behind its place.

    The one by handler after it: of two that cost the same PostgreSQL takes the one made last.
    """
    _made_anew("ix_clock_worklist", [*_PLACE, "stage", "kind", "extended"])
    _made_anew("ix_clock_worklist_handler", ["handler", *_PLACE])


def _made_anew(name: str, columns: list[str]) -> None:
    op.drop_index(name, "clock")
    op.create_index(
        name,
        "clock",
        columns,
        sqlite_where=sa.text("listed = 1"),
        postgresql_where=sa.text("listed = 1"),
    )
