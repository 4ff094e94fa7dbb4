"""`casetrack case`: everything that is asked of cases, each command loaded when it is run."""

from typing import Final

import click

from casetrack.cli.context import config_option
from casetrack.cli.lazy import LazyGroup

_COMMANDS: Final = {
    "correct": ("case_work", "correct", "Put an entry right; what it said stays on record."),
    "find": ("case_find", "find", "Find cases by words, people, references, and more."),
    "history": ("case_history", "history", "Who recorded what, when, and what was corrected."),
    "open": ("case_work", "open_", "Open a new case: a complaint or a service request."),
    "preview": ("case_work", "preview", "What a fact would do to the clocks; saves nothing."),
    "show": ("case_show", "show", "What is on record: clocks, findings, history."),
    "undo": ("case_work", "undo", "Take an entry out; it stays on record as undone."),
    "why": ("case_why", "why", "Why each date is what it is, day by day."),
}


@click.command(cls=LazyGroup, loads=_COMMANDS, no_args_is_help=True)
@config_option
def case() -> None:
    """Cases: open, find, show, correct, and why each date is what it is."""
