"""Settings, each from one environment variable, with its default and its reason."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from kembar.errors import CannotRun
from kembar.namespaces import origin

__all__ = ["Settings", "WorkLimits"]


def _home() -> Path:
    """The user's data directory, by the XDG Base Directory Specification."""
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "kembar"


def _number(name: str, default: int, least: int = 0) -> int:
    text = os.environ.get(name, str(default))
    if not text.isdecimal() or int(text) < least:
        raise CannotRun(f"{name} must be a whole number{f' of at least {least}' if least else ''}, not {text!r}.")
    return int(text)


def _origin(text: str) -> str:
    found = origin(text)
    if found is None or found != text:
        raise CannotRun(
            f"KEMBAR_SERVICES_ALLOWED names origins, as https://example.org or http://example.org:8890; {text!r} is none."
        )
    return found


@dataclass(frozen=True)
class WorkLimits:
    """Limits of one kind of work; each is the setting ``KEMBAR_{kind}_…``."""

    kind: str
    workers: int
    max_ms: int
    max_memory_bytes: int
    max_waiting: int
    max_waiting_per_client: int
    long_ms: int = 100
    """A task that takes more of a processor gives way to other clients: its process goes on at a lower priority and is replaced after it, for priority cannot
    be won back."""
    network: bool = False


