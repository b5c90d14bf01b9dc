"""Fixtures of the tests over HTTP."""

from collections.abc import Iterator

import httpx
import pytest


@pytest.fixture
def live_client(client: httpx.Client) -> Iterator[httpx.Client]:
    """Return the client, and check after the test that the service still answers."""
    yield client
    assert client.get("/health").json()["status"] == "ready"
