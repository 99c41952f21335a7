"""Raw pages in, clean articles out, and every removed line explained.

>>> from cleaners import clean
>>> page = clean("A title\\n\\nA first paragraph of the article, long enough to be one.")
>>> page.text
'A first paragraph of the article, long enough to be one.'
"""

from . import characters
from .clean import clean
from .clean_page import CleanPage
from .counting import count_page
from .labeler import Labeler
from .labelers.site_memory import (
    Counts,
    PageCount,
    SiteMemory,
    address_of,
    host_of,
    memory_from_bytes,
    memory_of,
    memory_to_bytes,
    repeated_lines,
)
from .labelers.site_rules import SiteRules
from .metadata_fields import Metadata
from .page import Block, Decision, Element, Kind, Label, Mark, Page, Provenance, RawPage
from .prescan import Limits, PageRefused, check_body
from .provenance import __version__ as __version__
from .provenance import fingerprint
from .threads import Post

__all__ = [
    "Block",
    "CleanPage",
    "Counts",
    "Decision",
    "Element",
    "Kind",
    "Label",
    "Labeler",
    "Limits",
    "Mark",
    "Metadata",
    "Page",
    "PageCount",
    "PageRefused",
    "Post",
    "Provenance",
    "RawPage",
    "SiteMemory",
    "SiteRules",
    "address_of",
    "characters",
    "check_body",
    "clean",
    "count_page",
    "fingerprint",
    "host_of",
    "memory_from_bytes",
    "memory_of",
    "memory_to_bytes",
    "repeated_lines",
]  # fmt: skip
