"""The processor time of a call by function, where each function counts without the other timed functions it calls."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

__all__ = ["watched"]


@contextmanager
def watched(functions: Mapping[str, Iterable[tuple[Any, str]]]) -> Iterator[dict[str, float]]:
    """Yield seconds of processor time by name, which are counted while the context lasts.

    Args:
        functions: Name -> functions, each as the object that has it as an attribute and the name of the attribute.
    """
    spent: dict[str, float] = defaultdict(float)
    active: list[str] = []
    last_switch = time.process_time()

    def charge() -> None:
        nonlocal last_switch
        current = time.process_time()
        if active:
            spent[active[-1]] += current - last_switch
        last_switch = current

    def watch(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            charge()
            active.append(name)
            try:
                return function(*arguments, **options)
            finally:
                charge()
                active.pop()

        return call

    with ExitStack() as stack:
        for name, places in functions.items():
            for owner, attribute in places:
                stack.enter_context(patch.object(owner, attribute, watch(name, getattr(owner, attribute))))
        yield spent
