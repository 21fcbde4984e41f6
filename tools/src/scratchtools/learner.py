"""The learner's folder: the starters handed out, and what the ledger and the files say is done."""

from __future__ import annotations

import os
import shutil
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from scratchtools.integrity import differences, graded_hashes, source_hashes
from scratchtools.ledger import History, Ledger
from scratchtools.topics import Topic, repository_root

NOT_STARTED, STARTED, VERIFIED = "not started", "started", "verified"
STALE, DECLARED = "stale", "self-declared"


@dataclass(frozen=True)
class Status:
    """Where the learner stands in one topic; derived from the ledger and the files, never set."""

    state: str
    reason: str = ""  # why it is stale
    verified_at: str = ""
    hints: int = 0
    gave_up: bool = False
    borrowed: str = ""  # "", "automatic" or "explicit"
    ever_verified: bool = False


class Workspace:
    """The learner's folder `learn/` with its ledger."""

    def __init__(self, root: Path, learn: Path) -> None:
        self.root, self.learn = root, learn
        self.ledger = Ledger(learn / "ledger.jsonl")
        self.backups = learn / "backups"

    @classmethod
    def open(cls, root: Path | None = None) -> Workspace:
        """Return the workspace of a repository; SCRATCH_LEARN names another folder."""
        root = root or repository_root()
        named = os.environ.get("SCRATCH_LEARN")
        return cls(root, Path(named).resolve() if named else root / "learn")

    @cached_property
    def history(self) -> History:
        """What the ledger holds now; forgotten by `record`."""
        return self.ledger.read()

    def record(self, event: str, topic: Topic | None = None, **fields: object) -> dict:
        """Append to the ledger."""
        if topic:
            fields = {"topic": topic.id, **fields}
        record = self.ledger.append(event, **fields)
        for cached in ("history", "_by_topic"):
            self.__dict__.pop(cached, None)
        return record

    def folder(self, topic: Topic) -> Path:
        return self.learn / topic.name

    def source(self, topic: Topic) -> Path:
        return self.folder(topic) / "src"

    def package(self, topic: Topic) -> Path:
        return self.source(topic) / topic.import_name

    def started(self, topic: Topic) -> bool:
        """Say whether the starter is there."""
        return self.package(topic).is_dir()

    def start(self, topic: Topic, *, accept_tests: bool = False) -> bool:
        """Hand out the starter unless it is there; return whether it was written."""
        from scratchtools.starter import write_starter

        fresh = not self.started(topic)
        if fresh:
            self.learn.mkdir(parents=True, exist_ok=True)
            unfinished = self.learn / f".{topic.name}-{uuid.uuid4().hex[:8]}"
            try:
                write_starter(topic, unfinished)
                self._put(unfinished / "src", topic)
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
        if fresh or accept_tests or self._last(topic, "start") is None:
            self.record("start", topic, tests=graded_hashes(topic))
        return fresh

    def _put(self, source: Path, topic: Topic) -> None:
        """Move a finished folder into place: an interrupted start leaves nothing half written."""
        if self.started(topic):  # another process was faster
            return
        if self.source(topic).exists():
            self._back_up(self.folder(topic))
        self.folder(topic).mkdir(parents=True, exist_ok=True)
        os.replace(source, self.source(topic))

    def reset(self, topic: Topic) -> Path | None:
        """Begin a topic again; return where the learner's files were put."""
        folder = self.folder(topic)
        backup = self._back_up(folder) if folder.exists() else None
        self.record("reset", topic, backup=str(backup or ""))
        self.start(topic)
        return backup

    def _back_up(self, folder: Path) -> Path:
        self.backups.mkdir(parents=True, exist_ok=True)
        stamp = time.strftime("%Y%m%d-%H%M%S")
        target = self.backups / f"{folder.name}-{stamp}-{uuid.uuid4().hex[:4]}"
        os.replace(folder, target)
        return target

    def fingerprints(self, topic: Topic) -> dict[str, dict[str, str]]:
        """Return the hashes that a verification rests on."""
        return {"source": source_hashes(self.source(topic)), "tests": graded_hashes(topic)}

    def record_verification(
        self,
        topic: Topic,
        fingerprints: Mapping[str, Mapping[str, str]],
        *,
        passed: bool,
        counts: Mapping[str, int],
    ) -> None:
        """Record evidence: what was tested, against which tests, and whether it passed."""
        self.record("verify", topic, passed=passed, **fingerprints, **counts)

    def status(self, topic: Topic) -> Status:
        """Derive where the learner stands."""
        records = self.records(topic)
        verified = self._last(topic, "verify")
        ever = any(r["event"] == "verify" and r.get("passed") for r in records)
        state, reason = self._state(topic, verified)
        return Status(
            state=state,
            reason=reason,
            verified_at=verified["time"] if verified and verified.get("passed") else "",
            hints=sum(record["event"] == "hint" for record in records),
            gave_up=any(record["event"] == "give-up" for record in records),
            borrowed=self._borrowed(topic),
            ever_verified=ever,
        )

    def _state(self, topic: Topic, verified: dict | None) -> tuple[str, str]:
        declared = (self._last(topic, "mark", "unmark") or {}).get("event") == "mark"
        if verified and verified.get("passed"):
            reason = self._stale_reason(topic, verified)
            if not reason:
                return VERIFIED, ""
            return (DECLARED, "") if declared else (STALE, reason)
        if declared:
            return DECLARED, ""
        return (STARTED if self.started(topic) else NOT_STARTED), ""

    def _stale_reason(self, topic: Topic, record: dict) -> str:
        if not self.started(topic):
            return "your files are gone"
        now = self.fingerprints(topic)
        changed = differences(record.get("source") or {}, now["source"])
        if changed:
            return f"{', '.join(changed[:3])} changed since it was verified"
        changed = differences(record.get("tests") or {}, now["tests"])
        if changed:
            return f"the tests changed since it was verified: {', '.join(changed[:3])}"
        return ""

    def records(self, topic: Topic) -> list[dict]:
        """Return the ledger's records of one topic, in order."""
        return self._by_topic.get(topic.id, [])

    @cached_property
    def _by_topic(self) -> dict[str, list[dict]]:
        found: dict[str, list[dict]] = {}
        for record in self.history.records:
            found.setdefault(str(record.get("topic", "")), []).append(record)
        return found

    def recorded_tests(self, topic: Topic) -> Mapping[str, str] | None:
        """Return the hashes of the tests at the start, if they were recorded."""
        return (self._last(topic, "start") or {}).get("tests")

    def _last(self, topic: Topic, *events: str) -> dict | None:
        """Return the last record of these kinds since the topic was last reset."""
        for record in reversed(self.records(topic)):
            if record["event"] in events:
                return record
            if record["event"] == "reset":
                return None
        return None

    def last_run(self, topic: Topic) -> dict | None:
        """Return the record of the last test run or verification."""
        return self._last(topic, "run", "verify")

    def _borrowed(self, topic: Topic) -> str:
        record = self._last(topic, "borrow", "return") or {}
        if record.get("event") != "borrow":
            return ""
        return "automatic" if record.get("automatic") else "explicit"

    def current(self, topics: Mapping[str, Topic]) -> Topic | None:
        """Return the topic worked on last, if any."""
        for record in reversed(self.history.records):
            topic = topics.get(record.get("topic", ""))
            if topic and record["event"] in ("start", "run", "verify") and self.started(topic):
                return topic
        return None

    def next_topic(self, topics: Mapping[str, Topic]) -> Topic | None:
        """Return the first topic that is not verified or declared; core topics first."""
        for optional in (False, True):
            for topic in topics.values():
                if topic.optional == optional and self.status(topic).state not in (
                    VERIFIED,
                    DECLARED,
                ):
                    return topic
        return None
