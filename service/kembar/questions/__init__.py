"""Canned questions: their parameters, their tables and their description."""
