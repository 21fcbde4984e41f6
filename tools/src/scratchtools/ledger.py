"""The learner's evidence: an append-only file of JSON lines.

One record is one write of one line, synced to the disk, under a lock that other processes respect.
A line torn by a crash or garbled by an editor costs that line only, and is reported.
"""

from __future__ import annotations

import json
import os
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

SCHEMA = 1
LOCK_WAIT = 10.0  # seconds


class LedgerError(Exception):
    """The ledger cannot be written; the message says why and what to do."""


@dataclass(frozen=True)
class History:
    """What the ledger holds: its records in order, and a word on each line that is not one."""

    records: tuple[dict, ...] = ()
    faults: tuple[str, ...] = field(default=())


class Ledger:
    """The ledger in one file; every method opens it anew, so any number of processes may."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, event: str, **fields: object) -> dict:
        """Add one record and return it."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        record = {"schema": SCHEMA, "id": uuid.uuid4().hex, "time": now, "event": event, **fields}
        with self._locked():
            self._write([record])
        return record

    def merge(self, records: Iterable[dict]) -> list[dict]:
        """Add the records that are not there yet, by id; return those."""
        with self._locked():
            known = {record["id"] for record in self.read().records}
            fresh = [record for record in records if record["id"] not in known]
            self._write(fresh)
        return fresh

    def read(self) -> History:
        """Return all records and faults; a missing file is an empty ledger."""
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return History()
        return parse(data)

    def put_away(self, folder: Path) -> Path | None:
        """Move the ledger into `folder` and begin a new one; return where it went."""
        with self._locked():
            if not self.path.exists():
                return None
            folder.mkdir(parents=True, exist_ok=True)
            target = (
                folder / f"ledger-{time.strftime('%Y%m%d-%H%M%S')}-{uuid.uuid4().hex[:4]}.jsonl"
            )
            os.replace(self.path, target)
            return target

    def _write(self, records: list[dict]) -> None:
        if not records:
            return
        lines = "".join(json.dumps(record) + "\n" for record in records)
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
        descriptor = os.open(self.path, flags, 0o644)
        try:
            if _is_torn(descriptor):
                lines = "\n" + lines
            data = lines.encode()
            written = os.write(descriptor, data)
            if written != len(data):
                raise LedgerError(f"{self.path}: only part of a record was written: disk full?")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise LedgerError(f"{self.path.parent} cannot be written: {error.strerror}") from error
        try:
            _lock(descriptor, self.path)
            yield
        finally:
            os.close(descriptor)  # which releases the lock, as does the end of the process


def parse(data: bytes) -> History:
    """Return the records and faults in the bytes of a ledger."""
    records, faults = [], []
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError:  # not JSON, or not UTF-8
            faults.append(f"line {number} is not a record: it was skipped")
            continue
        fault = _fault(record)
        if fault:
            faults.append(f"line {number} {fault}: it was skipped")
        else:
            records.append(record)
    return History(tuple(records), tuple(faults))


def _fault(record: object) -> str:
    if not isinstance(record, dict):
        return "is not a record"
    for key, kind in (("schema", int), ("id", str), ("time", str), ("event", str)):
        if not isinstance(record.get(key), kind):
            return f"has no {key}"
    if record["schema"] > SCHEMA:
        return f"was written by a newer version (schema {record['schema']})"
    return ""


def _is_torn(descriptor: int) -> bool:
    """Say whether the file ends in the middle of a line."""
    if os.lseek(descriptor, 0, os.SEEK_END) == 0:
        return False
    os.lseek(descriptor, -1, os.SEEK_END)
    return os.read(descriptor, 1) != b"\n"


def _lock(descriptor: int, path: Path) -> None:
    """Take the lock, waiting for another process for a while."""
    deadline = time.monotonic() + LOCK_WAIT
    while not _try_lock(descriptor):
        if time.monotonic() > deadline:
            raise LedgerError(
                f"{path} is in use by another `scratch` for more than {LOCK_WAIT:g} s: "
                "end that one and try again"
            )
        time.sleep(0.01)


def _try_lock(descriptor: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
