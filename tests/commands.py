"""The command line, run as a process."""

import os
import subprocess
import sys
from collections.abc import Callable

__all__ = ["run", "run_after"]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``kembar`` with variables of the environment; return its exit status and what it printed."""
    return run_after(None, *arguments, **environment)


def run_after(
    before: Callable[[], None] | None, /, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Do as :func:`run`, and let the process call ``before`` first."""
    return subprocess.run(
        [sys.executable, "-m", "kembar", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=before,
    )
