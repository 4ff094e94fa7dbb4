"""The page of settings and the file that `init` writes know every setting there is."""

import re
from pathlib import Path

import pytest
from landlord import run

from casetrack.bootstrap import opened
from casetrack.domain.duties import OWN_CLOCKS
from casetrack.settings import Settings, load_settings

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"
NAMED = [line.split(" | ")[0] for line in PAGE.read_text("utf-8").splitlines() if "| `[" in line]
"""what the page's table names in each of its rows"""


def stands_there(section: str, key: str = "") -> bool:
    return any(
        re.match(rf"\| `\[+{section}\b", named) and (not key or re.search(rf"\b{key}\b", named))
        for named in NAMED
    )


@pytest.mark.parametrize("section", Settings.model_fields)
def test_every_section_of_the_settings_stands_on_the_page(section: str) -> None:
    assert stands_there(section)


@pytest.mark.parametrize(
    ("section", "key"),
    [
        (section, each.alias or name)
        for section, field in Settings.model_fields.items()
        for name, each in getattr(field.annotation, "model_fields", {}).items()
    ],
)
def test_every_key_of_a_section_stands_on_the_page(section: str, key: str) -> None:
    assert stands_there(section, key)


@pytest.mark.parametrize("clock", [kind.value for kind in OWN_CLOCKS])
def test_every_clock_of_the_landlords_own_stands_on_the_page(clock: str) -> None:
    assert stands_there("targets", clock)


def test_what_init_proposes_can_be_used_as_it_stands(tmp_path: Path) -> None:
    run("init", tmp_path / "own").done()
    file = tmp_path / "own" / "casetrack.toml"
    proposed = re.sub(r'(?m)^# (?=\[|[\w"][\w"& -]* = )', "", file.read_text("utf-8"))
    file.write_text(proposed, encoding="utf-8")
    settings = load_settings(file)
    assert set(OWN_CLOCKS) <= set(settings.targets)
    assert settings.sign_off[0].by == "manager"
    assert settings.refusals == {"insurance claim": "other"}
    assert settings.documents.folder.endswith("documents")
    with opened(file) as casetrack:
        assert casetrack.settings.procedure.contact_attempts == 2
