"""Entry point of the command line: it runs a command and turns errors into messages and exit statuses."""

import os
import sys

from kembar.cli.commands import COULD_NOT_RUN
from kembar.cli.parser import create_parser
from kembar.errors import KembarError, variable
from kembar.settings import Settings

__all__ = ["run"]


def run() -> int:
    """Run the command of this process and return its exit status."""
    parser = create_parser()
    options, rest = parser.parse_known_args()
    if rest and options.command != "query":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    try:
        for name in ("host", "port"):  # as their settings, so that they are checked alike
            if (value := getattr(options, name, None)) is not None:
                os.environ[variable(name)] = value
        settings = Settings.from_environment()
        status: int = options.run(settings, options, rest)
    except KembarError as error:
        places = [f" [{name} {error.extra[name]}]" for name in ("line", "column", "statement") if name in error.extra]
        print(f"kembar: {error.detail}{''.join(places)}", file=sys.stderr)
        return COULD_NOT_RUN
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:  # of the system: no room on the disk, no right to a file
        print(f"kembar: {': '.join(filter(None, (error.filename, error.strerror or str(error))))}.", file=sys.stderr)
        return COULD_NOT_RUN
    return status
