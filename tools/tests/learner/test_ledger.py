"""The ledger loses nothing: torn lines, garbage, many processes, sudden death."""

import json
import os
import signal
import subprocess
import sys

import pytest
from scratchtools.ledger import SCHEMA, Ledger, LedgerError

WRITER = """
import sys
from pathlib import Path
from scratchtools.ledger import Ledger
ledger = Ledger(Path(sys.argv[1]))
count = 0
print("ready", flush=True)
while count != int(sys.argv[2]):
    ledger.append("run", topic="t01", number=count, text="x" * 500)
    count += 1
"""


def writer(path, count=-1):
    command = [sys.executable, "-c", WRITER, str(path), str(count)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    with process.stdout as pipe:
        assert pipe.readline().startswith(b"ready")
    return process


@pytest.fixture
def ledger(tmp_path):
    return Ledger(tmp_path / "learn" / "ledger.jsonl")


def test_a_missing_file_is_an_empty_ledger(ledger):
    assert ledger.read().records == ()


def test_records_come_back_in_order_with_schema_and_id(ledger):
    for number in range(3):
        ledger.append("run", topic="t01", number=number)
    records = ledger.read().records
    assert [record["number"] for record in records] == [0, 1, 2]
    assert {record["schema"] for record in records} == {SCHEMA}
    assert len({record["id"] for record in records}) == 3


@pytest.mark.parametrize(
    "rubbish",
    [b'{"schema": 1, "id": "a", "ti', b"garbage\n", b"\xff\xfe\n", b"[1, 2]\n", b"{}\n", b"\0\0\n"],
    ids=["torn", "words", "no-utf8", "list", "empty", "zeros"],
)
def test_a_line_that_is_no_record_costs_that_line_only_and_is_reported(ledger, rubbish):
    ledger.append("run", number=1)
    with ledger.path.open("ab") as file:
        file.write(rubbish)
    ledger.append("run", number=2)
    history = ledger.read()
    assert [record["number"] for record in history.records] == [1, 2]
    assert len(history.faults) == 1
    assert "line 2" in history.faults[0]


def test_a_record_of_a_newer_version_is_kept_in_the_file_and_reported(ledger):
    ledger.append("run")
    record = {"schema": SCHEMA + 1, "id": "x", "time": "t", "event": "new"}
    with ledger.path.open("a") as file:
        file.write(json.dumps(record) + "\n")
    assert "newer version" in ledger.read().faults[0]
    assert '"new"' in ledger.path.read_text()


def test_merging_twice_adds_nothing_the_second_time(ledger, tmp_path):
    other = Ledger(tmp_path / "other.jsonl")
    other.append("run", number=1)
    other.append("run", number=2)
    assert len(ledger.merge(other.read().records)) == 2
    assert ledger.merge(other.read().records) == []
    assert len(ledger.read().records) == 2


def test_a_new_ledger_leaves_the_old_one_in_the_backups(ledger, tmp_path):
    ledger.append("run", number=1)
    backup = ledger.put_away(tmp_path / "backups")
    assert ledger.read().records == ()
    assert Ledger(backup).read().records[0]["number"] == 1
    assert ledger.put_away(tmp_path / "backups") is None


def test_a_folder_that_cannot_be_written_is_a_clear_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(LedgerError, match="cannot be written"):
        Ledger(tmp_path / "file" / "ledger.jsonl").append("run")


def test_two_processes_at_once_lose_no_record(ledger):
    processes = [writer(ledger.path, 60) for _ in range(2)]
    for number in range(20):
        ledger.append("run", number=number)
    assert [process.wait() for process in processes] == [0, 0]
    history = ledger.read()
    assert history.faults == ()
    assert len(history.records) == 140


def test_a_process_killed_while_writing_loses_nothing_else(ledger):
    for _ in range(3):
        process = writer(ledger.path)
        before = len(ledger.read().records)
        while len(ledger.read().records) < before + 5:
            pass
        process.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
        process.wait()
        ledger.append("mark", topic="t02")  # the dead process's lock is gone
    numbers = [record.get("number") for record in ledger.read().records]
    assert numbers.count(None) == 3
    for part in " ".join(map(str, numbers)).split("None"):
        run = [int(number) for number in part.split()]
        assert run == list(range(len(run)))
