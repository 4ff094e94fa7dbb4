"""What a fact names that has to be there: a provision of the Code, another case than its own."""

import re
from collections.abc import Iterable
from typing import Final

from casetrack.domain.code import Editions
from casetrack.domain.errors import BadInput, nearest
from casetrack.domain.facts import EntryCorrected, Fact, Refusal
from casetrack.domain.facts.ombudsman import DeterminationReceived

_NUMBER: Final = re.compile(r"(\d+\.\d+) ?(?:\(?[a-z]\)?)?")
"""5.8, and a letter of it: 5.8 b"""


def check_named(fact: Fact, reference: str, editions: Editions) -> None:
    """Raise BadInput for a provision that no edition has, or a case named as its own forerunner."""
    match fact:
        case EntryCorrected(replacement=inside) if inside is not None:
            check_named(inside, reference, editions)
        case DeterminationReceived():
            _check_provisions(fact.breached, editions)
        case Refusal() if reference and fact.considered_in.strip() == reference:
            raise BadInput(
                f"{reference} cannot have been considered before in itself: name the earlier case "
                "(considered_in)."
            )


def _check_provisions(numbers: Iterable[str], editions: Editions) -> None:
    from casetrack.editions.loader import load_provisions  # only where a provision is named

    known = {number for each in editions.editions for number in load_provisions(each.name)}
    for number in numbers:
        found = _NUMBER.fullmatch(number.strip())
        if found is None or found[1] not in known:
            raise BadInput(
                f'The Code has no provision "{number}".{nearest(number, known)} Give the numbers '
                "that were found breached (breached), such as 6.7."
            )
