"""What is known of a page: its head in the view, and the panel of metadata and provenance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from .passages import Passage
from .shell import brand, foreign, link, percent, plain, text

NOTES = {
    "no_content": "Nothing is left that belongs to an article.",
    "encoding_damaged": "Some bytes do not fit the page's charset; they show as replacement characters.",
    "charset_contradicted": "The page is in another charset than it says.",
    "mojibake": "The page's text was garbled before it came here.",
    "characters_removed": "Control characters, direction overrides or tag characters were taken out.",
}


def title_of(document: Mapping[str, Any]) -> str:
    """The page's title as one line, or else its address."""
    return " ".join(plain(document["headline"] or document["url"] or "A page without a title").split())


def head(document: Mapping[str, Any], passages: Sequence[Passage]) -> str:
    """The top of the view: title, by whom, when and where, the figures, and what a reader should know."""
    kept = sum(one.words for one in passages if one.kept)
    gone = sum(one.words for one in passages if not one.kept)
    share = f" ({percent(gone / (kept + gone))})" if gone else ""
    notes = "".join(f'<p class="note">{text(NOTES.get(note, note))}</p>' for note in map(str, document["notes"]))
    confidence = percent(float(document["confidence"]))
    return f"""{brand("one page, before and after")}
<div class="head"><div><h1 dir="auto">{text(title_of(document))}</h1>
<p class="facts">{"".join(f"<span>{fact}</span>" for fact in _facts(document))}</p>{notes}</div>
<dl class="figures">
<div><dt>words kept</dt><dd class="voice v-keep">{kept:,}</dd></div>
<div><dt>words removed</dt><dd>{gone:,}<small>{share}</small></dd></div>
<div><dt title="the word F1 to expect of the article">confidence</dt><dd>{confidence}</dd></div>
</dl></div>"""


def _facts(document: Mapping[str, Any]) -> Iterator[str]:
    if document["author"]:
        yield foreign(document["author"])
    if document["datePublished"]:
        yield f"<time>{text(str(document['datePublished'])[:10])}</time>"
    if document["publisher"]:
        yield foreign(document["publisher"])
    address = str(document["url"] or document["canonicalUrl"] or "")
    if address:
        yield link(address, _host(address) or address)


def _host(address: str) -> str:
    try:
        return urlsplit(plain(address)).hostname or ""
    except ValueError:
        return ""


def panel(document: Mapping[str, Any]) -> str:
    """Metadata and provenance, folded away until it is asked for."""
    source = document["provenance"]
    libraries = ", ".join(f"{name} {version}" for name, version in source["libraries"].items())
    place, copy = document.get("source") or {}, document.get("duplicateOf") or {}
    about = [
        ("Title", foreign(document["headline"])),
        ("Author", foreign(document["author"])),
        ("Published", _published(document)),
        ("Language", text(document["inLanguage"])),
        ("Site", foreign(document["publisher"])),
        ("Address", link(document["url"]) if document["url"] else ""),
        ("Own address", link(document["canonicalUrl"]) if document["canonicalUrl"] else ""),
        ("Notes", text(", ".join(map(str, document["notes"])) or "none")),
        *([("Copy of", foreign(copy.get("page", "")))] if copy else []),
    ]
    made = [
        ("Raw page", foreign(place.get("raw", ""))),
        ("Fetched", text(place.get("fetchedAt", ""))),
        ("sha256 of the raw page", _mono(source["raw_digest"])),
        ("Charset", text(f"{source['charset']} (by {source['charset_source']})" if source["charset"] else "")),
        ("Read as", text({"html": "HTML", "text": "flattened text"}.get(document["origin"], document["origin"]))),
        ("Cleaner", text(f"winnow {source['cleaner_version']}")),
        ("Fingerprint of the cleaner", _mono(source["fingerprint"])),
        ("Memory of the site", _made_by(source.get("memory_site", ""), source["memory_fingerprint"])),
        ("Site file", _made_by(source.get("site_file", ""), source.get("site_file_fingerprint", ""))),
        ("Libraries", text(libraries)),
    ]
    return f"""<details class="panel"><summary>Metadata and provenance</summary>
<div class="card columns"><section><h2>Metadata</h2>{_list(about)}</section>
<section><h2>Provenance</h2>{_list(made)}</section></div></details>"""


def _published(document: Mapping[str, Any]) -> str:
    if not document["datePublished"]:
        return ""
    return f'{text(document["datePublished"])} <span class="soft">from {foreign(document["dateEvidence"])}</span>'


def _made_by(name: str, fingerprint: str) -> str:
    """What else the judgement rests on: its name and fingerprint; "none" where it rests on no such thing."""
    return f"{foreign(name)} {_mono(fingerprint)}" if fingerprint else "none"


def _mono(value: object) -> str:
    return f'<span class="mono">{text(value)}</span>' if value else ""


def _list(facts: Sequence[tuple[str, str]]) -> str:
    empty = '<span class="soft">not known</span>'
    rows = (f"<dt>{name}</dt><dd>{value if _says(value) else empty}</dd>" for name, value in facts)
    return f"<dl>{''.join(rows)}</dl>"


def _says(value: str) -> bool:
    return value not in ("", "<bdi></bdi>")
