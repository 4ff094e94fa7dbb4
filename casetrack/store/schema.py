"""Which revisions of the tables this casetrack knows. Kept apart from Alembic, which is slow.

A test compares the list with the migrations themselves.
"""

from typing import Final

REVISIONS: Final = ("0001", "0002", "0003", "0004")
"""oldest first"""
HEAD: Final = REVISIONS[-1]
