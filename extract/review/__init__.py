"""The page that curators read and edit."""
