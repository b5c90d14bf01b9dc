"""The cache of answers, keyed by revision, query, parameters and format, and conditional requests with 304."""

from collections.abc import Iterator

import httpx
import pytest

from tests.conftest import serving

SELECT = "SELECT ?p { ?p a <https://w3id.org/kembar/ontology#Partnership> } ORDER BY ?p"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Return a client of a service with a small cache that no other test fills."""
    with (
        serving(tmp_path_factory.mktemp("home"), KEMBAR_CACHE_MAX_BYTES="80000") as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        yield client


def ask(
    client: httpx.Client, query: str = SELECT, headers: dict[str, str] | None = None, /, **parameters: str
) -> httpx.Response:
    return client.get("/sparql", params={"query": query, **parameters}, headers=headers)


def is_cached(response: httpx.Response) -> bool:
    return "cache;desc=hit" in response.headers["server-timing"]


def test_a_cached_answer_equals_the_first_answer(fresh: httpx.Client) -> None:
    first, second = ask(fresh), ask(fresh)
    assert (is_cached(first), is_cached(second)) == (False, True)
    assert first.content == second.content
    for name in ("content-type", "etag", "cache-control", "vary"):
        assert first.headers[name] == second.headers[name]
    assert first.headers["x-request-id"] != second.headers["x-request-id"]


def test_another_query_parameter_or_format_misses_the_cache(fresh: httpx.Client) -> None:
    query = SELECT + " LIMIT 3"
    ask(fresh, query)
    answers = [
        ask(fresh, SELECT + " LIMIT 2"),
        ask(fresh, query, format="csv"),
        ask(fresh, query, {"Accept": "text/csv"}),
        ask(fresh, query, {"Accept": "application/sparql-results+xml"}),
        ask(fresh, query, **{"default-graph-uri": "https://w3id.org/kembar/graph/sources"}),
    ]
    assert not any(map(is_cached, answers))
    assert len({answer.content for answer in answers}) == 4
    assert is_cached(ask(fresh, query, {"Accept": "text/csv"}))


def test_a_matching_etag_gets_304_with_or_without_a_cached_answer(fresh: httpx.Client) -> None:
    query = SELECT + " LIMIT 4"
    etag = ask(fresh, query).headers["etag"]
    for tags in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        answer = ask(fresh, query, {"If-None-Match": tags})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)
        assert "content-length" not in answer.headers
    assert ask(fresh, query, {"If-None-Match": '"other"'}).status_code == 200
    unauthorized = ask(fresh, query, {"If-None-Match": etag, "Authorization": "Basic x"})
    assert unauthorized.status_code == 401


def test_a_query_with_varying_results_is_not_cached(fresh: httpx.Client) -> None:
    for expression in ("NOW()", "RAND()", "UUID()", "STRUUID()", "uuid ()"):
        query = f"SELECT ({expression} AS ?x) {{}}"
        answers = [ask(fresh, query) for _ in range(2)]
        assert not any(map(is_cached, answers))
        assert answers[0].headers["cache-control"] == "no-store"
        assert answers[0].content != answers[1].content


def test_errors_and_answers_to_those_who_show_who_they_are_are_not_kept(fresh: httpx.Client) -> None:
    for _ in range(2):
        assert "cache;desc=hit" not in ask(fresh, "SELECT").headers.get("server-timing", "")
    query = SELECT + " LIMIT 5"
    ask(fresh, query, {"Authorization": "Bearer none"})
    assert not is_cached(ask(fresh, query))
    assert "cache;desc=hit" not in ask(fresh, query, {"Authorization": "Bearer none"}).headers.get("server-timing", "")


def test_the_size_of_the_cache_is_bounded(fresh: httpx.Client) -> None:
    for limit in range(1, 200):
        ask(fresh, f"{SELECT} LIMIT {limit}")
    figures = dict(line.rsplit(" ", 1) for line in fresh.get("/metrics").text.splitlines() if not line.startswith("#"))
    assert 0 < float(figures["kembar_cache_bytes"]) <= 80_000
    everything = "SELECT * { ?s ?p ?o } LIMIT 2000"
    ask(fresh, everything)
    assert not is_cached(ask(fresh, everything))


def test_the_size_of_a_request_counts_too(fresh: httpx.Client) -> None:
    long_queries = [f"ASK {{}} # {number} {'x' * 5_000}" for number in range(20)]
    for query in long_queries:
        ask(fresh, query)
    assert is_cached(ask(fresh, long_queries[-1]))
    assert not is_cached(ask(fresh, long_queries[0]))


def test_a_question_the_matrix_and_a_thing_are_cached_too(client: httpx.Client) -> None:
    for path in ("/queries/inactive-partners?since=2016-05-01", "/matrix?as_of=2020-02-02", "/id/partnership/hanoi"):
        client.get(path)
        assert is_cached(client.get(path)), path


def test_several_accept_headers_are_kept_apart_from_the_last_of_them(fresh: httpx.Client) -> None:
    query = SELECT + " LIMIT 7"
    url = fresh.base_url.copy_with(path="/sparql", params={"query": query})
    weak = ("Accept", "application/sparql-results+xml;q=0.1")
    for headers, media_type in (
        ([("Accept", "text/csv"), weak], "text/csv"),
        ([weak], "application/sparql-results+xml"),
    ):
        assert fresh.send(httpx.Request("GET", url, headers=headers)).headers["content-type"].startswith(media_type)
