"""Check spelling with codespell and Markdown with pymarkdownlnt; both run as programs."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from scratchtools.cache import PassedCache, digest_of
from scratchtools.console import fail
from scratchtools.findings import Finding, Sources

# MD013: long lines are fine in prose. MD014: `$` before a command shows that it is one.
# MD024: every exercise has headings 1, 2, 3. MD033: answers are folded with <details>.
# MD037: a product such as `k * gamma + l * rho` is no emphasis.
MARKDOWN_RULES_OFF = "md013,md014,md024,md033,md037"
AT_ONCE = 100  # files per call, for the length of a command line on Windows


@dataclass(frozen=True)
class Program:
    """A checker: how to call it, how it reports a fault, which exit codes mean it worked."""

    rule: str
    distribution: str
    call: tuple[str, ...]
    fault: re.Pattern[str]
    worked: tuple[int, ...]
    advice: str


SPELLING = Program(
    "spelling",
    "codespell",
    ("-m", "codespell_lib"),
    re.compile(r"(?:\./)?(?P<file>.+?):(?P<line>\d+): (?P<message>.+ ==> .+)"),
    (0, 65),
    "correct it, or add the word to [tool.codespell] ignore-words-list in pyproject.toml",
)
MARKDOWN = Program(
    "markdown",
    "pymarkdownlnt",
    ("-m", "pymarkdown", "--return-code-scheme", "explicit", "-d", MARKDOWN_RULES_OFF, "scan"),
    re.compile(r"(?P<file>.+?):(?P<line>\d+):\d+: (?P<message>.+)"),
    (0, 4),
    "see the rule's page in pymarkdownlnt's documentation",
)


def check_wording(files: Sequence[Path], sources: Sources) -> list[Finding]:
    """Return the faults of spelling and of Markdown; files that passed before cost nothing."""
    texts = [file for file in files if file.suffix == ".md"]
    with ThreadPoolExecutor(2) as pool:
        jobs = [
            pool.submit(_check, SPELLING, files, sources),
            pool.submit(_check, MARKDOWN, texts, sources),
        ]
        return [finding for job in jobs for finding in job.result()]


def _check(program: Program, files: Sequence[Path], sources: Sources) -> list[Finding]:
    try:
        settings = [program.distribution, version(program.distribution), *program.call]
    except PackageNotFoundError:
        name = program.distribution
        fail(f"{name} is not installed", f"{sys.executable} -m pip install {name}", 1)
    project = sources.root / "pyproject.toml"
    settings += [sources.text(project)] if project.is_file() else []
    cache = PassedCache(sources.root, f"lint-{program.rule}")
    digests = {
        file.relative_to(sources.root).as_posix(): digest_of(sources.root, [file], *settings)
        for file in files
    }
    waiting = [name for name, digest in digests.items() if not cache.passed(name, digest)]
    found = []
    for start in range(0, len(waiting), AT_ONCE):
        found += _run(program, waiting[start : start + AT_ONCE], sources)
    faulty = {finding.file for finding in found}
    cache.remember({name: digests[name] for name in waiting if name not in faulty}, faulty)
    return found


def _run(program: Program, names: Sequence[str], sources: Sources) -> Iterator[Finding]:
    done = subprocess.run(
        [sys.executable, *program.call, *names],
        cwd=sources.root,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode not in program.worked:
        reason = (done.stderr or done.stdout).strip() or f"exit code {done.returncode}"
        fail(f"{program.distribution} failed: {reason}", code=1)
    for line in done.stdout.splitlines():
        match = program.fault.fullmatch(line.strip())
        if match:
            file = sources.root / match["file"].replace("\\", "/")
            message = f"{match['message']}; {program.advice}"
            yield sources.finding(file, int(match["line"]), program.rule, message)
