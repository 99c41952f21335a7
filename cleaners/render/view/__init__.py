"""One cleaned page as one HTML file to look at: the article, and beside it the whole page with what was removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .article import article_html
from .facts import head, panel, title_of
from .passages import controls, filters_css, page_html, passages_of
from .shell import page, style_of, text
from .strip import strip

__all__ = ["view"]

_HINT = (
    "What was removed is coloured by the voice that removed it. Point at a passage, or step to it with the Tab key, "
    "for the reason and what it rests on."
)


def view(document: Mapping[str, Any]) -> str:
    """One HTML file that shows a page before and after, with the reason for everything that was removed.

    ``document`` is what `CleanPage.to_document()` gives, or the `.json` file of a page in a clean store
    (docs/schema/clean-page.json). The file loads nothing and runs nothing; it can be read, filtered by voice and
    printed without scripts. Raises KeyError, TypeError or ValueError for what is not such a document.
    """
    runs = passages_of(document["decisions"])
    body = f"""<a class="skip" href="#article">To the article</a>
<a class="skip" href="#page">To the page with what was removed</a>
<header class="top">
{head(document, runs)}
{strip(runs)}
{controls(runs)}
{panel(document)}
</header>
<main class="two">
<section id="article" class="pane" aria-labelledby="article-name" tabindex="-1">
<h2 id="article-name" class="pane-name">The article</h2>
{article_html(str(document["markdown"]), str(document["inLanguage"]))}
</section>
<section id="page" class="pane" aria-labelledby="page-name" tabindex="-1">
<h2 id="page-name" class="pane-name">The page, in order</h2>
<p class="soft hint only-screen">{text(_HINT)}</p>
{page_html(runs, len(document["decisions"]))}
</section>
</main>
<footer class="foot">Made by winnow {text(document["provenance"]["cleaner_version"])}. This file holds everything it
shows; it loads nothing and runs nothing.</footer>"""
    return page(title_of(document), body, style_of("view.css") + filters_css(runs))
