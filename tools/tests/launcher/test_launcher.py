"""What `./scratch` does when nothing has to be installed, and how it finds out."""

import ast
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from scratchtools.environment import Environment
from scratchtools.launcher import EXTRAS, command_line, extras_for, launch
from scratchtools.projects import read_projects

ROOT = Path(__file__).parents[3]
TEST = frozenset({"test"})


def test_a_ready_environment_runs_the_command_as_it_was_typed(checkout, tmp_path):
    checkout.fake_environment()
    process = checkout.start("hint", "t02", "--level", "2", cwd=tmp_path)
    out, error = process.communicate()
    shown = json.loads(out)
    assert (process.returncode, error) == (0, "")
    assert shown["arguments"] == ["hint", "t02", "--level", "2"]
    assert Path(shown["root"]) == checkout.root
    assert Path(shown["cwd"]) == tmp_path


def test_the_exit_code_is_the_commands(checkout):
    checkout.fake_environment()
    assert checkout.run("fail").returncode == 7


def test_packages_of_the_callers_python_are_kept_out(checkout, tmp_path):
    checkout.fake_environment()
    shown = checkout.run("topics", PYTHONPATH=str(tmp_path)).stdout
    assert json.loads(shown)["path"] is None


def test_quick_and_full_go_to_nox_and_the_rest_to_the_tools():
    nox = ["-m", "nox", "-f", str(ROOT / "noxfile.py")]
    assert command_line(ROOT, "quick", ["quick", "--", "-x"]) == [*nox, "-s", "quick", "--", "-x"]
    assert command_line(ROOT, "full", ["full", "--list"]) == [*nox, "-s", "full", "--list"]
    assert command_line(ROOT, "test", ["test", "quick"]) == ["-m", "scratchtools", "test", "quick"]
    assert command_line(ROOT, "", []) == ["-m", "scratchtools"]


def test_a_command_gets_the_extras_it_needs_and_torch_is_never_installed_unasked():
    assert extras_for(["learn"]) == TEST
    assert extras_for(["bench", "lint"]) == {"test", "bench", "dev"}
    assert "oracle" not in extras_for([*EXTRAS, "oracle"])


def test_oracles_are_installed_when_set_up_is_asked_for_them(checkout, monkeypatch):
    asked = []
    monkeypatch.setattr(Environment, "ensure", lambda _, extras: asked.append(extras))
    assert launch(str(checkout.root), ["setup", "bench", "oracle"]) == 0
    assert asked == [{"test", "bench", "oracle"}]


def test_a_sealed_environment_lacks_nothing_until_another_extra_is_asked_for(checkout):
    environment = checkout.fake_environment()
    assert environment.lack(TEST) is None
    assert environment.lack(TEST | {"plot"}) == "this command also needs: plot"


def delete_python(environment):
    environment.python.unlink()


def replace_python(environment):
    environment.python.unlink()
    environment.python.write_text("")


def delete_a_package(environment):
    (info,) = environment.folder.rglob("numpy-*.dist-info")
    info.rmdir()


def delete_configuration(environment):
    (environment.folder / "pyvenv.cfg").unlink()


def garble_configuration(environment):
    (environment.folder / "pyvenv.cfg").write_bytes(b"home = \xff\xfe")


def garble_stamp(environment):
    (environment.folder / "scratch.json").write_bytes(b'{"complete": tr\xff')


def empty_stamp(environment):
    (environment.folder / "scratch.json").write_text("[]")


def stop_halfway(environment):
    stamp = environment.folder / "scratch.json"
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "complete": False}))


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (delete_python, "its Python is gone or another one"),
        (replace_python, "its Python is gone or another one"),
        (delete_configuration, "its Python is gone or another one"),
        (garble_configuration, "its Python is gone or another one"),
        (delete_a_package, "something in it was deleted"),
        (garble_stamp, "the last set-up was not finished"),
        (empty_stamp, "the last set-up was not finished"),
        (stop_halfway, "the last set-up was not finished"),
    ],
)
def test_damage_is_noticed(checkout, damage, reason):
    environment = checkout.fake_environment()
    damage(environment)
    assert environment.lack(TEST) == reason


