"""The frame of every HTML page of winnow: one file, one look, and a policy under which nothing of it can run.

The page carries its style inside and loads nothing. Its content policy allows that one style, by its hash, and
nothing else: no script, no picture, no frame, no form.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from html import escape
from pathlib import Path
from urllib.parse import quote, urlsplit

from ...characters import UNSAFE
from ..escape import safe_url

VOICES = ("site", "rules", "memory", "completion", "learned")  # those that have a colour

# What a page must not hold even as text.
_UNSAFE = re.compile(f"[{UNSAFE}\r]")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_EAR = "c-3 .2-5-1.3-5.3-4.3 3-.2 5 1.3 5.3 4.3zm0 0c3 .2 5-1.3 5.3-4.3-3-.2-5 1.3-5.3 4.3z"
_WHEAT = (
    '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linejoin="round"'
    ' aria-hidden="true">'
    f'<path d="M12 22V8c-2.4-2-2.4-4.6 0-6.6 2.4 2 2.4 4.6 0 6.6M12 13.5{_EAR}M12 19{_EAR}"/></svg>'
)


def page(title: str, body: str, css: str = "") -> str:
    """A whole HTML page.

    ``title`` is plain text, ``body`` HTML whose every foreign text went through `text` and every address
    through `link`, ``css`` the page's own style after the shared one. Both must be safe as they stand.
    """
    style = _shared_style() + css
    if "<" in style:
        raise ValueError("a style sheet with a < in it could end its own element")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>{text(title)}</title>
<style>{style}</style>
</head>
<body>
{body}
</body>
</html>
"""


def brand(what: str) -> str:
    """The line at the top that says which program made the page and what it shows (plain text)."""
    return f'<p class="brand">{_WHEAT}<b>winnow</b><span>{text(what)}</span></p>'


def plain(value: object) -> str:
    """Any value as text without control characters and direction overrides."""
    return _UNSAFE.sub("", str(value))


def text(value: object) -> str:
    """Any value as text inside an HTML element or a quoted attribute; never markup."""
    return escape(plain(value))


def foreign(value: object) -> str:
    """Text of some page inside a sentence of ours, kept apart in its direction of writing."""
    return f"<bdi>{text(value)}</bdi>"


def link(address: str, label: str = "") -> str:
    """A link to an http, https or mailto address; its label alone when the address is another.

    The label is plain text, the address itself by default.
    """
    address = plain(address)
    target, shown = safe_address(address), foreign(label or address)
    return f'<a href="{escape(target)}" rel="noopener noreferrer nofollow">{shown}</a>' if target else shown


def safe_address(address: str) -> str:
    """An absolute http, https or mailto address in plain ASCII; "" for every other."""
    found = safe_url(address, None).replace("\\&", "&")
    if not found or urlsplit(found).scheme not in ("http", "https", "mailto"):
        return ""
    return _STRAY_PERCENT.sub("%25", quote(found, safe="!#$%&'()*+,/:;=?@[]~-._"))


def percent(share: float) -> str:
    """A share between 0 and 1 in whole percent; what is not quite all or nothing does not read as if it were."""
    if 0.99 < share < 1:
        return "over 99 %"
    return "under 1 %" if 0 < share < 0.01 else f"{share * 100:.0f} %"


def voice_class(voice: str) -> str:
    """The classes that give an element the colours of a voice ("rules.share" has those of the rules)."""
    group = voice.partition(".")[0]
    return f"voice v-{group}" if group in VOICES else "voice"


def style_of(name: str) -> str:
    """A style sheet that lies beside this module."""
    return Path(__file__).with_name(name).read_text("utf-8")


@lru_cache(maxsize=1)
def _shared_style() -> str:
    return style_of("shell.css")
