"""The command line for all tests: in this process, as a new one takes seconds to begin."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newsan.cli import main

Done = subprocess.CompletedProcess[str]


def run(*given: object, cwd: Path | None = None, apart: bool = False) -> Done:
    """Run `newsan` with what is given, in a process of its own where it shall stand apart."""
    words = [*map(str, given)]
    if apart:
        command = [sys.executable, "-m", "newsan", *words]
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.chdir(cwd or "."),
        contextlib.redirect_stdout(io.StringIO()) as out,
        contextlib.redirect_stderr(io.StringIO()) as err,
        pytest.raises(SystemExit) as left,
    ):
        patch.setattr(sys, "argv", ["newsan", *words])
        main()
    return subprocess.CompletedProcess(words, left.value.code or 0, out.getvalue(), err.getvalue())


@pytest.fixture(scope="session")
def newsan() -> Callable[..., Done]:
    return run
