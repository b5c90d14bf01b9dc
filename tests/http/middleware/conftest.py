"""A client for the tests of headers and bodies as they come by the wire."""

from collections.abc import Iterator

import httpx
import pytest


@pytest.fixture
def raw(server: str) -> Iterator[httpx.Client]:
    """A client that asks for no compression by itself."""
    with httpx.Client(base_url=server, headers={"Accept-Encoding": "identity"}, timeout=60, trust_env=False) as client:
        yield client
