"""Several handlers record at once, each on what they saw: nothing is lost, nobody is locked out."""

from pathlib import Path

from benchmarks.handlers import hammered


def test_of_what_several_handlers_record_at_once_nothing_is_lost(
    database_url: str, tmp_path: Path
) -> None:
    lost, problems = hammered(tmp_path / "casetrack.toml", database_url, 3, 15, cases=4)

    assert (lost, problems) == (0, 0)
