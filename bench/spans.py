"""What the time of a call goes into: named functions are watched, and each is charged with its own time, without that of the others inside it."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

__all__ = ["watched"]


@contextmanager
def watched(functions: Mapping[str, Iterable[tuple[Any, str]]]) -> Iterator[dict[str, float]]:
    """Seconds of processor time by name, filled while the context lasts; a function is given as what it is an attribute of, and which."""
    spent: dict[str, float] = defaultdict(float)
    inside: list[str] = []
    since = time.process_time()

    def charge() -> None:
        nonlocal since
        now = time.process_time()
        if inside:
            spent[inside[-1]] += now - since
        since = now

    def watch(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            charge()
            inside.append(name)
            try:
                return function(*arguments, **options)
            finally:
                charge()
                inside.pop()

        return call

    with ExitStack() as stack:
        for name, places in functions.items():
            for owner, attribute in places:
                stack.enter_context(patch.object(owner, attribute, watch(name, getattr(owner, attribute))))
        yield spent
