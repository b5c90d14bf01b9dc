"""The commands, their help and their exit status."""

import argparse
import json
import os
import signal
import sys
import textwrap
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kembar import __version__, messages
from kembar.cli.backend import Backend, open_backend
from kembar.cli.text import table_text, verdict_text
from kembar.content.loading import check_all
from kembar.errors import CannotRun, ContentError, KembarError, variable
from kembar.files import Content
from kembar.law.rules import Rules
from kembar.listings.collection import Collections
from kembar.messages import LANGUAGES
from kembar.namespaces import ID
from kembar.questions.question import Questions
from kembar.settings import Settings
from kembar.store.revisions import RevisionFolder, holder
from kembar.tokens import Token, Tokens, now

__all__ = ["main"]

EXIT_BY_OVERALL = {"lawful": 0, "not-lawful": 1, "arguable": 3, "not-yet-shown": 3}
COULD_NOT_RUN = 2
SOMETHING_TO_MEND = 1

_LANGUAGE = "id" if os.environ.get("LANG", "").startswith("id") else "en"

_EXAMPLES = """\
examples:
  kembar serve                                             start the service
  kembar query inactive-partners --since 2017-01-01        ask a canned question
  kembar query question.rq --output csv                    run a SPARQL file
  kembar validate proposal.ttl                             judge a proposed partnership
  kembar validate --deed rotterdam-mou-1986                judge a deed of the record
"""
_QUERY_EXAMPLES = """\
examples:
  kembar query inactive-partners --since 2017-01-01 --contacts include
  kembar query inactive-partners --output csv > inactive.csv
  echo 'SELECT * WHERE { ?s ?p ?o } LIMIT 3' | kembar query -
"""
_CHECK_STATUS = """\
exit status:
  0  nothing to mend      1  something to mend      2  could not run

examples:
  kembar check
  kembar check my/content --language id
"""
_STATUS = """\
exit status:
  0  lawful              1  not lawful
  3  arguable or not yet shown
  2  could not run (the file does not parse, the store is held, ...)

examples:
  kembar validate proposal.ttl
  kembar validate proposal.jsonld --as-of 2024-01-01 --language id
  kembar validate --deed shanghai-mou-2020 --output json
"""
_SUFFIXES = {".ttl": "turtle", ".jsonld": "json-ld", ".json": "json-ld", ".nt": "n-triples", ".trig": "trig"}


