"""The command line, run as a process."""

import os
import subprocess
import sys

__all__ = ["run"]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``kembar`` with variables of the environment; return its exit status and what it printed."""
    return subprocess.run(
        [sys.executable, "-m", "kembar", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
