"""Every request to /validate gets a verdict or problem details in time.

No other server is called, and the memory of the service is unchanged afterwards.
"""

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, note, settings

from kembar.law.outcomes import COUNTED, Outcome, Overall
from kembar.namespaces import CONCEPT, ID, KB
from kembar.rdf.parsing import parse_bytes
from kembar.rdf.terms import NamedNode
from tests.conftest import Running
from tests.fuzz.answers import media_of, overall_of, problem_of
from tests.fuzz.graphs import COMPLETE, PROPOSAL
from tests.fuzz.hostile import Request, requests
from tests.fuzz.watching import HANGS_AFTER_S, SECONDS, as_before, trapped
from tests.processes import memory_of

CLIENTS = 2
WARM_UP_SHARE = 0.25
"""The share of the run in which memory grows without a leak, until caches and the allocator are full."""

EVIDENCE = {triple.object for triple in PROPOSAL if triple.predicate.value in (KB + "step", KB + "attests")} - {
    NamedNode(f"{ID}step/ksdpl-dprd-request")  # a clock, which never counts
}
LETTER = NamedNode(f"{CONCEPT}deed-type/loi")
"""A letter of intent is tested only by what the law asks of one."""


@dataclass
class Watched:
    """A server and the observations of it."""

    server: Running
    address: str
    calls: list[str]
    context: dict[str, object]
    answers: Counter[str] = field(default_factory=Counter)


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """Return a server whose proxies are a trap, which the IRIs of the graphs name too."""
    with trapped(tmp_path_factory.mktemp("home")) as (server, address, calls):
        context = httpx.get(f"{server.url}/context.jsonld", trust_env=False).json()
        yield Watched(server, address, calls, context)


def check(response: httpx.Response, request: Request, watched: Watched) -> None:
    """Check that a response is a verdict or problem details, and that a lawful proposal shows all evidence."""
    if response.status_code == 200:
        media = media_of(response)
        overall = overall_of(media, response.content)
        assert overall in set(Overall)
        if overall == Overall.LAWFUL and media == "application/json":
            check_lawful(response.json(), request, watched)
        watched.answers[overall] += 1
        return
    watched.answers[problem_of(response)] += 1


def check_lawful(verdict: dict[str, Any], request: Request, watched: Watched) -> None:
    """Check that a lawful proposal keeps the evidence that counts and that each outcome names its evidence."""
    triples = parse_bytes(request.body, request.format, watched.context)
    stated = {triple.object for triple in triples}
    assert stated >= EVIDENCE or LETTER in stated, "lawful without its evidence"
    counted = [judged for judged in verdict["requirements"] if judged["binding"] in COUNTED]
    assert {judged["outcome"] for judged in counted} <= {Outcome.SATISFIED, Outcome.ATTESTED, Outcome.NOT_APPLICABLE}
    assert all(judged["evidence"]["for"] for judged in counted), "an outcome without evidence"
    assert verdict["next"] == []


def send_for(watched: Watched, seconds: float) -> None:
    """Send requests drawn by hypothesis until the time is over.

    A failing request is shrunk, however long it takes, and printed with its body.
    """
    deadline = time.monotonic() + seconds
    failed = False
    # Shorter than on the server, which could otherwise close a connection that the client is about to reuse.
    limits = httpx.Limits(keepalive_expiry=2)
    with httpx.Client(base_url=watched.server.url, timeout=HANGS_AFTER_S, limits=limits, trust_env=False) as client:

        @settings(max_examples=200, print_blob=True, suppress_health_check=list(HealthCheck))
        @given(requests(watched.address))
        def send(request: Request) -> None:
            nonlocal failed
            if time.monotonic() > deadline and not failed:
                return
            failed, failed_before = True, failed
            response = client.post(
                "/validate", content=request.body, headers=dict(request.headers), params=dict(request.params)
            )
            note(f"{response.status_code} {response.text[:500]}")
            check(response, request, watched)
            failed = failed_before

        while time.monotonic() < deadline:
            send()


def every_second(work: list[Future[None]]) -> Iterator[None]:
    """Yield once a second until all ``work`` is done."""
    while wait(work, timeout=1).not_done:
        yield


@pytest.mark.soak
def test_whatever_is_sent_gets_a_verdict_or_problem_details(watched: Watched) -> None:
    with ThreadPoolExecutor(CLIENTS) as clients:
        client_runs = [clients.submit(send_for, watched, SECONDS) for _ in range(CLIENTS)]
        memory = [memory_of(watched.server.pid) for _ in every_second(client_runs)]
    for client_run in client_runs:
        client_run.result()
    assert watched.calls == []
    print(f"{watched.answers.total()} requests: {dict(watched.answers.most_common())}")
    warm = max(1, int(len(memory) * WARM_UP_SHARE))
    for name, sizes in zip(("the server", "its processes"), zip(*memory, strict=True), strict=True):
        # Maximum after the warm-up, minimum at the end: during its replacement a process counts twice or not at all.
        initial, final = max(sizes[warm : 2 * warm]), min(sizes[-warm:])
        assert as_before(name, initial, final)
    with httpx.Client(base_url=watched.server.url, timeout=HANGS_AFTER_S, trust_env=False) as client:
        assert (
            client.post("/validate", content=COMPLETE, headers={"Content-Type": "text/turtle"}).json()["overall"]
            == "lawful"
        )
        assert client.get("/health").json()["status"] == "ready"
