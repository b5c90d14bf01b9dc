"""Check of problem details (RFC 9457)."""

import httpx

__all__ = ["problem"]


def problem(response: httpx.Response, status: int, slug: str) -> dict[str, object]:
    """Return the problem details of a response after checking its status, type and members."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, object] = response.json()
    assert {"type", "title", "status", "detail"} <= body.keys()
    assert (body["type"], body["status"]) == (f"https://w3id.org/kembar/problem/{slug}", status)
    return body
