"""From what the stages found, in offsets of plain texts, to the document's types, in offsets of the source."""

from extract.assembly.nodes import node_tree
from extract.assembly.place import Place, places

__all__ = ["Place", "node_tree", "places"]
