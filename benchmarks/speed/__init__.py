"""Speed: throughput of a run, and how time grows with the length of one text."""
