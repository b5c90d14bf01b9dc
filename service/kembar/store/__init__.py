"""The store: revisions on disk, queries over them, and what a person who writes a query is told."""
