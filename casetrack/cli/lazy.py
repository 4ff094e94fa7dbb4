"""A group of commands that knows each by name and loads only the one that is run."""

import importlib
from collections.abc import Mapping
from typing import Any

import click

from casetrack.domain.errors import nearest


class LazyGroup(click.Group):
    """A group whose commands lie in modules of `casetrack.cli`.

    `loads`: name → (module, its attribute, one line for --help), so that --help imports nothing.
    """

    def __init__(
        self, *args: Any, loads: Mapping[str, tuple[str, str, str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._loads = loads or {}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  Click's signature
        """Return the names of all commands."""
        return sorted(self._loads)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load a command."""
        if cmd_name not in self._loads:
            return None
        module, name, _ = self._loads[cmd_name]
        command: click.Command = getattr(importlib.import_module(f"casetrack.cli.{module}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that was typed, or say which is nearest."""
        if args and args[0] not in self._loads and not args[0].startswith("-"):
            ctx.fail(
                f'There is no command "{args[0]}".{nearest(args[0], self._loads)} '
                f"`{ctx.command_path} --help` lists them all."
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List every command with its line."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, row[2]) for name, row in sorted(self._loads.items())])
