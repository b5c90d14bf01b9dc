"""RDF: names, terms, formats, parsing, dates and SHACL, without a store, HTTP or the law."""
