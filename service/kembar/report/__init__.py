"""Verdicts as text for people, in Indonesian and English."""
