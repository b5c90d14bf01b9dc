"""The commands. Each gets the settings, its options and the rest of the arguments, and returns an exit status."""

import argparse
import json
import os
import shutil
import signal
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from kembar import messages
from kembar.cli.backend import Backend, Proposal, open_backend
from kembar.cli.cases import Terms, read_cases
from kembar.cli.differences import differences
from kembar.cli.graphs import FORMATS, deed_iri, deed_of_the_record
from kembar.cli.questions import list_text, question_text
from kembar.cli.sheets import read_sheet
from kembar.cli.text import table_text, verdict_text
from kembar.content.checking import CheckedContent
from kembar.content.loading import check_all
from kembar.errors import CannotRun, ContentError
from kembar.files import Content
from kembar.law.days import today
from kembar.law.drafts import Draft
from kembar.law.freshness import checked, checked_on, to_be_checked
from kembar.law.rules import Rules
from kembar.listings.catalogue import Collections
from kembar.namespaces import ID
from kembar.questions.catalogue import Questions
from kembar.rdf.formats import Format
from kembar.rdf.terms import Quad
from kembar.settings import Settings
from kembar.store.embedded import EmbeddedStore
from kembar.store.revisions import RevisionFolder, holder
from kembar.tokens import Token, Tokens, now

__all__ = [
    "COULD_NOT_RUN", "add_token", "check", "checklist", "list_tokens", "load", "query", "revoke_token", "serve", "tag",
    "test", "validate",
]  # fmt: skip

EXIT_BY_OVERALL = {"lawful": 0, "not-lawful": 1, "arguable": 3, "not-yet-shown": 3, "outside": 3}
"""Exit statuses of ``validate`` by the overall outcome of the verdict."""
CASES_FAIL = 1
"""Exit status of ``test`` if a case fails."""
HAS_FAULTS = 1
"""Exit status of ``check`` if the content has faults."""
COULD_NOT_RUN = 2
"""Exit status of every command that could not run."""

_HELP_WIDTH = 100
_LOAD_TIMEOUT_S = 120
"""Time for a running service to load the content; 30,000 statements and 40 deeds take about six seconds."""


def serve(settings: Settings, _: argparse.Namespace, __: list[str]) -> int:
    """Run the service until a signal ends it."""
    from kembar.cli import serve as service  # noqa: PLC0415 -- importing the HTTP stack takes half a second

    service.serve(settings)
    return 0


def load(settings: Settings, _: argparse.Namespace, __: list[str]) -> int:
    """Store the content as a new revision if it changed, or let the running service do so."""
    content = Content.at(settings.content)
    questions = Questions.of(content).digest
    service = holder(settings.home)
    deadline = time.monotonic() + _LOAD_TIMEOUT_S
    with open_backend(settings) as backend:
        loads = backend.health()["loads"]
        if service:
            check_all(content)
            os.kill(service.pid, signal.SIGUSR1)
        while (health := backend.health())["content"] != content.digest or health["questions"] != questions:
            if health["loads"] > loads and health["loadError"]:
                raise CannotRun(f"The running service has not loaded this content: {health['loadError']}")
            if not service or time.monotonic() > deadline:
                raise CannotRun(
                    "A running service has not loaded this content. See its log, or stop it and start it again."
                )
            time.sleep(0.2)
    print(f"Revision {health['revision']} holds this content: {health['statements']} statements.")
    return 0


def add_token(settings: Settings, options: argparse.Namespace, __: list[str]) -> int:
    """Create a token and print its secret."""
    limits = {name: getattr(options, name) for name in ("query_max_ms", "result_max_bytes", "result_max_rows")}
    print(Tokens(settings.home).add(Token(options.name, now(), **limits)))
    print(
        "Keep this secret: only its hash is stored. Send it in the header `Authorization: Bearer …`.", file=sys.stderr
    )
    return 0


def list_tokens(settings: Settings, _: argparse.Namespace, __: list[str]) -> int:
    """Print the tokens with their limits."""
    for token in sorted(Tokens(settings.home).all().values(), key=lambda token: token.name):
        print("  ".join(f"{name}={value}" for name, value in vars(token).items() if value is not None))
    return 0


def revoke_token(settings: Settings, options: argparse.Namespace, __: list[str]) -> int:
    """Revoke a token."""
    Tokens(settings.home).revoke(options.name)
    return 0


