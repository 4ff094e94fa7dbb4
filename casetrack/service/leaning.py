"""What stands against taking an entry out, said once: the entries that lean on it.

Each of them contradicts the record without it, and would say so for itself.
"""

from collections.abc import Sequence

from casetrack.domain.facts import Entry, EntryCorrected
from casetrack.domain.objections import Objection, ObjectionKind


def said_once(
    objections: Sequence[Objection], entries: Sequence[Entry], reference: str
) -> list[Objection]:
    """Return objections, those of entries that lean on one taken out as a single one.

    `entries` are the ones that would be added; what stands against them stays as it is.
    """
    found = list(objections)
    for entry in entries:
        fact = entry.fact
        if isinstance(fact, EntryCorrected) and fact.replacement is None:
            ours = {each.sequence for each in entries}
            leaning = [
                each
                for each in found
                if each.kind is ObjectionKind.IMPOSSIBLE and each.sequence not in ours
            ]
            if leaning:
                found = [each for each in found if each not in leaning]
                found.append(_leant_on(entry, fact.corrects, leaning, reference))
    return found


def _leant_on(entry: Entry, number: int, leaning: Sequence[Objection], reference: str) -> Objection:
    numbers = sorted({each.sequence for each in leaning}, reverse=True)
    several = len(numbers) > 1
    named = listed([str(each) for each in reversed(numbers)])
    order = f", the newest first: {', '.join(map(str, numbers))}" if several else ""
    return Objection(
        kind=ObjectionKind.IMPOSSIBLE,
        code="leant-on",
        sequence=entry.sequence,
        provision="",
        stage=1,
        reason=f"entr{'ies' if several else 'y'} {named} lean{'' if several else 's'} on entry "
        f"{number}, and would contradict the record without it",
        cure=f"Take {'those' if several else 'that'} out first{order}. Where only what entry "
        f"{number} says is wrong, correct it instead (`casetrack case correct {reference} "
        f"{number}`).",
    )


def listed(words: Sequence[str]) -> str:
    """Return words one after the other: 1, 2 and 5."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
