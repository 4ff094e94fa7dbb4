"""`casetrack case open`, `preview`, `correct` and `undo`: work on one case."""

from typing import TYPE_CHECKING, Any

import click

from casetrack.cli.context import config_option, open_casetrack
from casetrack.cli.fact_options import fact_of, from_file, plain_values
from casetrack.cli.options import london_today
from casetrack.cli.output import ExitCode, print_json, say, wrapped
from casetrack.cli.record import order_for, order_from, record_kind, run_on_fact
from casetrack.cli.recorded import (
    clocks_moved,
    print_conflict,
    print_recorded,
    recorded_as_plain,
)
from casetrack.domain.codec import to_plain
from casetrack.domain.errors import BadInput
from casetrack.domain.facts import EntryCorrected, Fact
from casetrack.domain.words import says_something
from casetrack.service.wording import changed_clocks, objections_in_words

if TYPE_CHECKING:
    from casetrack.service.orders import Order

_ANY_OPTIONS = {"ignore_unknown_options": True, "allow_extra_args": True}


@click.command("open", add_help_option=False, context_settings=_ANY_OPTIONS)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def open_(context: click.Context, words: tuple[str, ...]) -> ExitCode:
    """Open a new case with a complaint, or with --service-request one of those.

    Cases that may be the same are named. `casetrack record --help complaint-received` lists the
    options.

    Example: casetrack case open --channel phone --resident "Ms A Example" --words "…"
    """
    rest = [word for word in words if word != "--service-request"]
    kind = "complaint-received" if len(rest) == len(words) else "service-request-received"
    return run_on_fact(context, kind, rest, lambda given: _open(kind, given), words="")


def _open(kind: str, given: dict[str, Any]) -> ExitCode:
    with open_casetrack() as casetrack:
        order = order_from(casetrack, "", kind, given)
        similar = casetrack.casework.similar(order.facts[0])
        recorded = casetrack.recording.record(order)
    if given["json_"]:
        plain = recorded_as_plain(recorded, order.today)
        print_json(
            {**plain, "similar": [{"reference": s.reference, "why": s.why} for s in similar]}
        )
        return ExitCode.DONE if recorded.saved else ExitCode.FOUND
    code = print_recorded(recorded, order.today, as_json=False)
    for each in similar:
        say(wrapped(f"Perhaps the same: {each.reference} ({each.why}).", hanging=2))
    return code


@click.command(add_help_option=False, context_settings=_ANY_OPTIONS)
@click.argument("words", nargs=-1, type=click.UNPROCESSED, metavar="REF FACT [OPTIONS]")
@click.pass_context
def preview(context: click.Context, words: tuple[str, ...]) -> ExitCode:
    """What a fact would do to the clocks of a case, and what stands against it; saves nothing.

    Example: casetrack case preview 2026/0412 response-extended --until 2026-12-15
    """
    if "--help" in words[:2]:
        say(context.get_help())
        return ExitCode.DONE
    if len(words) < 2 or words[1].startswith("-"):
        raise BadInput("Name the case and the fact: casetrack case preview 2026/0412 FACT …")
    reference, kind, *rest = words
    return run_on_fact(context, kind, rest, lambda given: _preview(reference, kind, given))


def _preview(reference: str, kind: str, given: dict[str, Any]) -> ExitCode:
    with open_casetrack() as casetrack:
        order = order_from(casetrack, reference, kind, given)
        weighed = casetrack.recording.preview(order)
    if given["json_"]:
        print_json(recorded_as_plain(weighed, order.today))
    else:
        moved = changed_clocks(weighed.before, weighed.after, order.today)
        say(clocks_moved(moved) if moved else "No clock would change.")
        for words in objections_in_words(weighed.objections):
            say(wrapped(f"  – {words}", hanging=4))
        say("Nothing was saved.")
    return ExitCode.FOUND if weighed.objections else ExitCode.DONE


@click.command(add_help_option=False, context_settings=_ANY_OPTIONS)
@click.argument("words", nargs=-1, type=click.UNPROCESSED, metavar="REF ENTRY [OPTIONS]")
@click.pass_context
def correct(context: click.Context, words: tuple[str, ...]) -> ExitCode:
    """Put an entry right: what is given takes the place of what it said, the rest stays.

    What it said before stays on record. `casetrack case history REF` shows the numbers.

    Example: casetrack case correct 2026/0412 4 --on 2026-11-09 --because "The letter is dated so."
    """
    if "--help" in words[:2]:
        say(context.get_help())
        say("\nWith REF and ENTRY, --help lists the options: those of the fact that is put right.")
        return ExitCode.DONE
    reference, number = _named(words)
    with open_casetrack() as casetrack:
        entry = casetrack.casework.standing(record_kind(reference), reference, number)

    def handed(given: dict[str, Any]) -> ExitCode:
        plain = {**to_plain(entry), **_from_file(given), **plain_values(entry.kind, given)}
        replacement = fact_of(entry.kind, given["on"] or entry.happened_on, plain)
        return _correct(reference, number, replacement, given)

    return run_on_fact(context, entry.kind, words[2:], handed, words="REF ENTRY")


def _from_file(given: dict[str, Any]) -> dict[str, Any]:
    return from_file(given["fields_file"]) if given["fields_file"] else {}


def _named(words: tuple[str, ...]) -> tuple[str, int]:
    if len(words) < 2 or not words[1].isdecimal():
        raise BadInput("Name the record and the entry's number: casetrack case correct REF 4 …")
    return words[0], int(words[1])


def _correct(
    reference: str, number: int, replacement: Fact | None, given: dict[str, Any]
) -> ExitCode:
    if not says_something(given.get("why") or ""):
        raise BadInput("Say why it is put right (--because): it stands on record with it.")
    fact = EntryCorrected(
        happened_on=london_today(),
        corrects=number,
        replacement=replacement,
        because=given["why"].strip(),
    )
    order = order_for(reference, (fact,), given)
    return _carried_out(order, as_json=given["json_"])


def _carried_out(order: "Order", *, as_json: bool) -> ExitCode:
    from casetrack.service.orders import Stale  # loads SQLModel

    with open_casetrack() as casetrack:
        try:
            recorded = casetrack.recording.record(order)
        except Stale as stale:
            print_conflict(stale, as_json=as_json)
            return ExitCode.FOUND
    return print_recorded(recorded, order.today, as_json=as_json)


@click.command()
@click.argument("reference")
@click.argument("number", type=int)
@click.option("--because", "why", required=True, help="Why it is taken out.")
@click.option("--happened", is_flag=True, help="Record it though something stands against it.")
@click.option("--based-on", "based_on", type=int, help="How many entries the record had.")
@click.option("--command-id", "command_id", help="Sent twice under one id it is recorded once.")
@click.option("--json", "json_", is_flag=True, help="Print one JSON value.")
@config_option
def undo(reference: str, number: int, **given: Any) -> ExitCode:
    """Take an entry out, as if it had not been: it stays on record as undone.

    Example: casetrack case undo 2026/0412 7 --because "Recorded on the wrong case."
    """
    return _correct(reference, number, None, given)
