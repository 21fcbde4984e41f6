"""Units and the environment of child processes; what importing the commands costs."""

import subprocess
import sys

import click
import pytest
from scratchtools.units import CORE, UnitParam, all_units, available_cores, child_environment

COMMANDS = ["benchmark", "mutate", "milestones", "plots", "doctor", "graph"]
HEAVY = ("numpy", "rich", "pytest", "pyperf", "matplotlib")


def test_core_and_every_topic_are_units_with_their_prerequisites(tree):
    found = {unit.id: unit for unit in all_units()}
    assert list(found) == [CORE, "t01", "t02"]
    core, packages = tree.root / "shared/scratchcore/src", tree.root / "packages"
    assert found["t02"].paths == (packages / "t01-alpha/src", core)
    assert found[CORE].paths == ()


@pytest.mark.parametrize("name", ["core", "t02", "2", "beta"])
def test_a_unit_is_the_core_or_a_topic_by_any_of_its_names(tree, name):
    unit = UnitParam().convert(name, None, None)
    assert unit.id == ("core" if name == "core" else "t02")
    assert UnitParam().convert(unit, None, None) is unit


def test_completion_offers_the_core_beside_the_topics(tree):
    context = click.Context(click.Command("bench"))
    with context:
        offered = UnitParam().shell_complete(context, None, "")
    assert {"core", "t01", "beta"} <= {item.value for item in offered}


def test_a_child_gets_import_roots_and_threads_instead_of_ours(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    variables = child_environment([tmp_path], 3)
    assert variables["OPENBLAS_NUM_THREADS"] == variables["OMP_NUM_THREADS"] == "3"
    assert variables["PYTHONPATH"].startswith(str(tmp_path))
    assert "elsewhere" not in variables["PYTHONPATH"]


def test_there_is_a_core_to_run_on():
    assert available_cores() >= 1


def test_the_commands_import_nothing_heavy():
    names = ", ".join(f"scratchtools.{name}" for name in COMMANDS)
    code = f"import sys, {names}; print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("name", ["bench", "mutate", "milestone", "plot", "doctor", "graph"])
def test_help_shows_an_example(tree, name):
    result = tree.run(name, "--help")
    assert result.exit_code == 0 and f"Example: scratch {name}" in result.output
    assert "--json" in result.output