_LOADS_WITHIN_S = 120
"""A content of 30,000 statements and 40 deeds takes some six seconds, where all of them are judged."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    if rest and options.command != "query":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    try:
        settings = Settings.from_environment()
        status: int = options.run(settings, options, rest)
    except KembarError as error:
        where = "".join(
            f" [{name} {error.extra[name]}]" for name in ("line", "column", "statement") if name in error.extra
        )
        print(f"kembar: {error.detail}{where}", file=sys.stderr)
        return COULD_NOT_RUN
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def _parser() -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="kembar",
        description="Foreign cooperation of Indonesian regional governments, as linked data.",
        epilog=f"{_EXAMPLES}\nsettings (environment):\n{_settings_help()}",
        formatter_class=raw,
    )
    parser.add_argument("--version", action="version", version=f"kembar {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    serve = commands.add_parser(
        "serve",
        help="start the service",
        description="Load the content and serve it.",
        epilog=f"example:\n  {variable('port')}=8080 kembar serve",
        formatter_class=raw,
    )
    serve.set_defaults(run=_serve)

    load = commands.add_parser(
        "load",
        help="load the content into the store",
        description="Check the content and make it a new revision, if it changed; a running service of this home answers from it at once.",
        epilog="example:\n  kembar load",
        formatter_class=raw,
    )
    load.set_defaults(run=_load)

    check = commands.add_parser(
        "check",
        help="check the content",
        formatter_class=raw,
        description="Check the content as a start would, and say all that is to be mended: file, line, thing, what to do. Nothing is stored.",
        epilog=_CHECK_STATUS,
    )
    check.add_argument(
        "folder",
        nargs="?",
        type=Path,
        help="a folder with ontology, data, shapes and queries "
        f"(default: {variable('content')}, or the shipped content)",
    )
    check.add_argument("--language", choices=LANGUAGES, default=_LANGUAGE, help="language of the text")
    check.set_defaults(run=_check)

    query = commands.add_parser(
        "query", help="ask a canned question or run SPARQL", formatter_class=raw,
        description="Ask a canned question by its name, with its own parameters, or run a SPARQL file (- reads standard input).",
        epilog=_QUERY_EXAMPLES,
    )  # fmt: skip
    query.add_argument("question", help="the name of a question, a .rq file, or -")
    query.add_argument(
        "--output", choices=("table", "csv", "json"), default="table", help="form of the answer (default: table)"
    )
    query.set_defaults(run=_query)

    validate = commands.add_parser(
        "validate", help="judge a proposed partnership", formatter_class=raw, epilog=_STATUS,
        description="Judge the deeds of a graph (.ttl, .jsonld, .nt, .trig), or a deed of the record.",
    )  # fmt: skip
    validate.add_argument("file", nargs="?", type=Path, help="the graph of the proposal")
    validate.add_argument(
        "--deed",
        help="the deed to judge: its IRI or slug; needed where no file is given, or the file holds several deeds",
    )
    validate.add_argument(
        "--as-of", metavar="DAY", help="the day whose facts are looked at (default: the day of signature, or today)"
    )
    validate.add_argument("--language", choices=LANGUAGES, default=_LANGUAGE, help="language of the text")
    validate.add_argument(
        "--output", choices=("text", "json"), default="text", help="form of the verdict (default: text)"
    )
    validate.set_defaults(run=_validate)

    tag = commands.add_parser(
        "tag", help="name a revision for good", formatter_class=raw,
        description="Give a revision a name, as of a release: ?revision= reads it by that, and it is kept for ever. Without a name, list the tags.",
        epilog="examples:\n  kembar tag release-1.0\n  kembar tag report-2023 --revision 7\n  kembar tag",
    )  # fmt: skip
    tag.add_argument(
        "name",
        nargs="?",
        help="a small letter, then small letters, digits, hyphens and dots; it cannot be moved or taken away",
    )
    tag.add_argument("--revision", type=_positive, metavar="N", help="the number of the revision (default: the newest)")
    tag.set_defaults(run=_tag)

    token = commands.add_parser(
        "token", help="make and revoke tokens", description="Tokens that raise limits for who shows one.", formatter_class=raw,
        epilog="examples:\n  kembar token add university --query-max-ms 60000\n  kembar token list\n  kembar token revoke university",
    )  # fmt: skip
    deeds = token.add_subparsers(required=True, metavar="ACTION")
    add = deeds.add_parser("add", help="make one; prints its secret, once")
    add.add_argument("name", help="who it is for: small letters, digits, hyphens")
    add.add_argument("--query-max-ms", type=_positive, metavar="N", help="deadline of a query, in milliseconds")
    add.add_argument("--result-max-bytes", type=_positive, metavar="N", help="size of an answer")
    add.add_argument("--result-max-rows", type=_positive, metavar="N", help="rows of a table")
    add.set_defaults(run=_add_token)
    deeds.add_parser("list", help="name them with their limits").set_defaults(run=_list_tokens)
    revoke = deeds.add_parser("revoke", help="forget one")
    revoke.add_argument("name")
    revoke.set_defaults(run=_revoke_token)
    return parser


def _settings_help() -> str:
    """Return the variables that matter to every command, with what they mean."""
    return "\n".join(
        textwrap.fill(
            f"{variable(name):<16} {Settings.model_fields[name].description}".replace("`", ""),
            100,
            initial_indent="  ",
            subsequent_indent=" " * 19,
        )
        for name in ("content", "home", "host", "port", "url")
    )


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 on")
    return int(text)


def _serve(settings: Settings, _: argparse.Namespace, __: list[str]) -> int:
    from kembar.cli.serve import serve  # noqa: PLC0415 -- the HTTP stack takes half a second that other commands need not wait

    serve(settings)
    return 0


def _load(settings: Settings, _: argparse.Namespace, __: list[str]) -> int:
    content = Content.at(settings.content)
    questions = Questions(content.files("queries", ".rq")).digest
    service = holder(settings.home)
    if service:
        check_all(content)
        os.kill(service.pid, signal.SIGUSR1)
    until = time.monotonic() + _LOADS_WITHIN_S
    with open_backend(settings) as backend:
        while (health := backend.health())["content"] != content.digest or health["questions"] != questions:
            if not service or time.monotonic() > until:
                raise CannotRun(
                    "A running service has other content and does not load this. See its log, or stop it and start it again."
                )
            time.sleep(0.2)
    print(f"Revision {health['revision']} holds this content: {health['statements']} statements.")
    return 0


def _add_token(settings: Settings, options: argparse.Namespace, __: list[str]) -> int:
    limits = {name: getattr(options, name) for name in ("query_max_ms", "result_max_bytes", "result_max_rows")}
    print(Tokens(settings.home).add(Token(options.name, now(), **limits)))
    print("Keep it: only a hash of it is stored. Send it as the header `Authorization: Bearer …`.", file=sys.stderr)
    return 0


def _list_tokens(settings: Settings, _: argparse.Namespace, __: list[str]) -> int:
    for token in sorted(Tokens(settings.home).all().values(), key=lambda token: token.name):
        print("  ".join(f"{name}={value}" for name, value in vars(token).items() if value is not None))
    return 0


def _revoke_token(settings: Settings, options: argparse.Namespace, __: list[str]) -> int:
    Tokens(settings.home).revoke(options.name)
    return 0


def _tag(settings: Settings, options: argparse.Namespace, __: list[str]) -> int:
    folder = RevisionFolder(settings.home / "revisions")
    if options.name:
        print(f"{options.name} is revision {folder.tag(options.name, options.revision)}.")
    else:
        print("".join(f"{name}  revision {number}\n" for name, number in folder.tags.all().items()), end="")
    return 0


def _check(settings: Settings, options: argparse.Namespace, __: list[str]) -> int:
    content = Content.at(options.folder or settings.content)
    try:
        checked, _ = check_all(content)
        Questions(content.files("queries", ".rq"))
        Collections(content.files("queries/collections", ".toml"), content.context)
        Rules.of(content)
    except ContentError as error:
        print("\n".join(fault.text(options.language) for fault in error.faults))
        return SOMETHING_TO_MEND
    statements = sum(len(file.triples) for file in checked.files)
    clean = messages.text("content.clean", files=len(checked.files), statements=statements)
    print(clean[options.language])
    return 0


def _query(settings: Settings, options: argparse.Namespace, rest: list[str]) -> int:
    with open_backend(settings) as backend:
        if options.question == "-" or options.question.endswith(".rq"):
            if rest:
                raise CannotRun(f"A SPARQL file takes no parameters: {' '.join(rest)}.")
            sys.stdout.buffer.write(backend.query(_read(options.question).decode(), options.output))
            return 0
        return _ask(backend, options, _parameters(rest))


def _ask(backend: Backend, options: argparse.Namespace, parameters: dict[str, str]) -> int:
    table = backend.ask(options.question, parameters)
    if options.output == "json":
        print(json.dumps(table.to_json(), ensure_ascii=False, indent=2))
    else:
        print(table.to_csv() if options.output == "csv" else table_text(table), end="")
    return 0


def _parameters(rest: list[str]) -> dict[str, str]:
    """``--since 2017-01-01`` or ``--since=2017-01-01`` to names and values."""
    words = [
        part for word in rest for part in (word.split("=", 1) if word.startswith("--") and "=" in word else [word])
    ]
    if len(words) % 2 or any(not name.startswith("--") for name in words[::2]):
        raise CannotRun(f"Parameters are given as --name value; this is not: {' '.join(rest)}.")
    return {name.removeprefix("--"): value for name, value in zip(words[::2], words[1::2], strict=True)}


def _validate(settings: Settings, options: argparse.Namespace, __: list[str]) -> int:
    deed = options.deed if options.deed is None or ":" in options.deed else f"{ID}deed/{options.deed}"
    if options.file is None:
        if deed is None:
            raise CannotRun("Give the file of a proposal, or --deed with a deed of the record.")
        data, format_name = f"<{deed}> a <https://w3id.org/kembar/ontology#Deed> .".encode(), "turtle"
    else:
        format_name = _SUFFIXES.get(options.file.suffix, "")
        if not format_name:
            raise CannotRun(f"{options.file}: the suffix says what it is: {', '.join(_SUFFIXES)}.")
        data = _read(str(options.file))
    with open_backend(settings) as backend:
        verdict: dict[str, Any] = backend.validate(data, format_name, deed, options.as_of)
    print(
        json.dumps(verdict, ensure_ascii=False, indent=2)
        if options.output == "json"
        else verdict_text(verdict, options.language)
    )
    return EXIT_BY_OVERALL[verdict["overall"]]


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise CannotRun(f"{name}: {error.strerror}.") from error
