"""Settings: variables, defaults, bounds and reasons. Limits, errors, help and docs/operating.md derive from them."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from kembar.errors import SETTING_PREFIX, CannotRun, Limits, variable

__all__ = ["Settings", "WorkLimits"]

_Group = TypeVar("_Group", bound=Limits)
_SHOWN_CHARACTERS = 40
_REASONS = {
    "bool_": "must be true or false, not {input!r}",
    "int_": "must be a whole number, not {input!r}",
    "greater_than_equal": "must be at least {ge}, not {input!r}",
    "less_than_equal": "must be at most {le}, not {input!r}",
    "value_error": "{error}",
}
"""Messages for invalid values, by the type of pydantic's error or a prefix of it."""
_REMOVED = {
    "services_allowed": "no query may call another machine any more. Unset it, query each endpoint separately, and "
    "join the answers",
}
"""Settings that there were, with what to do instead."""
_OF_TESTS = ("conformance", "soak_seconds", "tests_home")
"""Variables that the tests read, which are no settings."""


def _home() -> Path:
    """Return the folder of Kembar in the data directory of the user (XDG Base Directory Specification)."""
    data = os.environ.get("XDG_DATA_HOME")
    return _absolute((Path(data) if data else Path.home() / ".local" / "share") / "kembar")


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()


def _networks(text: object) -> object:
    """Return the addresses and networks in a text. Raise :class:`ValueError` for any other word."""
    if not isinstance(text, str):
        return text
    if text == "none":
        return ()
    for name in text.split():
        try:
            ip_network(name)
        except ValueError:
            raise ValueError(
                f"holds addresses and networks, such as 127.0.0.1 or 10.0.0.0/8, or is none; {name!r} is neither"
            ) from None
    return tuple(text.split())


def _number(default: int, description: str, minimum: int = 1, maximum: int | None = None) -> Any:
    """Return the field of a whole number within bounds."""
    return Field(default=default, ge=minimum, le=maximum, description=description)


Folder = Annotated[Path, AfterValidator(_absolute)]
Networks = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_networks)]


@dataclass(frozen=True)
class WorkLimits(Limits):
    """Limits of one kind of work; all except the last two are settings named ``{kind}_…``.

    Attributes:
        kind: The kind of work.
        workers: The number of processes.
        max_ms: The deadline of a task.
        max_memory_bytes: The memory of a process beyond what it has at rest.
        max_waiting: The number of tasks that run or wait.
        max_waiting_per_client: The number of tasks of one client that run or wait.
        long_ms: The processor time after which a task is long: it is paused while other clients have short ones.
        unsandboxed: Whether the processes may work though the system lets them call out.
    """

    kind: str
    workers: int
    max_ms: int
    max_memory_bytes: int
    max_waiting: int
    max_waiting_per_client: int
    long_ms: int
    unsandboxed: bool

    @property
    def prefix(self) -> str:
        """The prefix of the names of the settings."""
        return f"{self.kind}_"


