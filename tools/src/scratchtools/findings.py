"""One fault of the curriculum: where it is, which rule it breaks, how to mend it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Finding:
    """A fault at a line of a file (its path is relative to the repository, with slashes)."""

    file: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: {self.message}"

    @property
    def package(self) -> str:
        """The name of the topic package that the file is in, or an empty text."""
        parts = self.file.split("/")
        return parts[1] if parts[0] == "packages" and len(parts) > 1 else ""

    def as_json(self) -> dict:
        """Return the finding as a JSON object."""
        return asdict(self)


class Sources:
    """The repository's files, read and parsed once; what cannot be read becomes a finding."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.faults: dict[Path, Finding] = {}
        self._texts: dict[Path, str] = {}
        self._trees: dict[Path, ast.Module] = {}
        self._nodes: dict[Path, list[ast.AST]] = {}

    def finding(self, file: Path, line: int, rule: str, message: str) -> Finding:
        """Make a finding about a file below the root."""
        return Finding(file.relative_to(self.root).as_posix(), line, rule, message)

    def text(self, file: Path) -> str:
        """Return the file's text; an empty one, with a finding, when it is not UTF-8."""
        if file not in self._texts:
            data = file.read_bytes() if file.is_file() else b""
            try:
                self._texts[file] = data.decode("utf-8").replace("\r\n", "\n")
            except UnicodeDecodeError as error:
                self._texts[file] = ""
                self._fault(file, 1, f"not UTF-8 ({error.reason}): save it as UTF-8")
        return self._texts[file]

    def tree(self, file: Path) -> ast.Module:
        """Return the file's syntax tree; an empty one, with a finding, when it does not parse."""
        if file not in self._trees:
            try:
                self._trees[file] = ast.parse(self.text(file), str(file))
            except (SyntaxError, ValueError) as error:
                self._trees[file] = ast.parse("")
                line = getattr(error, "lineno", None) or 1
                self._fault(file, line, f"Python cannot read this: {getattr(error, 'msg', error)}")
        return self._trees[file]

    def nodes(self, file: Path) -> list[ast.AST]:
        """Return every node of the file's syntax tree."""
        if file not in self._nodes:
            self._nodes[file] = list(ast.walk(self.tree(file)))
        return self._nodes[file]

    def line_of(self, file: Path, text: str) -> int:
        """Return the number of the first line that contains `text`, or 1."""
        lines = self.text(file).split("\n")
        return next((number for number, line in enumerate(lines, 1) if text in line), 1)

    def _fault(self, file: Path, line: int, message: str) -> None:
        self.faults[file] = self.finding(file, line, "syntax", message)


def python_files(folder: Path) -> list[Path]:
    """Return the Python files below `folder` in order, without caches and hidden folders."""
    return [file for file in files_below(folder) if file.suffix == ".py"]


LEFT_OVERS = frozenset({"__pycache__", "build", "dist", "node_modules"})


def files_below(folder: Path) -> list[Path]:
    """Return every file below `folder` in order, without what tools leave behind."""
    return sorted(_walk(folder)) if folder.is_dir() else []


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name in LEFT_OVERS:
            continue
        if path.is_dir():
            if not path.name.endswith(".egg-info"):
                yield from _walk(path)
        elif path.suffix != ".pyc":
            yield path


def show(findings: list[Finding], name: str) -> None:
    """Print the findings one per line, and a last line with their number."""
    import click

    for finding in findings:
        place = click.style(f"{finding.file}:{finding.line}:", bold=True)
        click.echo(f"{place} {click.style(finding.rule, fg='red')}: {finding.message}")
    if findings:
        plural = "" if len(findings) == 1 else "s"
        click.echo(f"{name}: {len(findings)} finding{plural}")
    else:
        click.echo(f"{name}: no findings")
