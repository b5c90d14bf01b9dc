"""Large answers are compressed for a client that accepts gzip, with an ETag of their own."""

import gzip

import httpx
import pytest


@pytest.mark.parametrize(
    ("accepted", "compressed"),
    [("gzip", True), ("br, gzip;q=0.1", True), ("*", True), ("gzip;q=0, *", False), ("identity", False), ("", False)],
)
def test_a_large_answer_is_compressed_for_a_client_that_accepts_gzip(
    raw: httpx.Client, accepted: str, compressed: bool
) -> None:
    with raw.stream("GET", "/dataset", headers={"Accept-Encoding": accepted}) as response:
        body = b"".join(response.iter_raw())
    assert ("content-encoding" in response.headers) is compressed
    assert response.headers["vary"] == "Accept, Accept-Encoding, Origin"
    assert int(response.headers["content-length"]) == len(body)
    assert (gzip.decompress(body) if compressed else body) == raw.get("/dataset").content


def test_a_small_answer_is_not_compressed(raw: httpx.Client) -> None:
    assert "content-encoding" not in raw.get("/sparql?query=ASK%7B%7D", headers={"Accept-Encoding": "gzip"}).headers


def test_a_compressed_answer_has_an_etag_of_its_own(raw: httpx.Client) -> None:
    plain, compressed = raw.get("/dataset"), raw.get("/dataset", headers={"Accept-Encoding": "gzip"})
    assert plain.content == compressed.content
    assert plain.headers["etag"] != compressed.headers["etag"]
    headers = {"Accept-Encoding": "gzip", "If-None-Match": compressed.headers["etag"]}
    assert raw.get("/dataset", headers=headers).status_code == 304
