"""The graph: reading RDF, checking content, keeping revisions, running queries. Knows no HTTP."""
