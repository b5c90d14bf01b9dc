"""Benchmarks, and the generator of the graphs that they run over. ``python -m bench`` runs all of them."""
