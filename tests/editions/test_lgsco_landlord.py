"""A council under the LGSCO's Code: its settings hold, and its complaints have their clocks."""

from pathlib import Path

import pytest
from landlord import Landlord, row

from casetrack import bootstrap
from casetrack.domain.errors import SettingsError


def council(folder: Path, code: str = "lgsco", more: str = "") -> Landlord:
    config = folder / "casetrack.toml"
    config.write_text(f'[landlord]\nname = "Sample Council"\ncode = "{code}"\n{more}\n', "utf-8")
    bootstrap.create(config)
    return Landlord(config)


def test_a_complaint_of_april_2026_has_the_clocks_of_the_lgscos_code(tmp_path: Path) -> None:
    there = council(tmp_path, more="[targets]\nstage-1-acknowledgement = 2").holds(
        row("C1", "2026-04-01", stage1_acknowledged="2026-04-15"),  # Wed, Wed
        row("C2", "2026-03-31"),  # Tue
    )

    clocks = there.clocks("C1", "--today", "2026-04-20")
    # Good Friday 3 April and Easter Monday 6 April lie in between.
    assert clocks["stage-1-acknowledgement"]["due_on"] == "2026-04-10"
    assert clocks["stage-1-response"]["due_on"] == "2026-04-29"
    late = there.case("C1", "--today", "2026-04-20")["findings"]
    assert [finding["provision"] for finding in late] == ["6.2"]
    assert "LGSCO Code 2026, 6.2" in there.run("case", "why", "C1").done().out
    assert there.run("check").code == 0

    assert there.clocks("C2") == {}
    assert [f["code"] for f in there.case("C2")["findings"]] == ["edition-not-held"]


def test_a_target_longer_than_the_lgscos_code_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r'"targets\.stage-2-response" is 21'):
        council(tmp_path, more="[targets]\nstage-2-response = 21")


def test_the_lgscos_code_counts_the_bank_holidays_of_england_and_wales(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="the lgsco Code counts the bank holidays of england-a"):
        council(tmp_path, more='calendar = "scotland"')


def test_a_misspelt_code_is_told_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(
        SettingsError, match=r'"landlord\.code" is "lgcso"\. Did you mean "lgsco"\?'
    ):
        council(tmp_path, "lgcso")