def tag(settings: Settings, options: argparse.Namespace, __: list[str]) -> int:
    """Give a revision a tag, or print the tags."""
    folder = RevisionFolder(settings.home / "revisions")
    if options.name:
        print(f"{options.name} is revision {folder.tag(options.name, options.revision)}.")
    else:
        print("".join(f"{name}  revision {number}\n" for name, number in folder.tags.all().items()), end="")
    return 0


def check(settings: Settings, options: argparse.Namespace, __: list[str]) -> int:
    """Check the content and print its faults, or those of one file."""
    content, name = _to_check(options.path, settings)
    try:
        whole, _ = check_all(content)
        Questions.of(content)
        Collections(content.files("queries/collections", ".toml"), content.context)
        Rules.of(content)
    except ContentError as error:
        own = [fault for fault in error.faults if name in (None, fault.file)]
        lines = [fault.text(options.language) for fault in own]
        if elsewhere := len(error.faults) - len(own):
            lines.append(messages.text("content.elsewhere", count=elsewhere)[options.language])
        print("\n".join(lines))
        return HAS_FAULTS
    files = [file for file in whole.files if name in (None, file.file.name)]
    if name is None:
        _print_due(whole, settings.law_checked_max_days, options.language)
    statements = sum(len(file.triples) for file in files)
    clean = messages.text("content.clean", files=len(files), statements=statements)
    print(clean[options.language])
    return 0


def _to_check(path: Path | None, settings: Settings) -> tuple[Content, str | None]:
    """Return the content to check, and the name of the only file whose faults are wanted, or None for all.

    A file belongs to the content whose folder it is in; elsewhere it is read as a further file of ``data/``.
    """
    if path is None or path.is_dir():
        return Content.at(path or settings.content), None
    if not path.is_file():
        raise CannotRun(f"{path} is neither a file nor a folder.")
    for root in path.resolve().parents:
        if (root / "ontology" / "kembar.ttl").is_file():
            return Content.at(root), path.resolve().relative_to(root).as_posix()
    if path.suffix != ".ttl":
        raise CannotRun(f"{path} is in no folder of content, and only a Turtle file (.ttl) can be added to one.")
    return replace(Content.at(settings.content), added=path), f"data/{path.name}"


def _print_due(content: CheckedContent, max_days: int, language: str) -> None:
    """Print the provisions and relations that are due for a check. They are notices and change no exit status."""
    store = EmbeddedStore()
    store.extend(Quad(*triple) for file in content.files for triple in file.triples)
    day = today()
    due = checked(store, to_be_checked(store), day, max_days)["due"]
    for notice in content.notices({iri: _due(iri, checked_on(store, iri, day)) for iri in due}):
        print(notice.text(language))
    if due:
        print(messages.text("content.due", due=len(due), days=max_days)[language])


def _due(iri: str, day: date | None) -> messages.Texts:
    name = iri.removeprefix(ID)
    return (
        messages.text("content.due-again", name=name, day=day) if day else messages.text("content.due-first", name=name)
    )


def query(settings: Settings, options: argparse.Namespace, rest: list[str]) -> int:
    """Print the answer to a canned question or a SPARQL query, the questions, or the help of one."""
    if options.help and (options.question in (None, "-") or options.question.endswith(".rq")):
        options.print_help()
        return 0
    with open_backend(settings) as backend:
        if options.question is None:
            print(list_text(backend.questions(), options.language), end="")
            return 0
        if options.help:
            print(question_text(backend.question(options.question), options.language, _width() or _HELP_WIDTH), end="")
            return 0
        if options.question == "-" or options.question.endswith(".rq"):
            if rest:
                raise CannotRun(f"A SPARQL file takes no parameters: {' '.join(rest)}.")
            sys.stdout.buffer.write(backend.query(_read(options.question).decode("utf-8-sig"), options.output))
            return 0
        return _ask(backend, options, _parameters(rest))


def _ask(backend: Backend, options: argparse.Namespace, parameters: dict[str, str]) -> int:
    table = backend.ask(options.question, parameters)
    if options.output == "json":
        print(json.dumps(table.to_json(), ensure_ascii=False, indent=2))
    else:
        text = table.to_csv() if options.output == "csv" else table_text(table, options.language, _width())
        print(text, end="")
    return 0


