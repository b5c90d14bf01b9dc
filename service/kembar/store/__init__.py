"""The store: revisions on disk, SPARQL queries over them, and hints for the writers of queries."""
