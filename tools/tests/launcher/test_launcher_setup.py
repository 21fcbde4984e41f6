"""Setting up for real: pip (and uv where it is) installs a small checkout, without a network."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

INSTALLERS = ["pip", "uv"] if shutil.which("uv") else ["pip"]


@pytest.fixture(params=INSTALLERS)
def fresh(request, checkout):
    """A checkout without .venv, set up by pip or by uv."""
    checkout.variables["SCRATCH_INSTALLER"] = request.param
    return checkout


@pytest.fixture
def ready(fresh):
    """A checkout whose .venv was set up."""
    assert fresh.run("setup").returncode == 0
    return fresh


def test_the_first_call_installs_every_package_editable_and_the_next_installs_nothing(fresh):
    first = fresh.run("learn", "t01")
    shown = json.loads(first.stdout)
    assert shown["arguments"] == ["learn", "t01"]
    assert "setting up .venv (first use)" in first.stderr
    assert Path(shown["where"]["scratchcore"]).is_relative_to(fresh.root / "shared")
    assert Path(shown["where"]["t01_first"]).is_relative_to(fresh.root / "packages")
    assert fresh.run("learn", "t01").stderr == ""


def test_a_stranger_of_the_same_name_is_never_installed(fresh, tmp_path):
    wheels = tmp_path / "index"
    wheels.mkdir()
    for folder in ("shared/scratchcore", "packages/t01-first"):
        copy = tmp_path / Path(folder).name
        shutil.copytree(fresh.root / folder, copy)
        file = copy / "pyproject.toml"
        file.write_text(file.read_text("utf-8").replace("0.1.0", "99.0"), "utf-8")
        code = f"import backend; backend.build_wheel({str(wheels)!r})"
        subprocess.run([sys.executable, "-c", code], cwd=copy, check=True)
    assert len(list(wheels.glob("*-99.0-*.whl"))) == 2
    done = fresh.run("learn", PIP_FIND_LINKS=str(wheels), UV_FIND_LINKS=str(wheels))
    where = json.loads(done.stdout)["where"]
    assert Path(where["scratchcore"]).is_relative_to(fresh.root / "shared")
    assert Path(where["t01_first"]).is_relative_to(fresh.root / "packages")


@pytest.mark.parametrize("moment", [0.2, None])
def test_a_killed_set_up_is_done_again(fresh, tmp_path, moment):
    """`moment` is seconds after the start, or None for while a package is being built."""
    flag = tmp_path / "building"
    with fresh.start("learn", SLOW=str(flag)) as process:
        deadline = time.monotonic() + 100
        while moment is None and not flag.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(moment or 0)
        process.kill()
        process.communicate()
    done = fresh.run("learn")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["where"]["t01_first"]
    assert fresh.run("learn").stderr == ""


def test_two_set_ups_at_once_become_one(fresh):
    both = [fresh.start("learn"), fresh.start("learn")]
    errors = [process.communicate(timeout=200)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum("ready after" in error for error in errors) == 1
    assert sum("another set-up of this folder is running" in error for error in errors) == 1


def test_a_deleted_python_and_an_unusable_one_are_replaced(ready):
    ready.environment.python.unlink()
    done = ready.run("learn")
    assert (done.returncode, "its Python is gone" in done.stderr) == (0, True)
    target = ready.environment.python.resolve()
    ready.environment.python.unlink()
    ready.environment.python.write_text("")
    ready.environment.python.chmod(0o755)
    stamp = ready.environment.folder / "scratch.json"
    record = json.loads(stamp.read_text("utf-8"))
    stamp.write_text(json.dumps({**record, "python": str(ready.environment.python.resolve())}))
    done = ready.run("learn")
    assert (done.returncode, "its Python does not start" in done.stderr) == (0, True)
    assert ready.environment.python.resolve() == target


def test_a_moved_checkout_is_set_up_in_its_new_place(ready):
    ready.root = ready.root.rename(ready.root.with_name("moved here"))
    done = ready.run("learn")
    assert "this folder was moved or copied" in done.stderr
    assert Path(json.loads(done.stdout)["where"]["scratchcore"]).is_relative_to(ready.root)


def test_a_failed_update_leaves_what_was_there_usable(ready):
    failed = ready.run("quick")  # needs extra-of-dev, which no index has here
    assert failed.returncode == 1
    assert failed.stdout == ""
    assert "fix: " in failed.stderr
    after = ready.run("learn")
    assert (after.returncode, after.stderr) == (0, "")


def test_without_a_network_the_message_says_so(ready):
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "UV_INDEX_URL": "http://127.0.0.1:9/"}
    failed = ready.run("quick", PIP_NO_INDEX="0", UV_NO_INDEX="0", UV_HTTP_RETRIES="0", **nowhere)
    assert failed.returncode == 1
    assert "no network: the package index cannot be reached" in failed.stderr
    assert "run the same command again" in failed.stderr


def test_a_venv_that_somebody_else_made_is_kept_elsewhere(fresh):
    mine = fresh.environment.folder / "my file"
    mine.parent.mkdir()
    mine.write_text("keep me")
    done = fresh.run("learn")
    (kept,) = fresh.environment.state.glob("venv-not-made-by-scratch-*")
    assert (kept / "my file").read_text() == "keep me"
    assert str(kept) in done.stderr
    assert done.returncode == 0


def test_a_new_package_is_added_also_when_uv_has_gone_meanwhile(ready):
    new = ready.root / "packages" / "t02-second"
    shutil.copytree(ready.root / "packages" / "t01-first", new)
    file = new / "pyproject.toml"
    file.write_text(file.read_text("utf-8").replace("t01-first", "t02-second"), "utf-8")
    done = ready.run("learn", SCRATCH_INSTALLER="pip")
    assert done.returncode == 0, done.stderr
    assert len(list(ready.environment.folder.rglob("site-packages/t02_second.pth"))) == 1


def test_an_installer_that_does_not_exist_is_named(checkout):
    failed = checkout.run("learn", SCRATCH_INSTALLER="poetry")
    assert "SCRATCH_INSTALLER is 'poetry', expected uv or pip" in failed.stderr
    assert failed.returncode == 1
    assert not os.path.lexists(checkout.environment.folder)
