"""Parser of the command line, with its help."""

import argparse
import textwrap
from pathlib import Path

from kembar import __version__
from kembar.cli import commands, lists
from kembar.errors import variable
from kembar.law.drafts import Draft
from kembar.messages import LANGUAGE, LANGUAGES
from kembar.settings import Settings

__all__ = ["create_parser"]

_EXAMPLES = """\
examples:
  kembar serve                                             start the service
  kembar query inactive-partners --since 2017-01-01        ask a canned question
  kembar query question.rq --output csv                    run a SPARQL file
  kembar validate proposal.ttl                             judge a proposed partnership
  kembar validate --deed rotterdam-mou-1986                judge a deed of the record
  kembar checklist --country jp                            list the documents that a partnership needs
  kembar test cases.xlsx                                   judge the cases of a sheet
  kembar import list partners.xlsx --dry-run               say what an import of a list would take
"""
_QUERY_EXAMPLES = """\
examples:
  kembar query
  kembar query inactive-partners --help
  kembar query inactive-partners --since 2017-01-01 --contacts include
  kembar query inactive-partners --output csv > inactive.csv
  echo 'SELECT * WHERE { ?s ?p ?o } LIMIT 3' | kembar query -
"""
_CHECK_STATUS = """\
exit status:
  0  no faults      1  faults      2  could not run

examples:
  kembar check
  kembar check my/content --language id
  kembar check data/partners-2026.ttl
"""
_STATUS = """\
exit status:
  0  lawful              1  not lawful
  3  arguable, not yet shown, or outside the scope
  2  could not run (the file does not parse, the store is held, ...)

examples:
  kembar validate proposal.ttl
  kembar validate proposal.jsonld --as-of 2024-01-01 --language id
  kembar validate --deed shanghai-mou-2020 --output json
  kembar validate proposal.ttl --assume uu-2-2024-49-5@2026-06-01
"""
_CHECKLIST_STATUS = """\
exit status:
  0  the list was made      2  could not run

examples:
  kembar checklist --country jp
  kembar checklist --country jp --kind ksdll --paper letter --region jakarta
  kembar checklist proposal.ttl --language id --output csv > daftar.csv
"""
_TEST_STATUS = """\
exit status:
  0  all cases pass      1  some fail
  2  could not run (a fault in the sheet, the store is held, ...)

examples:
  kembar test cases.xlsx
  kembar test cases.csv --language id
"""
_IMPORT_STATUS = """\
exit status:
  0  every row is taken      3  every row is taken, some with gaps      1  a row is refused
  2  could not run (an unknown heading, a missing column, ...)

examples:
  kembar import list partners.csv --dry-run
  kembar import list list-2010.csv --map "mitra=pihak_mitra" --map "tahap (seperti tercetak)=status_tercetak" \\
      --set pihak_indonesia="Kota Surabaya" --set sumber="Laporan 2010" --output data/list-surabaya-2010.ttl
"""
_EXPORT_EXAMPLES = """\
examples:
  kembar export list > partners.csv
  kembar export list --region jakarta --output jakarta.csv
"""


