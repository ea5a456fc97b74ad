"""The words and numbers of a text: plain form, items, quantities, clauses; shared by all facts."""
