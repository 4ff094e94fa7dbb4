"""A wheel built from the checkout and installed elsewhere finds its calendars and letters."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_what_a_landlord_may_change_and_what_the_ombudsman_fixed(
    wheel: Path,
) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "casetrack/_data/calendars/england-and-wales.toml",
        "casetrack/_data/calendars/scotland.toml",
        "casetrack/_data/calendars/northern-ireland.toml",
        "casetrack/_data/templates/letters/extension.md",
        "casetrack/editions/housing-ombudsman-2022.toml",
        "casetrack/editions/housing-ombudsman-2024.provisions.toml",
        "casetrack/store/migrations/env.py",
    } <= held
    assert not [name for name in held if name.startswith(("tests/", "benchmarks/"))]


def test_installed_elsewhere_it_answers_and_runs_the_demo(wheel: Path, tmp_path: Path) -> None:
    # The dependencies come from this environment; casetrack itself only from the wheel.
    venv.create(tmp_path / "venv", system_site_packages=False, with_pip=False)
    python = tmp_path / "venv" / "bin" / "python"
    site = next((tmp_path / "venv" / "lib").glob("python*")) / "site-packages"
    zipfile.ZipFile(wheel).extractall(site / "unpacked")
    dependencies = [path for path in sys.path if path.endswith("site-packages")]
    (site / "paths.pth").write_text("\n".join([str(site / "unpacked"), *dependencies]))

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [str(python), "-m", "casetrack", *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = subprocess.run(
        [str(python), "-c", "import casetrack; print(casetrack.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(site / "unpacked") in where.stdout
    assert run("deadline", "2024-12-24", "5") == "Fri 3 Jan 2025\n"
    assert "Three commands to try next" in run("demo")
