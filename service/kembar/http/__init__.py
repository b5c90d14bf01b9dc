"""HTTP: routes, middleware, content negotiation and problem details. Nothing here works on RDF terms."""
