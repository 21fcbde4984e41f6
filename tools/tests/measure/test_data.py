"""`scratch data`: datasets of the topics are listed, fetched, verified; failures say what to do."""

import errno
import hashlib
import json
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from scratchtools.data import megabytes
from scratchtools.data_worker import Reporter, advice, registered

CONTENT = b"0123456789" * 1000
DATASETS = """\
from t10_mnist.fetch import DataSource, RemoteFile

FILES = [RemoteFile(name, {size}, "{sha256}", ("{url}" + name,)) for name in ("a.bin", "b.bin")]
DATASETS = {{"things": DataSource("things", "Some things", "https://a.b", "CC0", tuple(FILES))}}
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


@pytest.fixture
def curriculum(tree, tmp_path, monkeypatch):
    """A topic with a dataset of two files, of which a server on this machine has one."""
    served = tmp_path / "served"
    served.mkdir()
    (served / "a.bin").write_bytes(CONTENT)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=served))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    values = {
        "size": len(CONTENT),
        "sha256": hashlib.sha256(CONTENT).hexdigest(),
        "url": f"http://127.0.0.1:{server.server_port}/",
    }
    (
        tree.root / "shared/scratchcore/src/scratchcore/__init__.py"
    ).unlink()  # t10 needs the real one
    tree.write("packages/t02-beta/src/t02_beta/__init__.py", "print('noise')\n")
    tree.write("packages/t02-beta/src/t02_beta/datasets.py", DATASETS.format(**values))
    tree.served, tree.data = served, tmp_path / "data"
    monkeypatch.setenv("SCRATCH_DATA", str(tree.data))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield tree
    server.shutdown()
    thread.join()
    server.server_close()


def test_datasets_are_listed_with_their_topic_and_what_is_there(curriculum):
    [found] = curriculum.json("data", "list")["datasets"]
    assert (found["name"], found["topic"], found["complete"]) == ("things", "t02", False)
    assert found["folder"] == str(curriculum.data / "things") and found["bytes"] == 20_000
    assert "a.bin (10,000 bytes) from http" in found["by_hand"]
    result = curriculum.run("data", "list")
    assert result.exit_code == 0
    assert "things" in result.output and "0 of 2 files" in result.output
    assert f"kept in {curriculum.data}" in result.output


def test_getting_fetches_all_files_and_names_their_folder(curriculum):
    (curriculum.served / "b.bin").write_bytes(CONTENT)
    result = curriculum.run("data", "get", "things")
    assert result.exit_code == 0, result.output
    assert result.stdout == f"things: 2 files in {curriculum.data / 'things'}\n"
    assert (curriculum.data / "things" / "b.bin").read_bytes() == CONTENT
    [found] = curriculum.json("data", "verify")["datasets"]
    assert found["complete"] and [file["problem"] for file in found["files"]] == ["", ""]


def test_a_mirror_that_lacks_a_file_fails_the_command_and_says_what_to_do(curriculum):
    error = curriculum.json("data", "get", "things", code=1)["error"]
    assert "b.bin could not be downloaded" in error and "404" in error
    assert f"put into {curriculum.data / 'things'}" in error
    assert "a.bin (" not in error, "what was downloaded is not missing any more"


def test_verifying_finds_a_changed_file_and_exits_with_1(curriculum, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "a.bin").write_bytes(CONTENT)
    (folder / "b.bin").write_bytes(CONTENT[::-1])
    result = curriculum.run("data", "verify", "things", "--data-dir", folder)
    assert result.exit_code == 1
    assert "things: 1 of 2 files" in result.output and "SHA-256" in result.output
    words = f'`scratch data get things --data-dir "{folder}"` downloads what is missing'
    assert words in result.output, "without the option it would get what is there already"
    assert "`scratch data get things` downloads" in curriculum.run("data", "verify").output


def test_where_prints_the_folder_alone_on_stdout(curriculum):
    result = curriculum.run("data", "where", "things")
    assert result.stdout == f"{curriculum.data / 'things'}\n"
    assert "b.bin (10,000 bytes)" in result.stderr


def test_an_unknown_dataset_is_answered_with_the_known_ones(curriculum):
    error = curriculum.json("data", "get", "thongs", code=2)
    assert "no dataset 'thongs'" in error["error"] and error["fix"] == "datasets: things"


def test_a_topic_whose_datasets_fail_to_import_is_named_with_its_traceback(curriculum):
    curriculum.write("packages/t02-beta/src/t02_beta/datasets.py", "DATASETS = 1 / 0\n")
    error = curriculum.json("data", "list", code=1)["error"]
    assert "ZeroDivisionError" in error and "datasets.py" in error


def test_without_pooch_the_fix_installs_the_extra(curriculum):
    curriculum.write("packages/t01-alpha/src/pooch.py", "raise ImportError(name='pooch')\n")
    error = curriculum.json("data", "get", "things", code=2)
    assert error["fix"] == 'pip install "t10-mnist[data]"'


def test_a_file_where_a_folder_is_needed_is_answered_with_what_to_do(curriculum):
    curriculum.data.write_bytes(b"not a folder")
    error = curriculum.json("data", "get", "things", code=1)
    assert str(curriculum.data) in error["error"]
    assert "move it away" in error["fix"] and "--data-dir" in error["fix"]
    curriculum.data.unlink()
    (curriculum.data / "things" / "a.bin").mkdir(parents=True)
    error = curriculum.json("data", "get", "things", code=1)
    assert "a.bin" in error["error"] and "--data-dir" in error["fix"]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EACCES, "permissions"),
        (errno.EISDIR, "a folder is where the file"),
        (errno.EIO, "refuses that; or keep"),
    ],
)
def test_every_error_of_the_file_system_is_answered_with_what_to_do(number, said):
    assert said in advice(OSError(number, "words")) and "SCRATCH_DATA" in advice(OSError("words"))


def test_a_process_that_dies_is_reported(curriculum):
    text = "import os\nos._exit(3)\n"
    curriculum.write("packages/t02-beta/src/t02_beta/datasets.py", text)
    assert "exit code 3" in curriculum.json("data", "list", code=1)["error"]


def test_a_curriculum_without_datasets_lists_none(tree):
    assert tree.json("data", "list")["datasets"] == []
    assert tree.run("data", "list").output == "no topic has a dataset to get\n"
    assert "no topic has a dataset" in tree.json("data", "get", "mnist", code=2)["error"]


def test_progress_is_reported_seldom_but_to_the_end():
    class File:
        name, size = "a", 100

    sent = []
    report = Reporter(sent.append)
    for done in range(1, 101):
        report(File, done)
    assert sent[0]["done"] == 1 and sent[-1] == {"file": "a", "done": 100, "size": 100}
    assert len(sent) < 50
    json.dumps(sent)


def test_a_name_may_be_given_once_only(monkeypatch):
    from types import SimpleNamespace as Space

    module = Space(DATASETS={"things": Space(name="things")})
    monkeypatch.setattr("importlib.import_module", lambda name: module)
    assert registered({"t10": "a"})["things"][0] == "t10"
    with pytest.raises(ValueError, match="t17: the dataset 'things'"):
        registered({"t10": "a", "t17": "b"})


def test_sizes_are_told_in_megabytes():
    assert megabytes(11_594_722) == "11.6 MB"
