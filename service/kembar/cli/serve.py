"""``kembar serve``: the service as a process."""

import ctypes
import gc
import logging
import signal
import socket
import time

import uvicorn

from kembar.application import Kembar
from kembar.errors import CannotRun, variable
from kembar.files import Content
from kembar.http.app import create_app
from kembar.http.protocol import Protocol
from kembar.settings import Settings
from kembar.store.revisions import Revisions

__all__ = ["serve"]

_M_MMAP_THRESHOLD = -3
"""As malloc.h of glibc has it; set, it no longer grows with the blocks that are freed."""


def serve(settings: Settings) -> None:
    """Load the content and answer until a signal ends it. Raises :class:`StoreInUse`, :class:`ContentError` and :class:`CannotRun`."""
    begun = time.monotonic()
    _give_back_large_blocks()
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)  # until the application is there, which then loads again
    logging.basicConfig(format="%(message)s")
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = (
        False  # no line says them, and finding them takes time
    )
    logging.getLogger("kembar").setLevel(logging.INFO)
    with Revisions(settings.home, settings.revisions_kept) as revisions:

        def load() -> Kembar:
            kembar = Kembar(Content.at(settings.content), revisions, settings)
            # What is loaded stays: looking through it for garbage would hold up every request for a tenth of a second, again and again.
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            return kembar

        kembar = load()
        try:
            listening = socket.create_server((settings.host, settings.port))
        except OSError as error:
            raise CannotRun(
                f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}. "
                f"Set {variable('port')} to a free port."
            ) from error
        url = f"http://{settings.host}:{listening.getsockname()[1]}"
        revisions.announce(url)
        print(
            f"Kembar serves revision {kembar.revision.number} on {url} (ready after {time.monotonic() - begun:.1f} s)",
            flush=True,
        )
        config = uvicorn.Config(
            create_app(kembar, settings, load), http=Protocol, log_level="warning", access_log=False, ws="none"
        )
        uvicorn.Server(config).run(sockets=[listening])


def _give_back_large_blocks() -> None:
    """Let the C library map blocks of a megabyte and more by themselves: what an answer took goes back to the system, and no hole stays in the heap."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # glibc has it
    if mallopt:
        mallopt(_M_MMAP_THRESHOLD, 1_000_000)
