"""Review: the least certain passages, one by one; each answer becomes a line of the site's file and a golden case."""

from .journal import Journal
from .passages import PageSource, Passage, least_certain
from .session import Folders, Proposal, Session

__all__ = ["Folders", "Journal", "PageSource", "Passage", "Proposal", "Session", "least_certain"]