def create_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line; ``run`` in its result is the function of the command."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="kembar",
        description="Foreign cooperation of Indonesian regional governments, as linked data.",
        epilog=f"{_EXAMPLES}\nsettings (environment):\n{_settings_help()}",
        formatter_class=raw,
    )
    parser.add_argument("--version", action="version", version=f"kembar {__version__}")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    serve = subparsers.add_parser(
        "serve",
        help="start the service",
        description="Load the content and serve it over HTTP.",
        epilog="example:\n  kembar serve --port 8080",
        formatter_class=raw,
    )
    serve.add_argument("--host", help=f"the address to listen on ({variable('host')})")
    serve.add_argument("--port", help=f"the port to listen on ({variable('port')})")
    serve.set_defaults(run=commands.serve)

    load = subparsers.add_parser(
        "load",
        help="load the content into the store",
        description="Check the content and store it as a new revision if it changed. "
        "A running service of this home switches to it.",
        epilog="example:\n  kembar load",
        formatter_class=raw,
    )
    load.set_defaults(run=commands.load)

    check = subparsers.add_parser(
        "check",
        help="check the content",
        formatter_class=raw,
        description="Check the content as a start does, and list all faults: file, line, thing, what to do. "
        "Nothing is stored.",
        epilog=_CHECK_STATUS,
    )
    check.add_argument(
        "path",
        nargs="?",
        type=Path,
        help="a folder with ontology, data, shapes and queries, or a Turtle file, of which alone the faults are listed "
        f"(default: {variable('content')}, or the shipped content)",
    )
    check.add_argument("--language", choices=LANGUAGES, default=LANGUAGE, help="language of the text")
    check.set_defaults(run=commands.check)

    _add_query(subparsers)

    validate = subparsers.add_parser(
        "validate", help="judge a proposed partnership", formatter_class=raw, epilog=_STATUS,
        description="Judge the deeds of a graph (.ttl, .jsonld, .nt, .trig), or a deed of the record.",
    )  # fmt: skip
    _add_proposal(validate)
    validate.add_argument(
        "--depth",
        type=int,
        choices=(1, 2, 3),
        default=2,
        help="how much the text says: 1 the answer, 2 also what to do, 3 everything (default: 2)",
    )
    validate.add_argument(
        "--output", choices=("text", "json"), default="text", help="format of the verdict (default: text)"
    )
    validate.set_defaults(run=commands.validate)

    checklist = subparsers.add_parser(
        "checklist", help="list the documents that a partnership needs", formatter_class=raw, epilog=_CHECKLIST_STATUS,
        description="List the requirements and documents of a proposal, of a deed of the record, or of a partnership "
        "with a country that nobody proposed yet, in the order of the procedure.",
    )  # fmt: skip
    _add_proposal(checklist)
    checklist.add_argument("--country", help="without a proposal: the country of the partner, by its code or name")
    checklist.add_argument(
        "--kind",
        choices=("ksdpl", "ksdll"),
        default=Draft.kind,
        help="with --country: with a regional government (ksdpl) or an institution (ksdll) (default: ksdpl)",
    )
    checklist.add_argument(
        "--paper",
        choices=("deed", "letter"),
        default=Draft.paper,
        help="with --country: a deed or a letter of intent (default: deed)",
    )
    checklist.add_argument(
        "--region", help="with --country: the Indonesian region, such as jakarta; its own rules are listed only with it"
    )
    checklist.add_argument(
        "--output", choices=("text", "json", "csv"), default="text", help="format of the list (default: text)"
    )
    checklist.set_defaults(run=commands.checklist)

    test = subparsers.add_parser(
        "test", help="judge the cases of a sheet", formatter_class=raw, epilog=_TEST_STATUS,
        description="Judge the cases of a sheet (.csv, .xlsx), a case a row, and compare the outcomes with those that "
        "the sheet expects.",
    )  # fmt: skip
    test.add_argument("file", type=Path, help="the sheet; docs/jurists.md describes its columns")
    test.add_argument("--language", choices=LANGUAGES, default=LANGUAGE, help="language of the text")
    test.set_defaults(run=commands.test)

    _add_lists(subparsers)

    _add_tag(subparsers)

    token = subparsers.add_parser(
        "token", help="create and revoke tokens", description="Manage the tokens that raise limits for their holders.",
        formatter_class=raw,
        epilog="examples:\n  kembar token add university --query-max-ms 60000\n  kembar token list\n"
        "  kembar token revoke university",
    )  # fmt: skip
    actions = token.add_subparsers(required=True, metavar="ACTION")
    add = actions.add_parser("add", help="create a token and print its secret, which cannot be shown again")
    add.add_argument("name", help="the name of the holder: small letters, digits, hyphens")
    add.add_argument("--query-max-ms", type=_positive, metavar="N", help="deadline of a query, in milliseconds")
    add.add_argument("--result-max-bytes", type=_positive, metavar="N", help="size of an answer")
    add.add_argument("--result-max-rows", type=_positive, metavar="N", help="rows of a table")
    add.set_defaults(run=commands.add_token)
    actions.add_parser("list", help="list the tokens with their limits").set_defaults(run=commands.list_tokens)
    revoke = actions.add_parser("revoke", help="revoke a token")
    revoke.add_argument("name", help="the name of the holder")
    revoke.set_defaults(run=commands.revoke_token)
    return parser


