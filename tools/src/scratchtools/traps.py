"""`scratch check`: the starter fails, the reference passes, every trap dies with its message."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scratchtools.console import fail, json_option, print_json, topics_argument

if TYPE_CHECKING:
    from scratchtools.findings import Finding
    from scratchtools.grade import Outcome
    from scratchtools.grade_server import Server
    from scratchtools.topics import Topic
    from scratchtools.variants import Variant

TOOLS = ("cache", "changes", "exercises", "starter", "traps", "variants")
SLOWER = 20  # a version may be so many times slower than the reference's slowest test
PATIENCE = 10.0  # seconds that a version's test may take in any case
GRACE = 0.5  # seconds until a stopped worker has ended its child


@dataclass
class Report:
    """What `check` found out about one topic."""

    topic: Topic
    status: str = "passed"  # or "failed", or "unchanged"
    duration: float = 0.0
    exercises: int = 0
    traps: int = 0
    variants: int = 0
    starter_passes: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def as_json(self) -> dict:
        """Return the report as a JSON object."""
        return {
            "id": self.topic.id,
            "name": self.topic.name,
            "status": self.status,
            "duration": round(self.duration, 3),
            "exercises": self.exercises,
            "traps": self.traps,
            "variants": self.variants,
            "starter_passes": self.starter_passes,
            "findings": [finding.as_json() for finding in self.findings],
        }

    def __str__(self) -> str:
        if self.status == "unchanged":
            return f"{self.topic.name}: unchanged since it passed"
        counts = f"{self.exercises} exercises, {self.traps} traps, {self.variants} versions"
        return f"{self.topic.name}: {self.status}: {counts}, {self.duration:.1f} s of tests"


@click.command(epilog="Example: scratch check t02 t03")
@topics_argument()
@click.option("--changed", is_flag=True, help="Leave out topics that passed as they are now.")
@click.option("--jobs", type=click.IntRange(1), help="Versions tested at once (default: cores).")
@json_option
def command(topics: tuple[Topic, ...], changed: bool, jobs: int | None, as_json: bool) -> None:
    """Check that a topic's tests fail on the starter, on every trap and on every missing exercise.

    The reference must pass. Without topics it checks all of them.
    """
    from scratchtools.topics import MetadataError, load_topics, repository_root, scan

    root = repository_root()
    try:
        known = scan(root)[0] if topics else load_topics(root)
        chosen = topics or tuple(known.values())
        reports = check(root, known, chosen, changed=changed, jobs=jobs or os.cpu_count() or 1)
    except MetadataError as error:
        fail(str(error), "scratch validate --structure-only", 1)
    ok = all(report.status != "failed" for report in reports)
    if as_json:
        found = [report.as_json() for report in reports]
        print_json({"command": "check", "ok": ok, "topics": found})
    else:
        for report in reports:
            _show(report)
    sys.exit(0 if ok else 1)


def check(
    root: Path,
    known: Mapping[str, Topic],
    chosen: Sequence[Topic],
    *,
    changed: bool = False,
    jobs: int = 1,
) -> list[Report]:
    """Check several topics at once; what passed is remembered for `changed`."""
    from scratchtools.cache import PassedCache
    from scratchtools.progress import progress

    cache = PassedCache(root, "check")
    digests = {topic.name: digest(topic, known, root) for topic in chosen}
    reports = {topic.name: Report(topic) for topic in chosen}
    waiting = []
    for topic in chosen:
        if changed and cache.passed(topic.name, digests[topic.name]):
            reports[topic.name].status = "unchanged"
        else:
            waiting.append(topic)
    with ThreadPoolExecutor(jobs) as pool:
        work = _Work(pool, root, known)
        try:
            for topic in waiting:
                work.begin(reports[topic.name])
            with progress("check", work.total) as step:
                work.finish(step)
        except BaseException:
            work.stop()
            raise
        finally:
            work.close()
    for topic in waiting:
        reports[topic.name].findings.sort()
        reports[topic.name].status = "failed" if reports[topic.name].findings else "passed"
    passed = [topic.name for topic in waiting if reports[topic.name].status == "passed"]
    failed = [topic.name for topic in waiting if topic.name not in passed]
    cache.remember({name: digests[name] for name in passed}, failed)
    return list(reports.values())


def digest(topic: Topic, known: Mapping[str, Topic], root: Path) -> str:
    """Return the hash of everything that the check of a topic depends on."""
    from importlib.metadata import version

    from scratchtools.cache import digest_of
    from scratchtools.findings import files_below
    from scratchtools.topics import with_prerequisites

    files = files_below(topic.folder)
    for earlier in with_prerequisites(topic, known):
        files += files_below(earlier.source)
    files += files_below(root / "shared" / "scratchcore" / "src")
    here = Path(__file__).parent
    tools = [here / f"{name}.py" for name in TOOLS] + sorted(here.glob("grade*.py"))
    own = digest_of(here, tools)
    return digest_of(root, files, own, sys.version, version("numpy"), version("pytest"))


class _Work:
    """The versions of several topics on their way through one pool of workers."""

    def __init__(self, pool: ThreadPoolExecutor, root: Path, known: Mapping[str, Topic]) -> None:
        from scratchtools.findings import Sources

        self.pool, self.known = pool, known
        self.sources = Sources(root)
        self.running: dict[Future[Outcome], tuple[Report, Variant]] = {}
        self.waiting: dict[str, list[Variant]] = {}
        self.servers: dict[int, tuple[Topic, Server]] = {}  # of each thread, for its last topic
        self.starting = threading.Lock()  # a server is either killed by `stop` or never started
        self.total = 0

    def begin(self, report: Report) -> None:
        """Read the topic and send its reference on the way; the rest follows when it passed."""
        from scratchtools.exercises import check_exercises, exercises_of, traps_of
        from scratchtools.variants import Variant, variants_of

        topic = report.topic
        report.findings += check_exercises(topic, self.sources)
        exercises, _ = exercises_of(topic, self.sources)
        traps, _ = traps_of(topic, exercises, self.sources)
        report.findings += [f for f in self.sources.faults.values() if f.package == topic.name]
        report.exercises, report.traps = len(exercises), len(traps)
        self.waiting[topic.name] = variants_of(topic, exercises, traps) if exercises else []
        self.total += 1 + len(self.waiting[topic.name])
        reference = Variant("reference", "reference", topic.package / "__init__.py")
        self._submit(report, reference, timeout=300.0)

    def _submit(self, report: Report, variant: Variant, timeout: float) -> None:
        self.running[self.pool.submit(self._run, report.topic, variant, timeout)] = report, variant

    def _run(self, topic: Topic, variant: Variant, timeout: float) -> Outcome:
        from scratchtools.topics import with_prerequisites
        from scratchtools.variants import run_variant

        overlay = [earlier.source for earlier in with_prerequisites(topic, self.known)]
        server = None if variant.kind == "reference" else self._server(topic, overlay)
        return run_variant(variant, topic, overlay, timeout, server)

    def _server(self, topic: Topic, overlay: Sequence[Path]) -> Server | None:
        """Return this thread's server for a topic, or None where there can be none."""
        from scratchtools.grade import start_server
        from scratchtools.grade_process import STOP, Stopped
        from scratchtools.grade_server import can_serve

        if not can_serve():
            return None
        thread = threading.get_ident()
        of, server = self.servers.get(thread, (None, None))
        if of is not topic:
            if server:
                server.close()
            with self.starting:
                if STOP.is_set():
                    raise Stopped
                self.servers[thread] = topic, start_server(topic, topic.source, overlay)
        return self.servers[thread][1]

    def stop(self) -> None:
        """End what runs, whatever it is at, and wait until nothing does.

        Every worker kills its own child, while its server keeps the child's number; then the
        servers die, so that no worker waits for one.
        """
        from scratchtools.grade_process import STOP

        STOP.set()
        self.pool.shutdown(wait=False, cancel_futures=True)
        wait([future for future in self.running if not future.cancelled()], timeout=GRACE)
        with self.starting:
            for _, server in self.servers.values():
                server.kill()
        self.pool.shutdown(wait=True)
        STOP.clear()

    def close(self) -> None:
        """End the servers, when nothing runs any more."""
        for _, server in list(self.servers.values()):
            server.close()

    def finish(self, step: Callable[[str], None]) -> None:
        """Judge the versions as they come in, until there are no more."""
        while self.running:
            done, _ = wait(self.running, return_when=FIRST_COMPLETED)
            for future in done:
                report, variant = self.running.pop(future)
                self._take(report, variant, future.result())
                step(f"{report.topic.id} {variant.name}")

    def _take(self, report: Report, variant: Variant, outcome: Outcome) -> None:
        from scratchtools.variants import judge_variant

        report.variants += 1
        report.duration += outcome.duration
        report.findings += judge_variant(variant, outcome, self.sources)
        if variant.kind == "starter":
            report.starter_passes = [r.id for r in outcome.results if r.outcome == "passed"]
        if variant.kind == "reference" and outcome.passed:
            slowest = max(result.duration for result in outcome.results)
            for following in self.waiting.pop(report.topic.name):
                self._submit(report, following, max(PATIENCE, SLOWER * slowest))


def _show(report: Report) -> None:
    for finding in report.findings:
        click.echo(str(finding))
    if report.starter_passes:
        names = ", ".join(report.starter_passes)
        click.echo(f"{report.topic.name}: note: these pass on the starter: {names}")
    colour = "red" if report.status == "failed" else "green"
    click.echo(click.style(str(report), fg=colour))
