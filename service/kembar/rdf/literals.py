"""Check of the literals in a submitted graph: only datatypes that Kembar uses, in their lexical forms.

rdflib converts every literal to a value immediately, even if no rule reads it: ``"1E-999999999"^^xsd:decimal`` takes a
gigabyte, half a page of HTML takes seconds, and each value that cannot be converted writes a page to the log.
"""

import re

from kembar import messages
from kembar.messages import Texts
from kembar.namespaces import PREFIXES
from kembar.rdf.dates import DATATYPES, read_span
from kembar.rdf.terms import Literal

__all__ = ["LiteralError", "check_literal"]

_XSD = PREFIXES["xsd"]
_NUMBER = r"[+-]?\d{1,30}(\.\d{1,30})?"
_FORMS = {
    _XSD + "string": ".*",
    PREFIXES["rdf"] + "langString": ".*",
    _XSD + "anyURI": ".*",
    _XSD + "language": "[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*",
    _XSD + "boolean": "true|false|1|0",
    _XSD + "integer": r"[+-]?\d{1,30}",
    _XSD + "decimal": _NUMBER,
    _XSD + "double": _NUMBER + r"([eE][+-]?\d{1,3})?",
    _XSD + "dateTime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?",
}


class LiteralError(ValueError):
    """A literal that is not accepted, with the reason in both languages."""

    def __init__(self, texts: Texts) -> None:
        super().__init__(texts["en"])
        self.texts = texts


def check_literal(literal: Literal) -> None:
    """Raise :class:`LiteralError`, or ``DateError`` for a date, if a literal is not accepted."""
    datatype = literal.datatype.value
    if datatype in DATATYPES:
        read_span(literal.value, datatype)
    elif datatype not in _FORMS:
        known = ", ".join(sorted({*_FORMS, *DATATYPES}))
        raise LiteralError(messages.text("literal.datatype", known=known))
    elif not re.fullmatch(_FORMS[datatype], literal.value, re.DOTALL | re.ASCII):
        raise LiteralError(messages.text("literal.form", datatype=datatype))
