"""The frame of the HTML pages that the commands write: `document(title, body)` is one whole, safe file.

Write the body with ``text`` around every foreign text, ``foreign`` where it stands in a sentence of ours,
and ``link`` for every address: the page's policy runs nothing, but only they keep text from being markup.

What the shared style offers, besides plain headings, tables (``td.n`` for figures), links and details:

- ``brand(what)``, then ``<header class="top">``, ``<main>``, ``<footer class="foot">``; ``.card`` is a panel;
- ``<p class="facts">`` for a line of small facts, ``<dl class="figures">`` for a row of large figures;
- ``class="voice v-rules"`` (``voice_class``) gives an element its voice's colours as ``var(--c)``, strong, and
  ``var(--w)``, a wash for backgrounds; ``v-keep`` is the colour of what is kept; ``.dot`` a spot of it;
- ``.scroll`` around what may be wider than the screen, ``.soft`` for what matters less, ``.unseen`` for screen
  readers only, ``.only-screen`` for what is not printed, ``<a class="skip">`` to jump to the content.

Colours are variables (``--paper --card --ink --soft --line --wash --accent --link --keep``), other in the dark
and in print; use them and no others.
"""

from __future__ import annotations

from cleaners.html import brand, foreign, link, page, percent, safe_address, text, voice_class

__all__ = ["brand", "document", "foreign", "link", "percent", "safe_address", "text", "voice_class"]


def document(title: str, body: str, css: str = "") -> str:
    """One whole HTML file that loads nothing and runs nothing.

    ``title`` is plain text; ``body`` is HTML, safe as it stands; ``css`` is style after the shared one.
    """
    return page(title, body, css)
