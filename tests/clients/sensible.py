"""What the fuzzer of the OpenAPI document does not ask, because no schema can say that it is refused."""

import re
from typing import Any

import schemathesis

_REVISION = re.compile("[1-9][0-9]*|[a-z][a-z0-9.-]{0,59}")


@schemathesis.hook
def before_call(_context: Any, case: Any, _arguments: dict[str, Any]) -> None:
    """Ask for the only revision there is instead of one that might be, and for rows without another format."""
    query = case.query or {}
    if _REVISION.fullmatch(str(query.get("revision", ""))):
        query["revision"] = "1"
    if query.get("shape") == "rows" and "format" in query:
        del query["shape"]
