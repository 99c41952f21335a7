"""HTML pages that a person looks at and that can do nothing else.

`page` is the frame with the shared look and its content policy; `text`, `foreign` and `link` make
foreign text and addresses safe in it; `brand` is the line at the top.
"""

from __future__ import annotations

from .render.view.shell import brand, foreign, link, page, plain, safe_address, text, voice_class

__all__ = ["brand", "foreign", "link", "page", "plain", "safe_address", "text", "voice_class"]
