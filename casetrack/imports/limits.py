"""How much of a file is read: a complaint log is far below, a file made to do harm is not.

Knows numbers only; docs/import.md prints them.
"""

from typing import Final

LARGEST_FILE: Final = 100_000_000
"""Bytes."""
LARGEST_UNPACKED: Final = 1_000_000_000
"""Bytes that a workbook's parts may unpack to."""
LARGEST_RATIO: Final = 200
"""Unpacked ÷ packed, for workbooks that unpack to more than `RATIO_FROM` bytes."""
RATIO_FROM: Final = 50_000_000
LARGEST_INDEX: Final = 10_000_000
"""Bytes of the part of a workbook that lists its sheets."""

MOST_ROWS: Final = 1_000_000
MOST_COLUMNS: Final = 500
MOST_CELLS: Final = 50_000_000
"""Rows × columns up to the furthest cell that holds something."""
SPARSE_FROM: Final = 10_000_000
"""Rows × columns from which at least one cell in twenty must hold something."""

LONGEST_TEXT: Final = 20_000
"""Characters in one cell."""
LONGEST_NAME: Final = 200
"""Characters of a reference, a handler, a category and the like: what lists are sorted by."""
LONGEST_LINE: Final = 2_000_000
"""Characters in one line of a CSV file."""
HEADER_WITHIN: Final = 200
"""Rows in which the header is looked for."""
MOST_ERRORS: Final = 10_000
"""Errors after which reading stops: more of them help nobody."""
LARGEST_SUM: Final = 10_000_000_00
"""Pence; a larger compensation is taken as mistyped."""
