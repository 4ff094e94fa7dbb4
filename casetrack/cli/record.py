"""`casetrack record`: one fact on one record, with an option for each of its fields."""

import inspect
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from casetrack.cli.context import config_option, open_casetrack
from casetrack.cli.fact_options import BECAUSE, fact_of, from_file, options_for, plain_values
from casetrack.cli.options import PastDay, json_option, london_today, recorded_by
from casetrack.cli.output import ExitCode, say, wrapped
from casetrack.cli.recorded import print_conflict, print_recorded, print_unheard_of
from casetrack.domain.errors import BadInput
from casetrack.domain.facts import FACTS
from casetrack.service.fact_forms import typed_fields

if TYPE_CHECKING:
    from casetrack.domain.facts import Fact
    from casetrack.service.orders import Order

_CORRECTED: Final = "REF ENTRY"
Handed = Callable[[dict[str, Any]], ExitCode]


@click.command(
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED, metavar="REF FACT [OPTIONS]")
@click.pass_context
def record(context: click.Context, words: tuple[str, ...]) -> ExitCode:
    """Record one fact: what happened, on which day, with what it has to hold.

    A breach of the Code is refused, with the provision and the cure; what has happened all the
    same is recorded with --happened --because TEXT, as a finding. `casetrack record --help FACT`
    lists a fact's own options, docs/facts.md every fact.

    REF is a case (2026/0412), a resident (R0007) or "landlord".

    Example: casetrack record 2026/0412 contact-attempted --channel phone --reached
    """
    if "--help" in words or not words:
        return _help(context, [word for word in words if not word.startswith("-")])
    before, rest = _split(words, 2)
    if len(before) < _REF_AND_FACT:
        raise BadInput("Name the record and the fact: casetrack record 2026/0412 FACT --on DAY.")
    reference, kind = before
    return run_on_fact(context, kind, rest, lambda given: _record(reference, kind, given))


_REF_AND_FACT = 2


def _split(words: Sequence[str], wanted: int) -> tuple[list[str], list[str]]:
    """Return the first words that are no options, and everything else in its order."""
    before = list(words[:wanted])
    if any(word.startswith("--") for word in before):
        return [], list(words)
    return before, list(words[wanted:])


def _help(context: click.Context, words: list[str]) -> ExitCode:
    kinds = [word for word in words if word in FACTS]
    if kinds:
        command = command_for(kinds[-1], lambda _given: ExitCode.DONE)
        with click.Context(command, info_name=f"{context.command_path} REF {kinds[-1]}") as own:
            say(command.get_help(own))
        return ExitCode.DONE
    if words:
        fact_named(words[-1])
    say(context.get_help())
    say("\nFacts:")
    say(wrapped("  " + ", ".join(FACTS), hanging=2))
    return ExitCode.DONE


def fact_named(kind: str) -> "type[Fact]":
    """Return the fact of that name. Raises BadInput with the nearest one."""
    from casetrack.domain.codec import fact_fields  # says which is nearest

    fact_fields(kind)
    return FACTS[kind]


def command_for(
    kind: str, handed: Handed, *, needed: bool = True, about: str = ""
) -> click.Command:
    """Return a command with an option for each field of a fact, and what every recording takes.

    `about` is what its help says; "" is what the fact is.
    """
    from casetrack.domain.facts import StageFact

    fact = fact_named(kind)
    stage = [] if not issubclass(fact, StageFact) else ["Left out, the stage is the one under way."]

    def callback(**given: Any) -> ExitCode:
        return handed(given)

    on = click.Option(
        ["--on"], type=PastDay(), metavar="DAY", help="The day it happened.  [default: today]"
    )
    command = click.Command(
        kind,
        callback=config_option(json_option(callback)),
        params=[on, *options_for(kind, needed=needed), *_envelope()],
        help=about or " ".join(((fact.__doc__ or "").strip(), *stage)),
    )
    # What the decorators left beside the callback are the options every command has.
    command.params.extend(getattr(command.callback, "__click_params__", ()))
    return command


def _envelope() -> list[click.Parameter]:
    return [
        click.Option(
            ["fields_file", "--fields"],
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Fields from a TOML or JSON file (- for JSON on stdin); options come before them.",
        ),
        click.Option(
            ["happened", "--happened"],
            is_flag=True,
            help="It has happened: record a breach as a finding.",
        ),
        click.Option(
            ["why", "--because"],
            metavar="TEXT",
            help="Why it happened all the same, or why it is recorded so late.",
        ),
        click.Option(
            ["based_on", "--based-on"],
            type=int,
            metavar="NUMBER",
            help="How many entries the record had when this was made up: with others since, "
            "both are shown and nothing is recorded.",
        ),
        click.Option(
            ["command_id", "--command-id"],
            metavar="ID",
            help="Sent twice under one id it is recorded once.",
        ),
    ]