@dataclass(frozen=True)
class Settings:
    """What a running Kembar depends on beside its content."""

    content: Path | None
    """``KEMBAR_CONTENT``: a folder with ontology, data, shapes and queries; default is what ships with this installation."""
    home: Path
    """``KEMBAR_HOME``: where the store and its revisions live; default is the user's data directory."""
    host: str = "127.0.0.1"
    """``KEMBAR_HOST``: address to listen on; default is this machine only."""
    port: int = 8000
    """``KEMBAR_PORT``: port to listen on; 0 takes a free one."""
    url: str | None = None
    """``KEMBAR_URL``: a running service that commands shall ask instead of the store."""
    request_max_bytes: int = 2_000_000
    """``KEMBAR_REQUEST_MAX_BYTES``: largest request body; a proposal with its evidence is some 10 kB, 2 MB leaves room for two hundred."""
    request_max_ms: int = 30_000
    """``KEMBAR_REQUEST_MAX_MS``: time for a body to arrive; 2 MB in it is a line of half a megabit a second."""
    graph_max_statements: int = 2_000
    """``KEMBAR_GRAPH_MAX_STATEMENTS``: of a graph to validate; a complete proposal has about a hundred."""
    graph_max_bytes: int = 4_000_000
    """``KEMBAR_GRAPH_MAX_BYTES``: of a graph to validate, written out in full: a prefix of a megabyte, used ten thousand times, is ten gigabytes."""
    verdict_workers: int = 2
    """``KEMBAR_VERDICT_WORKERS``: processes that judge, of some 100 MB each; two, so that one long verdict does not stop the others."""
    verdict_max_ms: int = 20_000
    """``KEMBAR_VERDICT_MAX_MS``: after this a verdict or matrix is given up; a verdict takes a tenth of a second, the longest matrix five seconds."""
    verdict_max_memory_bytes: int = 1_000_000_000
    """``KEMBAR_VERDICT_MAX_MEMORY_BYTES``: what a verdict may take beyond the process at rest; JSON-LD of 2 MB can unfold to 70 GB."""
    verdict_max_waiting: int = 32
    """``KEMBAR_VERDICT_MAX_WAITING``: verdicts under way or waiting; more are told to come again, so that nobody waits without end."""
    verdict_max_waiting_per_client: int = 12
    """``KEMBAR_VERDICT_MAX_WAITING_PER_CLIENT``: of them those of one address."""
    query_workers: int = 4
    """``KEMBAR_QUERY_WORKERS``: processes that answer queries; one client can hold half of them."""
    query_max_ms: int = 10_000
    """``KEMBAR_QUERY_MAX_MS``: after this a query is given up; the questions that ship take less than half a second."""
    query_max_memory_bytes: int = 2_000_000_000
    """``KEMBAR_QUERY_MAX_MEMORY_BYTES``: what a query may take beyond the process at rest; a sort of a million rows takes some 500 MB."""
    query_max_waiting: int = 64
    """``KEMBAR_QUERY_MAX_WAITING``: queries under way or waiting; more are told to come again."""
    query_max_waiting_per_client: int = 24
    """``KEMBAR_QUERY_MAX_WAITING_PER_CLIENT``: of them those of one address, so that one client cannot shut out the others."""
    result_max_bytes: int = 50_000_000
    """``KEMBAR_RESULT_MAX_BYTES``: of an answer, which is made whole in memory before it is sent; a larger one is refused, never cut."""
    result_max_rows: int = 1_000_000
    """``KEMBAR_RESULT_MAX_ROWS``: of a table; a spreadsheet holds as many."""
    page_max_items: int = 1_000
    """``KEMBAR_PAGE_MAX_ITEMS``: of a page of a collection or search; all at once is what CSV and the dumps are for."""

    services_allowed: frozenset[str] = frozenset()
    """``KEMBAR_SERVICES_ALLOWED``: origins (``https://example.org``, several by spaces) that SERVICE may call; with any, queries have a network."""
    revisions_kept: int = 50
    """``KEMBAR_REVISIONS_KEPT``: how many of the newest revisions can be asked, of some 8 MB each; older ones are 410."""
    cache_max_bytes: int = 100_000_000
    """``KEMBAR_CACHE_MAX_BYTES``: room for answers that are kept to be given again; 0 keeps none."""

    @property
    def verdict_limits(self) -> WorkLimits:
        return WorkLimits(
            "verdict",
            self.verdict_workers,
            self.verdict_max_ms,
            self.verdict_max_memory_bytes,
            self.verdict_max_waiting,
            self.verdict_max_waiting_per_client,
            long_ms=5_000,  # a verdict is half a second on a busy machine, and a new process for it takes two
        )

    @property
    def query_limits(self) -> WorkLimits:
        return WorkLimits(
            "query",
            self.query_workers,
            self.query_max_ms,
            self.query_max_memory_bytes,
            self.query_max_waiting,
            self.query_max_waiting_per_client,
            network=bool(self.services_allowed),
        )

    @classmethod
    def from_environment(cls) -> Self:
        """Read the settings; raise :class:`CannotRun` naming the variable that cannot be read."""
        content = os.environ.get("KEMBAR_CONTENT")
        return cls(
            content=Path(content).expanduser().absolute() if content else None,
            home=Path(os.environ.get("KEMBAR_HOME") or _home()).expanduser().absolute(),
            host=os.environ.get("KEMBAR_HOST", cls.host),
            port=_number("KEMBAR_PORT", cls.port),
            url=os.environ.get("KEMBAR_URL") or None,
            request_max_bytes=_number("KEMBAR_REQUEST_MAX_BYTES", cls.request_max_bytes),
            request_max_ms=_number("KEMBAR_REQUEST_MAX_MS", cls.request_max_ms, least=1),
            graph_max_statements=_number("KEMBAR_GRAPH_MAX_STATEMENTS", cls.graph_max_statements, least=1),
            graph_max_bytes=_number("KEMBAR_GRAPH_MAX_BYTES", cls.graph_max_bytes, least=1),
            verdict_workers=_number("KEMBAR_VERDICT_WORKERS", cls.verdict_workers, least=1),
            verdict_max_ms=_number("KEMBAR_VERDICT_MAX_MS", cls.verdict_max_ms, least=1),
            verdict_max_memory_bytes=_number("KEMBAR_VERDICT_MAX_MEMORY_BYTES", cls.verdict_max_memory_bytes, least=1),
            verdict_max_waiting_per_client=_number(
                "KEMBAR_VERDICT_MAX_WAITING_PER_CLIENT", cls.verdict_max_waiting_per_client, least=1
            ),
            verdict_max_waiting=_number("KEMBAR_VERDICT_MAX_WAITING", cls.verdict_max_waiting, least=1),
            query_workers=_number("KEMBAR_QUERY_WORKERS", cls.query_workers, least=1),
            query_max_ms=_number("KEMBAR_QUERY_MAX_MS", cls.query_max_ms, least=1),
            query_max_memory_bytes=_number("KEMBAR_QUERY_MAX_MEMORY_BYTES", cls.query_max_memory_bytes, least=1),
            query_max_waiting=_number("KEMBAR_QUERY_MAX_WAITING", cls.query_max_waiting, least=1),
            query_max_waiting_per_client=_number(
                "KEMBAR_QUERY_MAX_WAITING_PER_CLIENT", cls.query_max_waiting_per_client, least=1
            ),
            result_max_bytes=_number("KEMBAR_RESULT_MAX_BYTES", cls.result_max_bytes, least=1),
            services_allowed=frozenset(map(_origin, os.environ.get("KEMBAR_SERVICES_ALLOWED", "").split())),
            revisions_kept=_number("KEMBAR_REVISIONS_KEPT", cls.revisions_kept, least=1),
            cache_max_bytes=_number("KEMBAR_CACHE_MAX_BYTES", cls.cache_max_bytes),
            result_max_rows=_number("KEMBAR_RESULT_MAX_ROWS", cls.result_max_rows, least=1),
            page_max_items=_number("KEMBAR_PAGE_MAX_ITEMS", cls.page_max_items, least=1),
        )