def _add_tag(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command that names a revision."""
    raw = argparse.RawDescriptionHelpFormatter
    tag = subparsers.add_parser(
        "tag", help="name a revision permanently", formatter_class=raw,
        description="Give a revision a name, such as that of a release. ?revision= accepts the name, and the revision "
        "is never deleted. Without a name, list the tags.",
        epilog="examples:\n  kembar tag release-1.0\n  kembar tag report-2023 --revision 7\n  kembar tag",
    )  # fmt: skip
    tag.add_argument(
        "name",
        nargs="?",
        help="a small letter, then small letters, digits, hyphens and dots; it cannot be moved or removed",
    )
    tag.add_argument("--revision", type=_positive, metavar="N", help="the number of the revision (default: the newest)")
    tag.set_defaults(run=commands.tag)


def _add_query(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    query = subparsers.add_parser(
        "query", help="ask a canned question or run SPARQL", add_help=False, allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Ask a canned question by its name, with its parameters, or run a SPARQL file "
        "(- reads standard input). Without a name the questions are listed; NAME --help explains one.",
        epilog=_QUERY_EXAMPLES,
    )  # fmt: skip
    query.add_argument("question", nargs="?", help="the name of a question, a .rq file, or -")
    query.add_argument("-h", "--help", action="store_true", help="show this help, or that of the question")
    query.add_argument("--language", choices=LANGUAGES, default=LANGUAGE, help="language of the text")
    query.add_argument(
        "--output", choices=("table", "csv", "json"), default="table", help="format of the answer (default: table)"
    )
    query.set_defaults(run=commands.query, print_help=query.print_help)


def _add_proposal(command: argparse.ArgumentParser) -> None:
    """Add the arguments that name a deed, and the law and facts by which it is judged."""
    command.add_argument("file", nargs="?", type=Path, help="the graph of the proposal")
    command.add_argument(
        "--deed",
        help="the deed to judge: its IRI or slug; required without a file, or if the file holds several deeds",
    )
    command.add_argument(
        "--as-of", metavar="DAY", help="the day whose facts are considered (default: the day of signature, or today)"
    )
    command.add_argument(
        "--assume",
        metavar="PROVISION@DATE",
        action="append",
        default=[],
        help="take a provision to be in force from a day, for trial; may be repeated",
    )
    command.add_argument("--language", choices=LANGUAGES, default=LANGUAGE, help="language of the text")


def _add_lists(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands that read and write lists."""
    raw = argparse.RawDescriptionHelpFormatter
    imports = subparsers.add_parser(
        "import", help="take in a list of partners", description="Take in what offices keep."
    )
    taken = imports.add_subparsers(required=True, metavar="WHAT").add_parser(
        "list", help="take in a list of partners", formatter_class=raw, epilog=_IMPORT_STATUS,
        description="Write a list of partners (.csv, .xlsx) as Turtle for the content, and say row by row what was "
        "taken. A blank cell means: not stated.",
    )  # fmt: skip
    taken.add_argument("file", type=Path, help="the list; docs/editing.md describes its columns")
    taken.add_argument(
        "--map", action="append", default=[], metavar="HEADING=COLUMN",
        help="the column of the template that a heading stands for; without a column the heading is left out",
    )  # fmt: skip
    taken.add_argument(
        "--set", action="append", default=[], metavar="COLUMN=VALUE", help="what all rows say that leave a column blank"
    )
    taken.add_argument("--output", type=Path, metavar="FILE", help="the Turtle file (default: standard output)")
    taken.add_argument("--dry-run", action="store_true", help="only say what would be taken")
    taken.add_argument("--language", choices=LANGUAGES, default=LANGUAGE, help="language of the text")
    taken.set_defaults(run=lists.import_list)

    exports = subparsers.add_parser(
        "export", help="write the ties as a list", description="Write the record for offices."
    )
    written = exports.add_subparsers(required=True, metavar="WHAT").add_parser(
        "list", help="write the ties as a list", formatter_class=raw, epilog=_EXPORT_EXAMPLES,
        description="Write the ties of the record as CSV, with the headings that an import takes.",
    )  # fmt: skip
    written.add_argument("--region", metavar="SLUG", help="only the ties of this local government")
    written.add_argument("--output", type=Path, metavar="FILE", help="the CSV file (default: standard output)")
    written.set_defaults(run=lists.export_list)


def _settings_help() -> str:
    """Return the variables that every command reads, with their descriptions."""
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
    """Return a positive number. Raise :class:`argparse.ArgumentTypeError` for any other text."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least 1")
    return int(text)
