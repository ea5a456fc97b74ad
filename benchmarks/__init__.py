"""What is measured of the project: quality on its own corpus, and speed."""
