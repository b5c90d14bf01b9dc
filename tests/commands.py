"""The command line, run as a process."""

import os
import subprocess
import sys
from collections.abc import Callable

__all__ = ["run"]


def run(
    *arguments: str, before: Callable[[], None] | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run ``kembar`` with variables of the environment; return its exit status and what it printed.

    ``before`` runs in the process before the command does.
    """
    return subprocess.run(
        [sys.executable, "-m", "kembar", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=before,
    )
