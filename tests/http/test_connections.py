"""A connection whose client lets the service wait is closed, and none of them delays the end of the service."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest

from tests.conftest import Running, running
from tests.processes import alive, children, descendants, memory_of

pytestmark = pytest.mark.serial

SETTINGS = {
    "KEMBAR_HEAD_MAX_MS": "1500",
    "KEMBAR_UNREAD_MAX_MS": "2000",
    "KEMBAR_UNREAD_MAX_BYTES": "25000000",
    "KEMBAR_QUERY_WORKERS": "2",
    "KEMBAR_CACHE_MAX_BYTES": "0",
}
ANSWER = f"/sparql?query={quote('SELECT * { ?s ?p ?o } LIMIT 40000')}&format=json"
"""Of some 10 MB, so that two of them stay under the limit on what is not taken yet."""
ENDLESS = f"/sparql?query={quote('SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }')}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("connections"), **SETTINGS) as server:
        yield server


@contextmanager
def connected(server: Running, data: bytes, buffer_bytes: int = 4_096) -> Iterator[socket.socket]:
    """Yield a connection with a small buffer that has sent something."""
    address = urlsplit(server.url)
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer_bytes)
        connection.settimeout(30)
        connection.connect((address.hostname, address.port))
        connection.sendall(data)
        yield connection


def get(path: str, client: str = "192.0.2.1", headers: str = "") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: kembar\r\nX-Forwarded-For: {client}\r\n{headers}\r\n".encode()


def rest_of(connection: socket.socket) -> bytes:
    """Return what a connection gives until it is closed."""
    parts = []
    try:
        while part := connection.recv(1_000_000):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def remaining(pids: list[int]) -> list[int]:
    """Return the processes that still run after a while."""
    deadline = time.monotonic() + 5
    while (alive_pids := [pid for pid in pids if alive(pid)]) and time.monotonic() < deadline:
        time.sleep(0.1)
    return alive_pids


@pytest.mark.parametrize("data", [b"", b"G", b"GET / HTTP/1.1\r\nHost: kem", b"\r\n", get("/health") + b"GET /he"])
def test_a_connection_that_sends_no_head_or_half_a_one_is_closed(server: Running, data: bytes) -> None:
    started = time.monotonic()
    with connected(server, data) as connection:
        answer = rest_of(connection)
    assert time.monotonic() - started < 15
    if data and not data.startswith(b"GET /health"):
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert b"KEMBAR_HEAD_MAX_MS" in answer


@pytest.mark.parametrize(
    ("path", "headers"), [(ANSWER, ""), (ANSWER, "Connection: close\r\n"), ("/dataset/dump.nq", "")]
)
def test_a_connection_that_does_not_take_its_answer_is_closed(server: Running, path: str, headers: str) -> None:
    with connected(server, get(path, headers=headers)) as connection:
        first = connection.recv(1_000)
        assert first.startswith(b"HTTP/1.1 200 ")
        time.sleep(5)  # longer than the limit
        length = int(first.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        if length > 8_000_000:  # less may be in the buffers of the system
            assert len(first + rest_of(connection)) < length


def test_a_slow_client_that_takes_its_answer_gets_it(server: Running) -> None:
    answer = b""
    with connected(server, get(ANSWER, headers="Connection: close\r\n"), 1_000_000) as connection:
        while part := connection.recv(400_000):
            answer += part
            time.sleep(0.01)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert f"content-length: {len(body)}".encode() in head


def test_what_clients_have_not_taken_is_bounded_and_the_one_with_most_of_it_loses_first(server: Running) -> None:
    with ExitStack() as stack:
        client = stack.enter_context(httpx.Client(base_url=server.url, timeout=60, trust_env=False))
        client.get("/health").raise_for_status()
        at_rest = memory_of(server.pid)[0]
        patient = stack.enter_context(connected(server, get(ANSWER, "192.0.2.2"), 500_000))
        received = len(patient.recv(1_000))
        for _ in range(8):
            stack.enter_context(connected(server, get(ANSWER, "192.0.2.3")))
        for _ in range(40):  # a piece before each limit on time
            time.sleep(0.1)
            received += len(patient.recv(100_000))
        assert memory_of(server.pid)[0] - at_rest < 100_000_000
        assert received + len(rest_of(patient)) > 8_000_000


def test_refused_heads_leave_no_memory_behind(server: Running) -> None:
    def send(count: int) -> int:
        for _ in range(count):
            with connected(server, get("/")[:-2] + b"A: b\r\n" * 20_000) as connection:
                assert rest_of(connection).startswith(b"HTTP/1.1 431 ")
        return memory_of(server.pid)[0]

    before = send(5)
    assert send(60) - before < 30_000_000  # 2.5 MB each if only garbage collection frees them


def test_the_service_ends_in_time_whatever_clients_do(tmp_path: Path) -> None:
    with running(tmp_path, KEMBAR_QUERY_MAX_MS="60000") as server, ExitStack() as stack:
        with httpx.Client(base_url=server.url, timeout=60, trust_env=False) as client:
            client.get("/health").raise_for_status()
        slow = [ANSWER, "/dataset/dump.nq", ENDLESS]
        posted = get("/validate", headers="Content-Type: text/turtle\r\nContent-Length: 99\r\n").replace(
            b"GET", b"POST"
        )
        for data in (*map(get, slow), b"GET", b"", get("/health")[:-2], posted + b"half"):
            stack.enter_context(connected(server, data))
        time.sleep(1)
        processes = descendants(server.pid)
        os.kill(server.pid, signal.SIGTERM)
        started = time.monotonic()
        while alive(server.pid) and time.monotonic() - started < 20:
            time.sleep(0.05)
        assert time.monotonic() - started < 10
        assert not remaining(processes)


def test_a_paused_process_ends_with_a_service_that_is_killed(tmp_path: Path) -> None:
    with running(tmp_path, KEMBAR_QUERY_WORKERS="1", KEMBAR_VERDICT_WORKERS="1") as server:
        with httpx.Client(base_url=server.url, timeout=60, trust_env=False) as client:
            while not all(
                f'kembar_workers_idle{{kind="{kind}"}} 1' in client.get("/metrics").text
                for kind in ("query", "verdict")
            ):
                time.sleep(0.2)
        fork_server = next(pid for pid in children(server.pid) if children(pid))
        workers = children(fork_server)
        for pid in workers:
            os.kill(pid, signal.SIGSTOP)
        os.kill(server.pid, signal.SIGKILL)
        assert not remaining(workers)
