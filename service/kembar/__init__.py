"""Kembar: knowledge graph and query service for the foreign cooperation of Indonesian regional governments."""

from importlib.metadata import PackageNotFoundError, version

__all__ = ["__version__"]

try:
    __version__ = version("kembar")
except PackageNotFoundError:  # a source tree that is not installed
    __version__ = "0+unknown"
