"""The number of files that a process may open."""

import resource

from kembar.errors import CannotRun

__all__ = ["allow_files"]

_NEEDED, _ENOUGH = 256, 65_536
"""The store keeps its files open, and each connection and worker process of a service needs one or two more."""


def allow_files() -> None:
    """Let this process and its children open as many files as the system allows and they can need.

    Raises:
        CannotRun: These are too few.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < _NEEDED:
        raise CannotRun(
            f"This process may open {hard} files at once, and Kembar needs at least {_NEEDED}. "
            "Raise the limit: ulimit -n, or LimitNOFILE in a unit of systemd."
        )
    wanted = _ENOUGH if hard == resource.RLIM_INFINITY else min(hard, _ENOUGH)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
