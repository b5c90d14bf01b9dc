"""The command ``kembar serve``."""

import ctypes
import gc
import logging
import signal
import socket
import time

import uvicorn

from kembar import messages
from kembar.application import Kembar
from kembar.cli.files import allow_files
from kembar.cli.progress import progress
from kembar.errors import CannotRun, variable
from kembar.files import Content
from kembar.http.app import create_app
from kembar.http.protocol import ConnectionLimits, protocol_with
from kembar.http.server import Server
from kembar.messages import LANGUAGE
from kembar.pool.walls import require_walls
from kembar.settings import Settings
from kembar.store.revisions import Revisions
from kembar.store.tags import Tags
from kembar.tokens import Tokens

__all__ = ["serve"]

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8
"""Constants of glibc's malloc.h. A threshold that is set explicitly does not grow as blocks are freed."""


def serve(settings: Settings) -> None:
    """Load the content and serve it until a signal ends the process.

    Raises:
        StoreInUse: Another process holds the store.
        ContentError: The content has faults.
        CannotRun: The port cannot be opened, a file of the home folder is broken, or no wall stands between worker
            processes and the network.
    """
    started_at = time.monotonic()
    require_walls(settings.allow_unsandboxed)
    listening = _bound(settings)
    Tokens(settings.home).all()
    Tags(settings.home).all()
    allow_files()
    _return_large_blocks()
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)  # the application handles it once it runs: it loads the content again
    logging.basicConfig(format="%(message)s")
    # The format has no thread or process, and looking them up takes time.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging.getLogger("kembar").setLevel(logging.INFO)
    with Revisions(settings.home, settings.revisions_kept) as revisions:

        def load() -> Kembar:
            kembar = Kembar(Content.at(settings.content), revisions, settings)
            # The content is permanent; each garbage collection of it would delay requests by a tenth of a second.
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            return kembar

        with progress(messages.text("progress.loading")[LANGUAGE]):
            kembar = load()
        listening.listen()
        url = f"http://{settings.host}:{listening.getsockname()[1]}"
        revisions.announce(url)
        duration_s = time.monotonic() - started_at
        print(f"Kembar serves revision {kembar.revision.number} on {url} (ready after {duration_s:.1f} s)", flush=True)
        config = uvicorn.Config(
            create_app(kembar, settings, load),
            http=protocol_with(settings.limits(ConnectionLimits)),
            log_level="warning",
            access_log=False,
            ws="none",
            forwarded_allow_ips=list(settings.trusted_proxies),
        )
        Server(config).run(sockets=[listening])


def _bound(settings: Settings) -> socket.socket:
    """Return a socket with the address of the service, which nobody can reach before it listens."""
    listening = socket.socket()
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((settings.host, settings.port))
    except OSError as error:
        listening.close()
        raise CannotRun(
            f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}. "
            f"Set {variable('host')} to an address of this machine and {variable('port')} to a free port."
        ) from error
    return listening


def _return_large_blocks() -> None:
    """Let the C library map blocks of a megabyte and more separately.

    The memory of a large answer then returns to the system when it is freed, and does not fragment the heap.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # only glibc has it
    if mallopt:
        mallopt(_M_MMAP_THRESHOLD, 1_000_000)
        mallopt(_M_ARENA_MAX, 2)  # threads that hash and compress answers would each keep memory of their own
