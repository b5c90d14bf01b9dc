"""The ``kembar`` command."""

import signal
import sys
from types import FrameType

__all__ = ["main"]

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells have it."""


def main() -> int:
    """Run the command of this process and return its exit status. Ctrl-C ends it with one sentence at any moment."""
    signal.signal(signal.SIGINT, _interrupt)
    try:
        from kembar.cli.main import run  # noqa: PLC0415 -- it takes a second, in which Ctrl-C may come, too

        return run()
    except KeyboardInterrupt:
        print("kembar: interrupted.", file=sys.stderr)
        return INTERRUPTED


def _interrupt(_: int, __: FrameType | None) -> None:
    """Raise :class:`KeyboardInterrupt`, once: a second Ctrl-C ends the process at once."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    raise KeyboardInterrupt
