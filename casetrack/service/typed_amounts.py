"""An amount of money as people type it: 250, 250.00, £1,250.50. Both front ends read it here."""

from decimal import Decimal, InvalidOperation
from typing import Final

from casetrack.domain.errors import BadInput

MOST_PENCE: Final = 10**10
"""no amount is so large"""


def typed_amount(text: str) -> int:
    """Return an amount in pence. Raises BadInput for what is none."""
    typed = text.strip()
    try:
        pence = Decimal(typed.removeprefix("£").replace(",", "").strip()) * 100
        whole = int(pence)
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise BadInput(f'"{typed}" is no amount: write it as 250 or 250.00.') from error
    if pence != whole or not 0 <= whole < MOST_PENCE:
        raise BadInput(f'"{typed}" is no amount in pounds and pence.')
    return whole
