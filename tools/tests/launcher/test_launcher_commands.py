"""The commands that README, CI and nox name are the ones that exist."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PACKAGES = [*sorted(path.parent for path in ROOT.glob("*/*/pyproject.toml")), ROOT / "tools"]


def readme_commands() -> list[str]:
    text = (ROOT / "README.md").read_text("utf-8")
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.M | re.S)
    return [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]


def test_the_readme_has_one_command_to_learn_and_one_to_test():
    assert readme_commands() == ["./scratch learn t01", "./scratch quick"]


def test_continuous_integration_runs_the_readmes_test_command():
    assert f"\n{readme_commands()[-1]} " in (ROOT / ".ci" / "run").read_text("utf-8")
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    assert "run: python scratch quick\n" in workflow


@pytest.mark.slow
def test_nox_lists_a_full_session_for_every_package():
    line = [sys.executable, "-m", "nox", "-f", str(ROOT / "noxfile.py"), "-s", "full"]
    done = subprocess.run([*line, "--list", "--json"], capture_output=True, text=True, check=True)
    listed = {session["call_spec"]["unit"] for session in json.loads(done.stdout)}
    assert listed == {project(folder)["name"] for folder in PACKAGES}


def test_all_packages_have_one_version():
    assert len({project(folder)["version"] for folder in PACKAGES}) == 1


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda folder: folder.name)
def test_packages_ask_for_each_other_by_folder_or_by_the_pin(folder):
    own = {project(other)["name"] for other in PACKAGES}
    wanted = list(project(folder).get("dependencies", []))
    for names in project(folder).get("optional-dependencies", {}).values():
        wanted += names
    for requirement in wanted:
        name = re.match(r"[\w-]+", requirement)[0]
        if name in own:
            path = re.fullmatch(r".+\{env:SCRATCH_PIN: @ \{root:(.+):uri\}/(.+)\}", requirement)
            assert path, f"{folder.name} asks for {requirement!r} without the checkout's folder"
            target = folder.joinpath(*[".."] * len(path[1].split(":")), path[2]).resolve()
            assert project(target)["name"] == name


def project(folder: Path) -> dict:
    return tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
