"""A client for tests of headers and bodies as sent over the network."""

from collections.abc import Iterator

import httpx
import pytest


@pytest.fixture
def raw(server: str) -> Iterator[httpx.Client]:
    """Return a client that requests no compression unless a test does."""
    with httpx.Client(base_url=server, headers={"Accept-Encoding": "identity"}, timeout=60, trust_env=False) as client:
        yield client
