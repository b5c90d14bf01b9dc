"""SPARQL endpoints to measure, each in its own process over the same statements, on a free local port."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

__all__ = ["PEERS", "Peer", "kembar", "missing", "version", "virtuoso"]

_VENV = Path(__file__).parents[1] / ".venv-bench" / "bin"
_STARTS_WITHIN_S = 600
"""rdflib takes a minute or two to read a million statements."""


@dataclass(frozen=True)
class Peer:
    """An endpoint to measure.

    Attributes:
        name: Its name in the results.
        program: The program that it needs.
        install: A command that installs the program.
        run: Runs it over an N-Quads file, with a folder of its own, and yields its address.
        version: A command that prints its version.
    """

    name: str
    program: str
    install: str
    run: Callable[[Path, Path], AbstractContextManager[str]]
    version: Sequence[str]


def version(peer: Peer) -> str:
    """Return the installed version."""
    output = subprocess.run(peer.version, capture_output=True, text=True, check=False)
    match = re.search(r"\d+(\.\d+)+", output.stdout + output.stderr)
    return match[0] if match else "?"


def missing() -> list[Peer]:
    """Return the peers that are not installed."""
    return [peer for peer in PEERS if not shutil.which(peer.program)]


@contextmanager
def kembar(home: Path, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """Yield the address of Kembar over a home, with default or other settings."""
    port = _free_port()
    environment = {**(settings or {}), "KEMBAR_HOME": str(home), "KEMBAR_PORT": str(port)}
    with _process([sys.executable, "-m", "kembar", "serve"], home, environment):
        url = f"http://127.0.0.1:{port}"
        _await(f"{url}/health")
        yield f"{url}/sparql"


@contextmanager
def _oxigraph(quads: Path, folder: Path) -> Iterator[str]:
    program, port = str(_VENV / "oxigraph"), _free_port()
    store = ["--location", str(folder / "store")]
    subprocess.run([program, "load", *store, "--file", str(quads)], check=True, capture_output=True)
    subprocess.run([program, "optimize", *store], check=True, capture_output=True)
    with _process([program, "serve-read-only", *store, "--union-default-graph", "--bind", f"127.0.0.1:{port}"], folder):
        _await(f"http://127.0.0.1:{port}/")
        yield f"http://127.0.0.1:{port}/query"


@contextmanager
def _rdflib(quads: Path, folder: Path) -> Iterator[str]:
    port = _free_port()
    with _process(
        [str(_VENV / "rdflib-endpoint"), "serve", str(quads), "--host", "127.0.0.1", "--port", str(port)], folder
    ):
        _await(f"http://127.0.0.1:{port}/")
        yield f"http://127.0.0.1:{port}/"


_VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 40
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
DirsAllowed = {data}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 20
MaxClientConnections = 40
[SPARQL]
ResultSetMaxRows = 1000000
"""
"""The configuration, with the buffers that the manual advises for 2 GB."""


@contextmanager
def virtuoso(quads: Path, folder: Path, *, texts: bool = False) -> Iterator[str]:
    """Yield the address of Virtuoso; ``texts`` adds the full-text index that ``bif:contains`` needs."""
    sql, http = _free_port(), _free_port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(sql=sql, http=http, data=quads.parent))
    with _process(["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"], folder):
        _await(f"http://127.0.0.1:{http}/sparql?query=ASK%20%7B%7D")
        index = "DB.DBA.RDF_OBJ_FT_RULE_ADD(null, null, 'All'); DB.DBA.VT_INC_INDEX_DB_DBA_RDF_OBJ();" if texts else ""
        load = f"ld_dir('{quads.parent}', '{quads.name}', 'urn:none'); rdf_loader_run(); {index} checkpoint;"
        subprocess.run(["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"exec={load}"], check=True, capture_output=True)
        yield f"http://127.0.0.1:{http}/sparql"


@contextmanager
def _process(command: Sequence[str], folder: Path, environment: dict[str, str] | None = None) -> Iterator[None]:
    """Run a process in ``folder``, which gets its log, until the context ends."""
    with (folder / "process.log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=os.environ | (environment or {}), stdout=log, stderr=log)
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await(url: str) -> None:
    deadline = time.monotonic() + _STARTS_WITHIN_S
    while True:
        try:
            with urlopen(url, timeout=10):
                return
        except (URLError, ConnectionError, TimeoutError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


_RDFLIB_ENDPOINT_VERSION = "from importlib.metadata import version; print(version('rdflib-endpoint'))"
PEERS = (
    Peer(
        "rdflib-endpoint",
        str(_VENV / "rdflib-endpoint"),
        "make bench",
        _rdflib,
        (str(_VENV / "python"), "-c", _RDFLIB_ENDPOINT_VERSION),
    ),
    Peer("Oxigraph server", str(_VENV / "oxigraph"), "make bench", _oxigraph, (str(_VENV / "oxigraph"), "--version")),
    Peer("Virtuoso", "virtuoso-t", "apt install virtuoso-opensource-7-bin", virtuoso, ("virtuoso-t", "-?")),
)
