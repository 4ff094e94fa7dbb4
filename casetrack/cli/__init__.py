"""The command line: it translates what was typed into a call, and the answer into words.

Importing it loads nothing; `main` loads what the command needs.
"""

import gc
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    # Loading makes many objects and no garbage: collecting it meanwhile costs a tenth of the start.
    gc.disable()
    from casetrack.cli.root import run  # Click is loaded only when a command is run

    return run(arguments)
