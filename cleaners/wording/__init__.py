"""What a line says: which category of cruft it is, or body, told from its words alone."""

from .categories import BODY, CATEGORIES, Category
from .model import WordingModel, load_wording_model

__all__ = ["BODY", "CATEGORIES", "Category", "WordingModel", "load_wording_model"]
