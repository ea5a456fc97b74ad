"""One package a kind of fact; they share what extract.language offers and do not import one another."""