class Settings(BaseSettings):
    """All settings. Each description has the meaning of a setting and the reason for its default."""

    model_config = SettingsConfigDict(env_prefix=SETTING_PREFIX, env_ignore_empty=True, frozen=True)

    content: Folder | None = Field(
        default=None,
        description="A folder with ontology, data, shapes and queries of your own; default is the content of "
        "this installation.",
    )
    home: Folder = Field(
        default_factory=_home,
        description="The folder of the store and its revisions; default is `kembar` in the user's data "
        "directory (`~/.local/share`).",
    )
    host: str = Field(default="127.0.0.1", description="The address to listen on; the default is this machine only.")
    port: int = _number(8_000, "The port to listen on; 0 takes a free one.", minimum=0, maximum=65_535)
    url: str | None = Field(
        default=None,
        description="A running service that `kembar query`, `validate`, `checklist` and `test` ask "
        "instead of the store.",
    )
    head_max_bytes: int = _number(
        32_000,
        "The largest head of a request: its address and header fields; a larger one is refused (431). Browsers send "
        "some 1 kB, and a long query can be posted.",
    )
    head_max_ms: int = _number(
        10_000,
        "Time for the head of a request to arrive; a slower connection is closed (408). A head is a packet or two.",
    )
    request_max_bytes: int = _number(
        2_000_000,
        "The largest request body; a larger one is refused (413). A proposal with its evidence has some 10 kB, so "
        "there is room for two hundred.",
    )
    request_max_ms: int = _number(
        30_000,
        "Time for a request body to arrive; a slower one is refused (408). 2 MB in this time is a line of half a "
        "megabit a second.",
    )
    graph_max_statements: int = _number(
        2_000,
        "Statements of a graph to validate; more are refused (413). A complete proposal has about a hundred.",
    )
    graph_max_bytes: int = _number(
        4_000_000,
        "Size of a graph to validate, written out in full; a larger one is refused (413). Prefixes and JSON-LD "
        "contexts can unfold a small body to gigabytes.",
    )
    verdict_workers: int = _number(
        2,
        "Processes that judge, of some 100 MB each. With two, one long verdict does not stop the others.",
    )
    verdict_max_ms: int = _number(
        20_000,
        "Deadline of a verdict or matrix; its process is killed then, and the answer is 503. A verdict takes a "
        "tenth of a second, the longest matrix five seconds.",
    )
    verdict_max_memory_bytes: int = _number(
        1_000_000_000,
        "Memory of a process that judges beyond what it has at rest; past it the process ends, and the answer is "
        "503. JSON-LD of 2 MB can unfold to 70 GB.",
    )
    verdict_max_waiting: int = _number(
        32,
        "Verdicts that run or wait; more get 503 with `Retry-After`, so that no client waits indefinitely.",
    )
    verdict_max_waiting_per_client: int = _number(12, "Verdicts of one address that run or wait.")
    law_checked_max_days: int = _number(
        365,
        "Days after which a provision or a diplomatic relation is due for a new check against its text. It is then "
        "named, and no outcome changes. A year, so that all are read again before each yearly evaluation.",
    )
    query_workers: int = _number(
        4,
        "Processes that answer requests which read the graph; one client occupies half of them at most. A quarter is "
        "kept for short requests: if long ones hold the rest, there are up to twice as many processes for a while.",
    )
    query_max_ms: int = _number(
        10_000,
        "Deadline of a query; the answer is 503 then, and a client can ask for less by `timeout_ms=`. The questions "
        "that ship take less than half a second.",
    )
    query_max_memory_bytes: int = _number(
        2_000_000_000,
        "Memory of a process that reads beyond what it has at rest. A sort of a million rows takes some 500 MB.",
    )
    query_max_waiting: int = _number(64, "Queries that run or wait; more get 503 with `Retry-After`.")
    query_max_waiting_per_client: int = _number(
        24,
        "Queries of one address that run or wait, so that one client cannot shut out the others.",
    )
    result_max_bytes: int = _number(
        50_000_000,
        "Size of an answer, which is built in memory before it is sent; a larger one is refused (422), never cut.",
    )
    result_max_rows: int = _number(
        1_000_000,
        "Rows of a table; more are refused (422), never cut. A spreadsheet holds as many.",
    )
    unread_max_ms: int = _number(
        30_000,
        "Time in which a client takes the next 256 kB of an answer or dump; a slower connection is closed. That is a "
        "line of 70 kilobits a second.",
    )
    unread_max_bytes: int = _number(
        500_000_000,
        "Size of all answers of more than 256 kB that clients have not taken yet; past it, connections are closed, "
        "first that of the client with most of it that has stood still for longest.",
    )
    dump_max_bytes: int = _number(
        10_000_000_000,
        "Size of a dump, a file that is written once per revision beside the store; a larger one is refused (422). "
        "Ten million statements take some 2 GB as N-Quads.",
    )
    page_max_items: int = _number(
        1_000,
        "Items of a page of a collection or search (`limit=`); more are refused (422). CSV and the dumps have all "
        "items at once.",
    )
    trusted_proxies: Networks = Field(
        default=("127.0.0.1", "::1"),
        description="Addresses and networks of proxies, separated by spaces, or `none`. Only from these, "
        "`X-Forwarded-For` names the client and `X-Forwarded-Proto` the scheme; from anyone else they are ignored, "
        "because a client can invent them.",
    )
    allow_unsandboxed: bool = Field(
        default=False,
        description="Start even if the system neither lets worker processes leave the network nor filters their system "
        "calls (`/health` names the `walls` that stand). Then only the refusal of SERVICE keeps a query from calling "
        "other machines.",
    )
    revisions_kept: int = _number(
        50,
        "The newest revisions that are kept for `?revision=`, of some 40 MB each, beside those with a tag; older ones "
        "are 410, which names the nearest.",
    )
    cache_max_bytes: int = _number(
        100_000_000,
        "Size of the cache of answers; 0 disables it.",
        minimum=0,
    )

    @property
    def verdict_limits(self) -> WorkLimits:
        """The limits of the processes that judge."""
        # A verdict takes half a second on a busy machine.
        return self._work_limits("verdict", long_ms=500)

    @property
    def query_limits(self) -> WorkLimits:
        """The limits of the processes that read."""
        return self._work_limits("query", long_ms=100)

    def limits(self, group: type[_Group]) -> _Group:
        """Return the values of a group of limits, whose fields have the names of settings."""
        return group(**{field.name: getattr(self, field.name) for field in fields(group)})

    def _work_limits(self, kind: str, long_ms: int) -> WorkLimits:
        names = ("workers", "max_ms", "max_memory_bytes", "max_waiting", "max_waiting_per_client")
        values = {name: getattr(self, f"{kind}_{name}") for name in names}
        return WorkLimits(kind, **values, long_ms=long_ms, unsandboxed=self.allow_unsandboxed)

    @classmethod
    def from_environment(cls) -> Self:
        """Return the settings of the environment.

        Raises:
            CannotRun: A variable is unknown, or has an invalid value. A misspelt limit would not limit anything.
        """
        faults = list(cls._unknown_variables())
        try:
            settings = cls()
        except ValidationError as error:
            faults += map(_reason, error.errors())
        if faults:
            raise CannotRun(" ".join(faults))
        return settings

    @classmethod
    def _unknown_variables(cls) -> Iterator[str]:
        known = [variable(name) for name in cls.model_fields]
        removed = {variable(name): instead for name, instead in _REMOVED.items()}
        for name in sorted(name for name in os.environ if name.startswith(SETTING_PREFIX) and os.environ[name]):
            if name in removed:
                yield f"{name} was removed: {removed[name]}."
            elif name not in (*known, *map(variable, _OF_TESTS)):
                nearest = get_close_matches(name, known, n=1, cutoff=0)[0]
                yield f"{name} is not a setting of Kembar; the nearest is {nearest}. Correct or unset it."


def _reason(error: Mapping[str, Any]) -> str:
    """Return the message for an invalid value, as one sentence."""
    default = "cannot be {input!r}"
    template = next((text for kind, text in _REASONS.items() if error["type"].startswith(kind)), default)

    shown = str(error["input"])[:_SHOWN_CHARACTERS]
    return f"{variable(str(error['loc'][0]))} {template.format(input=shown, **error.get('ctx', {}))}."
