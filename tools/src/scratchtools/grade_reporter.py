"""The pytest plugin of the grading child: it streams every report to the parent."""

from __future__ import annotations

import os
import random
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from scratchtools.grade_guard import Identities

Send = Callable[..., None]


def describe(error: BaseException, source: str) -> dict:
    """Return an exception as plain data, with the last place in the learner's own files."""
    root = os.path.realpath(source) + os.sep
    frames = [
        (os.path.realpath(frame.filename)[len(root) :], frame.lineno, frame.name)
        for frame in traceback.extract_tb(error.__traceback__)
        if os.path.realpath(frame.filename).startswith(root)
    ]
    if isinstance(error, SyntaxError) and os.path.realpath(error.filename or "").startswith(root):
        frames.append((os.path.realpath(error.filename)[len(root) :], error.lineno, ""))
    return {
        "type": type(error).__name__,
        "bases": [base.__name__ for base in type(error).__mro__],
        "text": str(error),
        "frame": frames[-1] if frames else None,
        "longrepr": "".join(traceback.format_exception(error)),
    }


class Reporter:
    """Report every phase of every test as it ends; mix the canaries in."""

    def __init__(self, spec: dict, send: Send, identities: Identities) -> None:
        self.spec, self.send, self.identities = spec, send, identities
        self.canaries: dict[Any, str] = {}
        self.rng = random.Random(spec["nonce"] + "order")

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list) -> None:
        canaries = [item for item in items if str(item.path) == self.spec["canary_file"]]
        real = [item for item in items if str(item.path) != self.spec["canary_file"]]
        self.send("collected", ids=[item.nodeid for item in real])
        for module in {id(item.module): item.module for item in real}.values():
            self.identities.watch(module)
        self.canaries = {item: item.name for item in canaries}
        functions = [item.obj for item in canaries]
        items[:] = self._with_decoys(real, functions) + canaries
        for canary in self.canaries:  # their tracebacks are for nobody, and slow to make
            canary.repr_failure = lambda excinfo, style=None: "canary"

    def _with_decoys(self, real: list, functions: list) -> list:
        """Mix one canary under a real test's name into the tests of each file."""
        ordered = []
        for path in dict.fromkeys(item.path for item in real):
            group = [item for item in real if item.path == path]
            model = self.rng.choice(group)
            decoy = pytest.Function.from_parent(
                model.getparent(pytest.Module),
                name=model.name,
                callobj=self.rng.choice(functions),
            )
            self.canaries[decoy] = f"{path.name}::{model.name} (decoy)"
            group.insert(self.rng.randrange(len(group) + 1), decoy)
            ordered += group
        return ordered

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: Any) -> None:
        self.send("canary-start" if item in self.canaries else "start", id=item.nodeid)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, item: Any, call: Any) -> Any:
        report = yield
        if item in self.canaries:
            self.send("canary", id=self.canaries[item], when=report.when, outcome=report.outcome)
            return report
        error = call.excinfo.value if call.excinfo else None
        fields = describe(error, self.spec["source"]) if error else {}
        fields["longrepr"] = report.longreprtext
        self.send(
            "report",
            id=item.nodeid,
            when=report.when,
            outcome="skipped" if hasattr(report, "wasxfail") else report.outcome,
            duration=report.duration,
            output=report.capstdout[-4000:],
            **fields,
        )
        if report.failed and self.spec["fail_fast"]:
            item.session.shouldfail = "a test failed"
        return report

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_make_collect_report(self, collector: Any) -> Any:
        report = yield
        if report.failed:
            error = report.call.excinfo.value
            fields = describe(error.__cause__ or error, self.spec["source"])
            fields["longrepr"] = report.longreprtext
            self.send("collect", id=collector.nodeid, **fields)
        return report

    def pytest_internalerror(self, excrepr: Any) -> None:
        self.send("internal", text=str(excrepr))
