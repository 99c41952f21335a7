"""HTML pages that a person looks at and that can do nothing else.

`page` is the frame with the shared look and its content policy; `text`, `foreign` and `link` make
foreign text and addresses safe in it; `brand` is the line at the top.
`view` shows one cleaned page, before and after.
"""

from __future__ import annotations

from .render.view import view
from .render.view.shell import brand, foreign, link, page, percent, plain, safe_address, text, voice_class

__all__ = ["brand", "foreign", "link", "page", "percent", "plain", "safe_address", "text", "view", "voice_class"]
