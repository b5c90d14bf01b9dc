"""The RDF names that code uses, written as in Turtle: ``kb.Deed``, ``rdf.type``."""

from pyoxigraph import NamedNode

from kembar.namespaces import PREFIXES

__all__ = ["Names", "dcat", "dct", "edtf", "kb", "owl", "prov", "rdf", "rdfs", "sd", "sh", "skos", "void", "xsd"]


class Names:
    """The names of one namespace; each is made at its first use and kept."""

    def __init__(self, prefix: str) -> None:
        self._namespace = PREFIXES[prefix]

    def __getattr__(self, local: str) -> NamedNode:
        """Return the name with this local part."""
        if local.startswith("_"):
            raise AttributeError(local)
        name = NamedNode(self._namespace + local)
        self.__dict__[local] = name
        return name

    def __getitem__(self, local: str) -> NamedNode:
        """Return the name with a local part that is known only at run time."""
        return NamedNode(self._namespace + local)


dcat, dct, edtf, kb, owl, prov = (Names(prefix) for prefix in ("dcat", "dct", "edtf", "kb", "owl", "prov"))
rdf, rdfs, sd, sh, skos, void, xsd = (Names(prefix) for prefix in ("rdf", "rdfs", "sd", "sh", "skos", "void", "xsd"))
