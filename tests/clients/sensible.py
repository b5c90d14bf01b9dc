"""What the fuzzer of the OpenAPI document does not ask, because no schema can say that it is refused."""

import re
from itertools import product
from typing import Any

import schemathesis

from kembar.files import Content
from kembar.questions.catalogue import Questions

_FORMER = {
    (parameter.name, parameter.renamed)
    for question in Questions.of(Content.shipped())
    for parameter in question.parameters
    if parameter.renamed
}
_REVISION = re.compile("[1-9][0-9]*|[a-z][a-z0-9.-]{0,59}")


@schemathesis.hook
def before_call(_context: Any, case: Any, _arguments: dict[str, Any]) -> None:
    """Ask for the only revision there is instead of one that might be, and for rows without another format.

    A parameter is not given by its former name, too, and a period does not end before it begins.
    """
    query = case.query or {}
    if _REVISION.fullmatch(str(query.get("revision", ""))):
        query["revision"] = "1"
    if query.get("shape") == "rows" and "format" in query:
        del query["shape"]
    for former, present in _FORMER:
        if present in query:
            query.pop(former, None)
    for first, last in product(("since", "from"), ("until", "before")):
        if first in query and last in query and str(query[last]) < str(query[first]):
            query[first], query[last] = query[last], query[first]
