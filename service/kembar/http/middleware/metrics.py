"""The access log, and metrics of requests, workers and cache (Prometheus text format 0.0.4)."""

import asyncio
import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from random import getrandbits
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kembar.http.middleware.cache import CacheFigures
from kembar.http.problems import NOT_SNIFFED
from kembar.pool.pool import Workers

__all__ = ["Measured", "Metrics"]

_log = logging.getLogger("kembar.requests")
_METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"}
_BUCKETS_S = (0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 30)
_TEXT_FOR_S = 0.1
"""Time for which the text of the metrics is given again; writing it takes five milliseconds."""
_LOGGED_CHARACTERS = 500
"""Of a path: a client can make it 32 kB long."""
_LOG_AFTER_S = 0.1
"""Time after which collected log lines are written; writing each line alone takes a third of the time of a kept
answer."""


class Metrics(Collector):
    """The metrics and the access log of one service.

    ``workers``, ``cache`` and ``facts`` are read when metrics are written.
    """

    def __init__(self, facts: Callable[[], Mapping[str, float]]) -> None:
        self.workers: Mapping[str, Workers[Any]] = {}
        self.cache = CacheFigures()
        self._facts = facts
        self._lines: list[Mapping[str, object]] = []
        self._figures: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self._text, self._written_at = b"", -_TEXT_FOR_S
        self._registry = CollectorRegistry()
        self._registry.register(self)
        self.requests = Counter(
            "kembar_requests", "Requests answered.", ("route", "method", "status"), registry=self._registry
        )
        self.seconds = Histogram(
            "kembar_request_seconds",
            "Time to the end of an answer.",
            ("route",),
            buckets=_BUCKETS_S,
            registry=self._registry,
        )

    def count(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count an answer and its time."""
        figures = self._figures.get((route, method, status))
        if figures is None:  # the library takes longer to find them
            figures = self.requests.labels(route, method, status), self.seconds.labels(route)
            self._figures[route, method, status] = figures
        figures[0].inc()
        figures[1].observe(seconds)

    def log(self, line: Mapping[str, object]) -> None:
        """Collect a line, to be written within :data:`_LOG_AFTER_S`."""
        if not self._lines:
            asyncio.get_running_loop().call_later(_LOG_AFTER_S, self.write_log)
        self._lines.append(line)

    def write_log(self) -> None:
        """Write the collected lines."""
        if self._lines:
            _log.info("\n".join(map(json.dumps, self._lines)))
            self._lines = []

    def text(self) -> bytes:
        """Return all metrics in the text format of Prometheus, as of :data:`_TEXT_FOR_S` ago at most."""
        now = time.monotonic()
        if now - self._written_at > _TEXT_FOR_S:
            self._text, self._written_at = generate_latest(self._registry), now
        return self._text

    def collect(self) -> Iterator[CounterMetricFamily | GaugeMetricFamily]:
        asking = GaugeMetricFamily(
            "kembar_worker_requests", "Requests under way or waiting for a process.", labels=["kind"]
        )
        ready = GaugeMetricFamily("kembar_workers_idle", "Processes that wait for work.", labels=["kind"])
        killed = CounterMetricFamily("kembar_workers_replaced", "Processes replaced.", labels=["kind", "reason"])
        for kind, workers in self.workers.items():
            asking.add_metric([kind], workers.pending)
            ready.add_metric([kind], workers.idle)
            for reason, count in workers.replaced.items():
                killed.add_metric([kind, reason], count)
        yield from (asking, ready, killed)
        yield CounterMetricFamily("kembar_cache_hits", "Answers given from the response cache.", value=self.cache.hits)
        yield CounterMetricFamily(
            "kembar_cache_misses", "Answers made anew that the cache may keep.", value=self.cache.misses
        )
        yield GaugeMetricFamily("kembar_cache_bytes", "Bytes of answers that are kept.", value=self.cache.bytes)
        for name, value in self._facts().items():
            yield GaugeMetricFamily(f"kembar_{name}", f"The {name} that answers.", value=value)


class Measured:
    """ASGI middleware that gives each request an id (``X-Request-Id``), adds ``Server-Timing``, counts and logs it.

    Since it sees every answer, it also says that the media type of each is its true one.

    The log has no query text: it is nobody's business what a researcher asks.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        name = f"{getrandbits(128):032x}"  # not secret, and faster than asking the system
        status, size = 0, 0
        timing: dict[str, float] = {}
        scope.setdefault("state", {})["timing"] = timing

        async def measured(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = [*message["headers"], NOT_SNIFFED, (b"x-request-id", name.encode())]
                if timing:
                    headers.append(
                        (b"server-timing", ", ".join(f"{part};dur={ms:.1f}" for part, ms in timing.items()).encode())
                    )
                message = {**message, "headers": headers}
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, measured)
        finally:
            seconds = time.perf_counter() - begun
            kept = scope["method"] == "GET" and status in (200, 304)
            route = getattr(scope.get("route"), "path", "cache" if kept else "none")
            method = (
                scope["method"] if scope["method"] in _METHODS else "other"
            )  # a client can invent any number of methods
            self._metrics.count(route, method, status, seconds)
            if _log.isEnabledFor(logging.INFO):
                line = {
                    "request": name,
                    "method": scope["method"],
                    "path": scope["path"][:_LOGGED_CHARACTERS],
                    "status": status,
                    "bytes": size,
                    "ms": round(seconds * 1000, 1),
                }
                self._metrics.log({**line, **{part: round(ms, 1) for part, ms in timing.items()}})
