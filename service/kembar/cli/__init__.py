"""The ``kembar`` command."""

from kembar.cli.main import main

__all__ = ["main"]
