"""Entry point of the command line: it runs a command and turns errors into messages and exit statuses."""

import os
import sys
from collections.abc import Sequence

from kembar.cli.commands import COULD_NOT_RUN
from kembar.cli.parser import create_parser
from kembar.errors import KembarError
from kembar.settings import Settings

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status.

    Args:
        arguments: The arguments of the command line; None for those of this process.
    """
    parser = create_parser()
    options, rest = parser.parse_known_args(arguments)
    if rest and options.command != "query":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    try:
        settings = Settings.from_environment()
        status: int = options.run(settings, options, rest)
    except KembarError as error:
        places = [f" [{name} {error.extra[name]}]" for name in ("line", "column", "statement") if name in error.extra]
        print(f"kembar: {error.detail}{''.join(places)}", file=sys.stderr)
        return COULD_NOT_RUN
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status
