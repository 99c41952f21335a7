"""Copies of one article at several addresses: found and marked, never removed."""
