"""What a command on a database needs: its settings, found before or after the command's name."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casetrack.cli.output import narrate

if TYPE_CHECKING:
    from casetrack.bootstrap import Casetrack

config_option: Callable[[Any], Any] = click.option(
    "--config",
    type=click.Path(path_type=Path),
    expose_value=False,
    is_eager=True,  # a day in working days is read with the landlord's calendar
    callback=lambda context, _parameter, path: _remember(context, path),
    help="The settings file to use.  [default: CASETRACK_CONFIG, else ./casetrack.toml]",
)


def _remember(context: click.Context, path: Path | None) -> None:
    if path is not None:
        context.find_root().obj = path


@contextmanager
def open_casetrack() -> Iterator["Casetrack"]:
    """Open the casetrack of the settings file that was named, or is found."""
    from casetrack.bootstrap import opened  # SQLModel and pydantic load with it

    gc.freeze()  # what is loaded stays: no collection need look at it again
    gc.enable()
    with opened(click.get_current_context().find_root().obj) as casetrack:
        if casetrack.stale:
            narrate(
                "The worklist and figures were made under other settings than those that hold now: "
                "run `casetrack rebuild`."
            )
        yield casetrack
