"""`casetrack user`: who works on complaints, and what they may do."""

from typing import Any

import click

from casetrack.cli.context import config_option, open_casetrack
from casetrack.cli.options import json_option, london_today, recorded_by
from casetrack.cli.output import ExitCode, narrate, print_json, say, table
from casetrack.cli.record import order_for
from casetrack.cli.recorded import print_recorded
from casetrack.domain.errors import NotFound, nearest
from casetrack.domain.facts.landlord import UserLeft, UserRegistered
from casetrack.domain.facts.terms import Role


@click.group(no_args_is_help=True)
@config_option
def user() -> None:
    """Who works on complaints, and what they may do.

    Until the first is registered everybody may do everything; the first has to be a manager. Who
    somebody is follows from the account they use the computer with.
    """


@user.command()
@click.argument("handle")
@click.option(
    "--role", type=click.Choice([*map(str, Role)]), required=True, help="What they may do."
)
@click.option("--name", default="", help="Their name.")
@click.option("--account", help="Of the computer.  [default: your own]")
@click.option("--email", default="", help="Where their digest goes.")
@click.option("--capacity", type=int, default=0, help="How many open cases are enough.")
@json_option
@config_option
def add(handle: str, role: str, account: str | None, json_: bool, **given: Any) -> ExitCode:
    """Register somebody, or change what is registered of them.

    Example: casetrack user add JB --role handler --name "Jo Bell" --account jbell
    """
    fact = UserRegistered(
        happened_on=london_today(),
        handle=handle,
        role=Role(role),
        account=recorded_by() if account is None else account,
        **given,
    )
    return _recorded(fact, json_)


@user.command()
@click.argument("handle")
@json_option
@config_option
def leave(handle: str, json_: bool) -> ExitCode:
    """Somebody no longer works on complaints; what they recorded stays theirs.

    Example: casetrack user leave JB
    """
    with open_casetrack() as casetrack:
        users = casetrack.casework.record("landlord", "landlord").users
        loads = casetrack.workload.people(london_today())
    if users.called(handle) is None:
        known = [each.handle for each in users.active]
        raise NotFound(f'Nobody called "{handle}" is registered.{nearest(handle, known)}')
    code = _recorded(UserLeft(happened_on=london_today(), handle=handle), json_)
    still = next((each.counts.open for each in loads if each.handler == handle), 0)
    if code is ExitCode.DONE and still:
        cases = "1 open case stays" if still == 1 else f"{still:,} open cases stay"
        narrate(
            f"{cases} with {handle}, who looks at none any more (`casetrack case find --handler "
            f"{handle}`). Give each to somebody else: casetrack record REF handler-assigned "
            "--handler NAME; or many at once on the manager's screen (`casetrack tui`)."
        )
    return code


@user.command("list")
@json_option
@config_option
def list_(json_: bool) -> None:
    """Everybody who works on complaints.

    Example: casetrack user list
    """
    with open_casetrack() as casetrack:
        users = casetrack.casework.record("landlord", "landlord").users
    if json_:
        print_json(
            [
                {
                    "handle": each.handle,
                    "role": each.role.value,
                    "name": each.name,
                    "account": each.account,
                    "email": each.email,
                    "capacity": each.capacity,
                }
                for each in users.active
            ]
        )
    elif users.active:
        rows = [(each.handle, each.role.value, each.name, each.account) for each in users.active]
        say(table(("Handle", "Role", "Name", "Account"), rows))
    else:
        say("Nobody is registered yet: everybody may do everything.")


def _recorded(fact: UserRegistered | UserLeft, json_: bool) -> ExitCode:
    order = order_for("landlord", (fact,), {})
    with open_casetrack() as casetrack:
        recorded = casetrack.recording.record(order)
    return print_recorded(recorded, order.today, as_json=json_)
