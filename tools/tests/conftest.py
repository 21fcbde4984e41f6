"""The command line, for the tests of every group of commands."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result
from scratchtools.cli import main


class CommandLine:
    """`scratch` in this process."""

    def run(self, *words: object) -> Result:
        """Run it and return click's result."""
        return CliRunner().invoke(main, [str(word) for word in words], prog_name="scratch")

    def json(self, *words: object, code: int = 0) -> dict:
        """Run with --json and return the one document on stdout."""
        result = self.run(*words, "--json")
        assert result.exit_code == code, result.output
        return json.loads(result.stdout)


@pytest.fixture(scope="session")
def scratch() -> CommandLine:
    """Run commands without a child process."""
    return CommandLine()