def _width() -> int:
    """Return the characters of a line of the terminal, or 0 if the output goes elsewhere."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


def _parameters(rest: list[str]) -> dict[str, str]:
    """Return the values of options such as ``--since 2017-01-01`` or ``--since=2017-01-01`` by name."""
    parts = [
        part for word in rest for part in (word.split("=", 1) if word.startswith("--") and "=" in word else [word])
    ]
    if len(parts) % 2 or any(not name.startswith("--") for name in parts[::2]):
        raise CannotRun(f"Write parameters as --name value, not as {' '.join(rest)}.")
    return {name.removeprefix("--"): value for name, value in zip(parts[::2], parts[1::2], strict=True)}


def validate(settings: Settings, options: argparse.Namespace, __: list[str]) -> int:
    """Print the verdict on a deed of a file or of the record; the exit status depends on it."""
    proposal = _proposal(options)
    if proposal is None:
        raise CannotRun("Give the file of a proposal, or --deed with the slug or IRI of a recorded deed.")
    with open_backend(settings) as backend:
        verdict: dict[str, Any] = backend.validate(*proposal, options.as_of, options.assume)
    print(
        json.dumps(verdict, ensure_ascii=False, indent=2)
        if options.output == "json"
        else verdict_text(verdict, options.language, options.depth)
    )
    return EXIT_BY_OVERALL[verdict["overall"]]


def checklist(settings: Settings, options: argparse.Namespace, __: list[str]) -> int:
    """Print the checklist of a deed of a file or of the record, or of a draft with a country."""
    of: Proposal | Draft | None = _proposal(options)
    if options.country:
        if of:
            raise CannotRun("Give a file or --deed, or --country, not both.")
        of = Draft(options.country, options.kind, options.paper, options.region)
    elif of is None:
        raise CannotRun("Give the file of a proposal, --deed with a recorded deed, or --country.")
    elif options.region or options.kind != Draft.kind or options.paper != Draft.paper:
        raise CannotRun("--kind, --paper and --region go with --country; a deed states its own.")
    form = {"text": Format.TEXT, "csv": Format.TABLE_CSV, "json": Format.TABLE_JSON}[options.output]
    with open_backend(settings) as backend:
        listed = backend.checklist(of, form, options.language, options.as_of, options.assume)
    if options.output == "json":
        print(json.dumps(json.loads(listed), ensure_ascii=False, indent=2))
    else:
        sys.stdout.buffer.write(listed)
    return 0


def _proposal(options: argparse.Namespace) -> Proposal | None:
    """Return the graph of the file or recorded deed that is named, or None if neither is."""
    deed = deed_iri(options.deed)
    if options.file is None:
        return None if deed is None else Proposal(deed_of_the_record(deed), Format.TURTLE, deed)
    if options.file.suffix not in FORMATS:
        raise CannotRun(f"{options.file}: the suffix of the file must be one of {', '.join(FORMATS)}.")
    return Proposal(_read(str(options.file)), FORMATS[options.file.suffix], deed)


def test(settings: Settings, options: argparse.Namespace, __: list[str]) -> int:
    """Judge the cases of a sheet, and print which pass, and for each failure the cell."""
    content = Content.at(settings.content)
    language = options.language
    try:
        cases = read_cases(read_sheet(options.file), options.file, Terms.of(content))
    except ContentError as error:
        print("\n".join(fault.text(language) for fault in error.faults), file=sys.stderr)
        return COULD_NOT_RUN
    failed = 0
    with open_backend(settings) as backend:
        for case in cases:
            found = differences(case, backend, content.context, language)
            failed += bool(found)
            result = messages.text("cases.fails" if found else "cases.passes")[language]
            print(f"{result}  {case.name}  {case.what}".rstrip())
            for difference in found:
                text = messages.text("cases.difference", **vars(difference))[language]
                print(f"    {text}" + (f" ({difference.provision})" if difference.provision else ""))
    print(messages.text("cases.count", cases=len(cases), failed=failed)[language])
    return CASES_FAIL if failed else 0


def _read(name: str) -> bytes:
    """Return the content of a file, or standard input for ``-``. Raise :class:`CannotRun` if it cannot be read."""
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise CannotRun(f"{name}: {error.strerror}.") from error
