"""Benchmarks and the generator of their graphs; ``python -m bench`` runs all benchmarks."""
