"""When the whole record was last checked, and what came of it, is known to everybody."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_STRICT: dict[str, Any] = {"sqlite_strict": True}


def upgrade() -> None:
    """Make the table of the one row."""
    words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "last_check",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("checked_at", words, nullable=False),
        sa.Column("checked_by", words, nullable=False),
        sa.Column("problems", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("id = 1", name="one_row"),
        **_STRICT,
    )
