"""JSON contracts of requests and answers."""
