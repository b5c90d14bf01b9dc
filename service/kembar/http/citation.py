"""What makes an answer citable: its permanent link (RFC 8574), and the citation of it (CSL-JSON 1.0)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from fastapi import Request

from kembar.application import Kembar
from kembar.errors import Gone
from kembar.http.dependencies import origin_of
from kembar.questions.question import Question
from kembar.questions.table import Table

__all__ = ["check_version", "citation", "permanent_link"]


def permanent_link(request: Request, question: Question, given: Mapping[str, str]) -> str:
    """The address of the answer just read: the path that was asked, with every value, the question's version and the revision, by its tag if it has one."""
    form = {"format": request.query_params["format"]} if "format" in request.query_params else {}
    said = {
        **question.explicit(given),
        **form,
        "version": question.version,
        "revision": _tag(request) or str(request.state.read),
    }
    return f"{origin_of(request)}{request.url.path}?{urlencode(said)}"


def check_version(request: Request, question: Question, given: Mapping[str, str]) -> None:
    """Raise :class:`Gone` where the request names another version of the question than the one that answers."""
    asked = request.query_params.get("version", question.version)
    if asked != question.version:
        said = {name: value for name, value in request.query_params.items() if name in (*given, "format", "revision")}
        raise Gone(
            f"{question.name} has changed since version {asked[:40]!r}; {question.version} answers now.",
            version=question.version,
            address=f"{origin_of(request)}{request.url.path}?{urlencode({**said, 'version': question.version})}",
        )


def citation(request: Request, question: Question, table: Table, link: str) -> dict[str, Any]:
    """The citation of a table. It holds no day of access, which would make every answer another."""
    tag = _tag(request)
    newest = request.app.state.settings.revisions_kept
    kept = f"Revision {table.revision} has no tag: it is kept only among the newest {newest}."
    day = datetime.fromisoformat(table.made) if table.made else None
    return {
        "id": link,
        "type": "dataset",
        "title": question.title["en"],
        "author": [{"literal": "Kembar"}],
        "publisher": "Kembar",
        "container-title": "Kembar: foreign cooperation of Indonesian regional governments",
        **({"issued": {"date-parts": [[day.year, day.month, day.day]]}} if day else {}),
        "version": f"question {table.version}, revision {table.revision}{f' ({tag})' if tag else ''}",
        "URL": link,
        "note": "Licence: CC BY 4.0, https://creativecommons.org/licenses/by/4.0/." + ("" if tag else f" {kept}"),
    }


def _tag(request: Request) -> str | None:
    kembar: Kembar = request.app.state.kembar
    return next(
        (name for name, number in kembar.snapshot.revisions.tags.all().items() if number == request.state.read), None
    )
