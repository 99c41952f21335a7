"""One clean page as one HTML file to look at: the article, and beside it the whole page with what was removed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from jinja2 import UndefinedError

from .article import article_html
from .frame import render, safe_address, style_of
from .passages import band_of, filters_css, group_boxes, passages_of, rule_boxes, words_of

NOTES = {
    "no_content": "Nothing is left that belongs to an article.",
    "encoding_damaged": "Some bytes do not fit the page's charset; they show as replacement characters.",
    "charset_contradicted": "The page is in another charset than it says.",
    "mojibake": "The page's text was garbled before it came here.",
    "characters_removed": "Control characters, direction overrides or tag characters were taken out.",
}
_LANGUAGE = re.compile(r"[a-z]{2,3}\Z")


def view(document: Mapping[str, Any]) -> str:
    """One HTML file that shows a page before and after, with the reason for everything that was removed.

    ``document`` is the result of `CleanPage.to_document()`, or the `.json` file of a page in a clean store
    (cleaners/clean-page.schema.json). The file loads nothing and runs nothing; it can be read, filtered by labeler and
    printed without scripts. Raises KeyError, TypeError or ValueError for anything else.
    """
    passages = passages_of(document["decisions"])
    language, address = str(document["inLanguage"]), document["url"] or document["canonicalUrl"] or ""
    try:
        return render(
            "views/page.html.j2", style_of("views/page.css") + filters_css(passages), document=document,
            title=document["headline"] or document["url"] or "A page without a title", notes=NOTES, address=address,
            host=urlsplit(safe_address(address)).hostname, article=article_html(str(document["markdown"])),
            language=language if _LANGUAGE.match(language) else "", passages=passages, band=list(band_of(passages)),
            kept=words_of(passages, kept=True), removed=words_of(passages, kept=False),
            group_boxes=group_boxes(passages), rule_boxes=list(rule_boxes(passages)),
        )  # fmt: skip
    except UndefinedError as error:
        raise ValueError(f"this is not the document of a clean page: {error.message}") from None
