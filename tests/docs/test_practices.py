"""Twenty practices of landlords, each done by the commands its row names."""

import re
from collections.abc import Iterator
from pathlib import Path

from console import Shell, Typed

PAGE = Path(__file__).parents[2] / "docs" / "practices.md"
DAY = "25 November 2026"


def rows() -> list[list[str]]:
    """Return the practices: number, practice, commands, what they give."""
    lines = PAGE.read_text("utf-8").splitlines()
    return [line.strip("| ").split(" | ") for line in lines if re.match(r"\| \d+ \|", line)]


def commands() -> Iterator[tuple[str, int]]:
    """Give every command of the page with the exit code that the page says it has."""
    (block,) = re.findall(r"```sh\n(.*?)\n```", PAGE.read_text("utf-8"), re.S)
    yield from ((command, 0) for command in re.findall(r"(?m)^cat(?s:.*?)^END$|^.+$", block))
    for _, _, named, _ in rows():
        for command, refused in re.findall(r"`([^`]+)`( \(refused\))?", named):
            yield command, 1 if refused else 0


def test_there_are_twenty_practices_each_with_a_command_and_what_it_gives() -> None:
    assert [row[0] for row in rows()] == [str(number) for number in range(1, 21)]
    assert [row for row in rows() if len(row) != 4 or not all(row)] == []
    assert [row for row in rows() if "`casetrack " not in row[2]] == []


def test_every_command_of_the_page_does_what_the_page_says(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    went = []
    for command, code in commands():
        ran = shell.run(Typed((f"mwebb$ {command}",)), DAY)
        went.append((command, ran.code, ran.printed if ran.code != code else ""))
    assert [each for each in went if each[2]] == []
    assert sum(code for _, code, _ in went) == 3  # what is refused is refused, not a slip (2)
