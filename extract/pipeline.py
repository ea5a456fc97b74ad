"""Composes the stages; nothing else knows their order."""
