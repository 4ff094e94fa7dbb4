"""`casetrack case find`: cases by words, people, references, and where they stand."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from casetrack.cli.context import config_option, open_casetrack
from casetrack.cli.options import DAY, json_option, today_option
from casetrack.cli.output import print_json, say, table
from casetrack.domain.working_days import short_day

if TYPE_CHECKING:
    from casetrack.store import CaseSummary

_VERDICTS = ("met", "missed", "overdue", "running")
_PAGE = 50


@click.command()
@click.argument("words", nargs=-1)
@click.option("--stage", type=click.IntRange(1, 2), help="At this stage.")
@click.option("--handler", help="With this handler; '' for nobody.")
@click.option("--category", help="Of this category.")
@click.option("--cause", help="With this cause.")
@click.option("--state", help="In this state: open, answered, closed …")
@click.option("--verdict", type=click.Choice(_VERDICTS), help="By its clocks.")
@click.option("--resident", "resident_reference", help="Of this resident, such as R0007.")
@click.option("--from", "received_from", type=DAY, help="Received on this day or later.")
@click.option("--to", "received_to", type=DAY, help="Received on this day or earlier.")
@click.option("--all", "everything", is_flag=True, help=f"All of them, not the first {_PAGE}.")
@today_option
@json_option
@config_option
def find(words: tuple[str, ...], everything: bool, json_: bool, **filters: Any) -> None:
    """Cases with all these words in them, those received last first.

    Case, accents and apostrophes do not matter: zak finds Żak, oneill finds O'Neill. The last word
    may be the beginning of one.

    Example: casetrack case find damp mill lane --verdict overdue
    """
    from casetrack.store import CaseFilter, CasePlace  # loads SQLModel

    wanted = CaseFilter(words=" ".join(words), **filters)
    found: list[CaseSummary] = []
    with open_casetrack() as casetrack:
        after = None
        while page := casetrack.casework.find(wanted, after=after, size=_PAGE):
            found.extend(page)
            after = CasePlace(page[-1].received_on, page[-1].reference)
            if not everything:
                break
    if json_:
        print_json([_as_plain(each) for each in found])
        return
    today: date = filters["today"]
    say(_table(found, today) if found else "No case is found so. Try fewer or shorter words.")
    if len(found) == _PAGE and not everything:
        say(f"\nThe first {_PAGE}; --all shows the rest.")


def _table(found: "list[CaseSummary]", today: date) -> str:
    rows = [
        (
            each.reference,
            short_day(each.received_on, today),
            f"stage {each.stage}",
            each.state,
            each.resident,
            each.category,
            each.handler or "–",
            f"{each.findings} findings" if each.findings else "",
        )
        for each in found
    ]
    headings = ("Case", "Received", "", "State", "Resident", "Category", "Handler", "")
    return table(headings, rows, gives_way=(3, 4, 5))


def _as_plain(each: "CaseSummary") -> dict[str, Any]:
    return {
        "reference": each.reference,
        "received_on": each.received_on.isoformat() if each.received_on else None,
        "stage": each.stage,
        "state": each.state,
        "resident": each.resident,
        "resident_reference": each.resident_reference,
        "category": each.category,
        "cause": each.cause,
        "keywords": each.keywords,
        "service_area": each.service_area,
        "handler": each.handler,
        "findings": each.findings,
        "recorded_late": each.recorded_late,
        "missed": each.missed,
    }
