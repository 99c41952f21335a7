"""Review: the least certain passages, one by one; each answer becomes a line of the site file and a golden case."""

from .journal import Journal
from .passages import PageSource, UncertainPassage, least_certain
from .session import AnswerPreview, Folders, Session

__all__ = ["AnswerPreview", "Folders", "Journal", "PageSource", "Session", "UncertainPassage", "least_certain"]
