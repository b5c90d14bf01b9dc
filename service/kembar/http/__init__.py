"""HTTP: media types, limits, resources, problem details. Knows no RDF terms; all that it answers comes from :class:`kembar.application.Kembar`."""
