"""Reads the head of an HTML page: title, language, meta elements, canonical address, linked data."""

from __future__ import annotations

from typing import Any

from ..page import Head


def read_head(node: Any, head: Head) -> None:
    """Read the declarations of a <head> element into `head`."""
    parent = node.parent
    if parent is not None and parent.tag == "html":
        declared = parent.attributes.get("lang") or parent.attributes.get("xml:lang")
        head.lang = (declared or "").strip()
    for child in node.iter():
        _read_declaration(child, head)


def _read_declaration(node: Any, head: Head) -> None:
    tag, attrs = node.tag, node.attributes
    if tag == "title" and not head.title:
        head.title = " ".join((node.text() or "").split())
    elif tag == "meta":
        name = attrs.get("property") or attrs.get("name") or attrs.get("itemprop")
        if name and attrs.get("content"):
            head.meta.append((name.strip().lower(), attrs["content"].strip()))
    elif tag == "base":
        head.base = head.base or (attrs.get("href") or "").strip()
    elif tag == "link" and (attrs.get("rel") or "").lower() == "canonical":
        head.canonical = head.canonical or (attrs.get("href") or "").strip()
    elif tag == "script":
        read_script(node, head)


def read_script(node: Any, head: Head) -> None:
    """Add the text of a script of linked data (JSON-LD) to `head`; such scripts may be anywhere on the page."""
    if (node.attributes.get("type") or "").strip().lower() == "application/ld+json":
        head.jsonld.append(node.text() or "")
