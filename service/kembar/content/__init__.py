"""Content files: reading, checking and deriving, up to a new revision."""
