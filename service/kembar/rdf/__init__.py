"""RDF: names, terms, formats, parsing, dates and SHACL. Nothing here knows a store, HTTP or the law."""