def test_a_moved_checkout_is_noticed(checkout):
    checkout.fake_environment()
    moved = checkout.root.rename(checkout.root.with_name("elsewhere"))
    assert Environment(moved).lack(TEST) == "this folder was moved or copied"


def test_an_upgraded_package_is_no_damage(checkout):
    environment = checkout.fake_environment()
    (info,) = environment.folder.rglob("numpy-*.dist-info")
    info.rename(info.with_name("numpy-3.0.dist-info"))
    assert environment.lack(TEST) is None


@pytest.mark.parametrize(
    ("old", "new", "installs"),
    [
        ('description = "one"', 'description = "two"', False),
        ("[project]", "[tool.topic]\nhours = 6\n[project]", False),
        ("dependencies = []", 'dependencies = ["numpy"]', True),
        ('version = "0.1.0"', 'version = "0.2.0"', True),
    ],
)
def test_only_what_an_installation_depends_on_asks_for_a_new_one(checkout, old, new, installs):
    checkout.fake_environment()
    file = checkout.root / "shared" / "scratchcore" / "pyproject.toml"
    text = file.read_text("utf-8")
    file.write_text(text.replace(old, new), "utf-8")
    assert file.read_text("utf-8") != text
    assert (checkout.environment.lack(TEST) == "the packages changed") is installs


def test_a_new_package_asks_for_an_installation(checkout):
    checkout.fake_environment()
    folder = checkout.root / "packages" / "t02-second"
    folder.mkdir()
    text = (checkout.root / "packages" / "t01-first" / "pyproject.toml").read_text("utf-8")
    (folder / "pyproject.toml").write_text(text.replace("t01-first", "t02-second"), "utf-8")
    assert checkout.environment.lack(TEST) == "the packages changed"


def test_packages_are_asked_for_by_folder_with_the_extras_they_have(checkout):
    asked = [project.requirement(["test", "plot"]) for project in read_projects(checkout.root)]
    assert asked == ["./shared/scratchcore[test]", "./tools", "./packages/t01-first[plot,test]"]


def test_a_second_set_up_waits_for_the_first_and_then_has_nothing_to_do(checkout):
    environment = checkout.fake_environment()
    with environment.changing():
        process = checkout.start("bench")
        assert "another set-up of this folder is running" in process.stderr.readline()
        environment.seal(TEST | {"bench"})
    out, error = process.communicate()
    assert (process.returncode, error) == (0, "")
    assert json.loads(out)["arguments"] == ["bench"]


def test_the_launcher_has_no_syntax_that_an_old_python_lacks():
    tree = ast.parse((ROOT / "scratch").read_text("utf-8"))
    modern = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.AsyncFunctionDef, ast.Nonlocal)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert not [node for node in ast.walk(tree) if isinstance(node, modern)]
    assert not [f.name for f in functions if f.returns or f.args.kwonlyargs]


def test_the_launcher_imports_nothing_but_the_standard_library(checkout):
    code = (
        f"import sys; sys.path.insert(0, {str(checkout.root / 'tools' / 'src')!r})\n"
        "import scratchtools.launcher\n"
        "roots = {name.split('.')[0] for name in sys.modules} - {'scratchtools', '__main__'}\n"
        "print(sorted(roots - set(sys.stdlib_module_names)))"
    )
    shown = subprocess.run([sys.executable, "-S", "-E", "-c", code], capture_output=True, text=True)
    assert (shown.stdout.strip(), shown.stderr) == ("[]", "")


def test_set_up_help_installs_nothing(checkout):
    done = checkout.run("setup", "--help")
    assert "Example: scratch setup quick" in done.stdout
    assert not checkout.environment.folder.exists()


def test_rubbish_of_an_earlier_set_up_is_removed(checkout):
    environment = checkout.fake_environment()
    old = environment.state / f"trash-{time.time_ns()}"
    (old / "bin").mkdir(parents=True)
    with environment.changing():
        assert not old.exists()