def run_on_fact(
    context: click.Context,
    kind: str,
    rest: Sequence[str],
    handed: Handed,
    *,
    words: str | None = None,
) -> ExitCode:
    """Read the options of a fact and hand them on; an act the Code has not is refused in words.

    `words` stand between a command of its own and its options, such as REF ENTRY; None: it is the
    fact that is named, and its options are needed.
    """
    if kind not in FACTS:
        from casetrack.domain.procedure.unheard_of import unheard_of  # only for a name of no fact

        if (objection := unheard_of(kind)) is not None:
            print_unheard_of(objection, as_json="--json" in rest)
            return ExitCode.FOUND
    about = "" if words is None else inspect.cleandoc(context.command.help or "")
    command = command_for(kind, handed, needed=words != _CORRECTED, about=about)
    named = f"REF {kind}" if words is None else words
    path = f"{context.command_path} {named}".strip()
    with command.make_context(path, list(rest), obj=context.find_root().obj) as own:
        result = command.invoke(own)
    return ExitCode(result or 0)


def _record(reference: str, kind: str, given: dict[str, Any]) -> ExitCode:
    from casetrack.service.orders import Stale  # loads SQLModel

    with open_casetrack() as casetrack:
        order = order_from(casetrack, reference, kind, given)
        try:
            recorded = casetrack.recording.record(order)
        except Stale as stale:
            print_conflict(stale, as_json=given["json_"])
            return ExitCode.FOUND
        return print_recorded(recorded, order.today, as_json=given["json_"])


def order_from(casetrack: Any, reference: str, kind: str, given: dict[str, Any]) -> "Order":
    """Return the command that the options of a fact describe."""
    plain = {**_from_file(given), **_because(kind, given), **plain_values(kind, given)}
    on = given["on"] or _day_in(plain) or london_today()
    plain.pop("on", None)
    if "stage" not in plain and _has_stage(kind):
        plain["stage"] = casetrack.casework.stage_under_way(reference, but=given["command_id"])
    until = plain.get("until")
    if isinstance(until, str) and until.endswith("wd"):
        days = int(until[1:-2])
        until = casetrack.casework.days_on(reference, plain["stage"], days, but=given["command_id"])
        plain["until"] = until.isoformat()
    return order_for(reference, (fact_of(kind, on, plain),), given)


def _because(kind: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return why it is recorded as the fact's own field, where it has one."""
    said_of_itself = any(field.name == BECAUSE for field in typed_fields(kind))
    return {BECAUSE: given["why"]} if given["why"] and said_of_itself else {}


def _from_file(given: dict[str, Any]) -> dict[str, Any]:
    return from_file(given["fields_file"]) if given["fields_file"] else {}


def _day_in(plain: dict[str, Any]) -> date | None:
    from casetrack.service.what_if import iso_day  # only where a file says it

    if "on" not in plain:
        return None
    if not isinstance(plain["on"], str):
        raise BadInput(
            f'"on" is {plain["on"]!r}; it has to be the day it happened, as in "2026-11-02".'
        )
    return iso_day(plain["on"])


def _has_stage(kind: str) -> bool:
    from casetrack.domain.facts import StageFact  # loaded where something is recorded

    return issubclass(fact_named(kind), StageFact)


def order_for(reference: str, facts: "tuple[Fact, ...]", given: dict[str, Any]) -> "Order":
    """Return the command that records facts on a record, by whoever runs it, now."""
    from casetrack.service.orders import Order  # loads SQLModel

    kind = facts[0].belongs_to
    if facts[0].kind == "entry-corrected":
        kind = record_kind(reference)
    return Order(
        kind=kind,
        reference=reference,
        facts=facts,
        account=recorded_by(),
        at=datetime.now(UTC),  # noqa: TID251  the edge
        command_id=given.get("command_id") or str(uuid.uuid4()),
        happened=bool(given.get("happened")),
        because=str(given.get("why") or getattr(facts[0], BECAUSE, "")),
        based_on=given.get("based_on"),
    )


def record_kind(reference: str) -> Any:
    """Return the kind of record a reference names: R0007 is a resident, landlord the landlord."""
    if reference == "landlord":
        return "landlord"
    return "resident" if reference[:1] in "Rr" and reference[1:].isdecimal() else "case"
