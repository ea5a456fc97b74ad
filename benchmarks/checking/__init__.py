"""Speed of `check`: the schema step alone, and whole checks with one process and several."""
