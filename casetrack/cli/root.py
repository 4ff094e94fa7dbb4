"""The root command: it knows every sub-command by name and loads only the one that is run."""

import contextlib
import errno
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from casetrack import __version__
from casetrack.cli.lazy import LazyGroup
from casetrack.cli.output import ExitCode, exit_code_of, narrate
from casetrack.domain.errors import BadInput, CasetrackError

_COMMANDS: Final = {
    # name: (module, its attribute, one line for --help). Kept here so that --help imports nothing.
    "calendar": ("calendar", "calendar", "Show, make and check the bank holidays."),
    "case": ("cases", "case", "Cases: open, find, show, correct, and why each date is so."),
    "check": ("upkeep", "check", "Verify the history and everything derived from it."),
    "count": ("dates", "count", "Count the working days between two days."),
    "deadline": ("dates", "deadline", "The day so many working days after another."),
    "demo": ("demo", "demo", "A made-up landlord with a year of cases, to look around in."),
    "digest": ("worklist", "digest", "This morning's digest: who has to do what."),
    "document": ("documents", "document", "Documents filed with a case, and their copies."),
    "due": ("worklist", "due", "The worklist: what is due, when and why."),
    "import": ("imports", "import_", "Bring in a complaint log, CSV or XLSX."),
    "init": ("upkeep", "init", "Write a casetrack.toml and the database beside it."),
    "migrate": ("upkeep", "migrate", "Bring an older database up to this version."),
    "landlord": ("records", "landlord", "The landlord's own record: reports, duties, learning."),
    "rebuild": ("upkeep", "rebuild", "Derive worklist and figures anew from the history."),
    "record": ("record", "record", "Record one fact, as the Code asks for it."),
    "report": ("report", "report", "The figures for a period, each traceable to its cases."),
    "resident": ("records", "resident", "Residents: register, find, show what holds for them."),
    "timeline": ("timeline", "timeline", "What-if: every clock of a history, without a database."),
    "web": ("tui", "web", "The terminal UI in a browser on this computer."),
    "user": ("users", "user", "Who works on complaints, and what they may do."),
}


@click.command(
    cls=LazyGroup,
    loads=_COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["--help"]},
)
@click.option("--config", type=click.Path(path_type=Path), help="The settings file to use.")
@click.version_option(__version__, prog_name="casetrack", message="%(prog)s %(version)s")
@click.pass_context
def root(context: click.Context, config: Path | None) -> int | None:
    """Complaint cases, and every date the Complaint Handling Code asks for.

    Without a command: the terminal UI, on the database of casetrack.toml. Start with
    `casetrack demo`, or `casetrack deadline 2024-12-24 5 --explain`.
    """
    context.obj = config
    if context.invoked_subcommand is None:
        from casetrack.cli.tui import open_ui  # loads the database and Textual

        return open_ui(context)
    return None


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; every failure becomes words and an exit code, never a traceback."""
    _make_ready_to_speak()
    try:
        _check_arguments(sys.argv[1:] if arguments is None else arguments)
        result = root.main(
            args=list(arguments) if arguments is not None else None,
            prog_name="casetrack",
            standalone_mode=False,
        )
        code = int(result) if isinstance(result, int) else ExitCode.DONE
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            _drop_output()  # what came of the command is told all the same, by its exit code
        return code
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        narrate(f"{error.format_message()}")
        if isinstance(error, click.UsageError) and error.ctx:
            narrate(f"See `{error.ctx.command_path} --help`.")
        return ExitCode.BAD_INPUT
    except (click.Abort, KeyboardInterrupt):
        narrate("Stopped; nothing was saved after the last message.")
        return 130
    except CasetrackError as error:
        narrate(str(error))
        return exit_code_of(error)
    except (BrokenPipeError, SystemExit):
        # The reader of a pipe went away, as `| head` does (Click turns that into SystemExit): not
        # a fault, and nothing to say to it.
        _drop_output()
        return ExitCode.DONE
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EBADF, errno.EIO, errno.EFBIG):
            _narrate_incident(error)
        else:
            with contextlib.suppress(OSError):
                narrate(
                    f"The output could not be written: {error.strerror}. Before you do it again, "
                    "see whether it was saved (`casetrack case history REF`)."
                )
            _drop_output()
        return ExitCode.COULD_NOT
    except Exception as fault:
        _narrate_incident(fault)
        return ExitCode.COULD_NOT


def _make_ready_to_speak() -> None:
    """See that there is somewhere to speak to, and that a letter a terminal lacks shows as "?"."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # it was closed before casetrack was started
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  to the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _check_arguments(arguments: Sequence[str]) -> None:
    """Refuse what is no text: no record and no database holds half a character.

    Names of files there are may be anything.
    """
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError:
            if not os.path.exists(argument):
                raise BadInput(
                    f"{argument!r} is no text: it holds bytes that are not UTF-8. Type it again."
                ) from None


def _drop_output() -> None:
    """Let what is still to be written go nowhere, so that the end of the program is quiet."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _narrate_incident(fault: Exception) -> None:
    from casetrack.incident import written_down  # only a fault needs it

    narrate(written_down(fault))
