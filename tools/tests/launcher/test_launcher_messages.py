"""What `./scratch` says when it cannot go on: one message with the cause and the fix."""

import errno
import importlib.util
import json
import runpy
import sys
from pathlib import Path

import pytest
from scratchtools.environment import Environment
from scratchtools.installer import diagnose
from scratchtools.launcher import launch
from scratchtools.projects import SetupError, read_projects

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("text", "message"),
    [("[project", "is not valid TOML"), ("[build-system]\nrequires = []", "lacks the key")],
)
def test_an_unreadable_package_is_named(checkout, text, message):
    file = checkout.root / "packages" / "t01-first" / "pyproject.toml"
    file.write_text(text)
    with pytest.raises(SetupError, match=message) as caught:
        read_projects(checkout.root)
    assert str(file) in caught.value.problem


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS])
def test_a_folder_that_cannot_be_written_has_one_message(checkout, monkeypatch, capsys, number):
    def refuse(path, *_, **__):
        raise OSError(number, "no writing here", str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert launch(str(checkout.root), ["learn"]) == 1
    shown = capsys.readouterr()
    assert f"cannot write in {checkout.root}: no writing here" in shown.err
    assert "fix: copy this folder to a place where you may write" in shown.err
    assert shown.out == ""


def test_a_python_without_ensurepip_is_told_what_to_install(checkout, monkeypatch, capsys):
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "ensurepip" else find(name)
    )
    monkeypatch.setenv("SCRATCH_INSTALLER", "pip")
    assert launch(str(checkout.root), ["learn"]) == 1
    error = capsys.readouterr().err
    assert f"this Python ({sys.executable}) has no module ensurepip" in error
    assert f"sudo apt install python3.{sys.version_info.minor}-venv" in error


def test_a_failed_set_up_is_one_json_document_when_asked(checkout, capsys):
    (checkout.root / "tools" / "pyproject.toml").write_text("?")
    assert launch(str(checkout.root), ["learn", "t01", "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert list(document) == ["command", "ok", "error", "fix"]
    assert document["ok"] is False


# Cut from real output of pip 23.2, pip 26.3 and uv 0.13.
LOGS = {
    "WARNING: Retrying (Retry(total=1, connect=None)) after connection broken by "
    "'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object>: Failed to "
    "establish a new connection: [Errno -2] Name or service not known')': /simple/": "no network",
    "error: Request failed after 3 retries in 6.4s\n  cause: client error (Connect)\n"
    "  cause: dns error": "no network",
    "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device": (
        "the disk is full"
    ),
    "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] self-signed'))": (
        "a certificate that this computer does not trust"
    ),
}


@pytest.mark.parametrize("log", LOGS)
def test_the_cause_is_read_from_the_installers_output(log):
    problem, fix = diagnose(log)
    assert LOGS[log] in problem
    assert fix


def test_an_unknown_failure_shows_the_package_and_the_last_lines():
    log = "$ pip install\nObtaining file:///t01\n" + "".join(f"line {n}\n" for n in range(20))
    problem, fix = diagnose(log)
    last = [f"    line {n}" for n in range(12, 20)]
    assert problem.split("\n") == ["", "    Obtaining file:///t01", *last]
    assert fix == ""


@pytest.mark.parametrize("arguments", [["learn"], ["learn", "--json"]])
def test_a_too_old_python_gets_one_message(monkeypatch, capsys, arguments):
    monkeypatch.setattr(sys, "version_info", (3, 9, 6))
    monkeypatch.setenv("PATH", "")  # no newer Python to be found
    monkeypatch.setattr(sys, "argv", ["scratch", *arguments])
    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(ROOT / "scratch"), run_name="__main__")
    shown = capsys.readouterr()
    assert stopped.value.code == 1
    assert "Python 3.9 is too old: scratch needs Python 3.11 or newer." in shown.err
    assert "fix: " in shown.err
    assert (json.loads(shown.out)["ok"] is False) if "--json" in arguments else not shown.out


def test_an_interrupted_call_says_that_it_goes_on(checkout, monkeypatch, capsys):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Environment, "ensure", interrupt)
    assert launch(str(checkout.root), ["learn"]) == 130
    assert "interrupted; the same command goes on" in capsys.readouterr().err
