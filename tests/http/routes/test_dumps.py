"""Dumps are files, written once per revision, sent with their length, and limited by a setting of their own."""

from pathlib import Path

import httpx
import pytest

from tests.conftest import serving


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def test_a_dump_is_sent_as_a_file_with_length_etag_and_ranges(home: Path) -> None:
    with serving(home) as url, httpx.Client(base_url=url, trust_env=False, timeout=60) as client:
        complete = client.get("/dataset/dump.nq", headers={"Accept-Encoding": "gzip"})
        written = (home / "revisions/1.nq").stat()
        conditional = client.get("/dataset/dump.nq", headers={"If-None-Match": complete.headers["etag"]})
        part = client.get("/dataset/dump.nq", headers={"Range": "bytes=0-99"})
        head = client.head("/dataset/dump.nq")
        assert (home / "revisions/1.nq").stat().st_mtime_ns == written.st_mtime_ns
    assert int(complete.headers["content-length"]) == len(complete.content) == written.st_size
    assert complete.headers["kembar-revision"] == "1"
    assert "content-encoding" not in complete.headers
    assert (conditional.status_code, conditional.content) == (304, b"")
    assert (part.status_code, part.content) == (206, complete.content[:100])
    assert (head.status_code, head.headers["content-length"], head.content) == (200, str(written.st_size), b"")


def test_a_dump_larger_than_its_limit_is_refused_and_leaves_no_file(home: Path) -> None:
    with serving(home, KEMBAR_DUMP_MAX_BYTES="100000") as url:
        answer = httpx.get(f"{url}/dataset/dump.trig", trust_env=False, timeout=60)
    problem = answer.json()
    assert (answer.status_code, problem["setting"], problem["limit"]) == (422, "KEMBAR_DUMP_MAX_BYTES", 100_000)
    assert not (home / "revisions/1.trig").exists()
