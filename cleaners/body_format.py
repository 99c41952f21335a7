"""What a body is that is no page, by its first and last bytes: a file of another program, or a list of pages."""

from __future__ import annotations

import re

_MAGIC = (
    (b"%PDF-", "a PDF file"), (b"%!PS", "a PostScript file"), (b"{\\rtf", "an RTF document"),
    (b"PK\x03\x04", "a ZIP archive or office file"), (b"\xd0\xcf\x11\xe0", "an old office file"),
    (b"\x1f\x8b", "gzip data"), (b"BZh9", "bzip2 data"), (b"\xfd7zXZ", "xz data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"7z\xbc\xaf", "a 7z archive"), (b"Rar!", "a RAR archive"), (b"SQLite format 3", "a database"),
    (b"\x89PNG\r\n", "a PNG image"), (b"GIF8", "a GIF image"), (b"\xff\xd8\xff", "a JPEG image"),
    (b"II*\0", "a TIFF image"), (b"MM\0*", "a TIFF image"), (b"\0\0\1\0", "an icon"),
    (b"OggS\0", "Ogg sound or film"), (b"ID3\x03", "MP3 sound"), (b"ID3\x04", "MP3 sound"),
    (b"\x7fELF", "a program"), (b"MZ\x90", "a program"), (b"\0asm", "WebAssembly"),
    (b"wOFF", "a web font"), (b"wOF2", "a web font"),
)  # fmt: skip
_IMAGE_OR_FILM = re.compile(rb"\0\0\0.ftyp|RIFF.{4}(?:WEBP|WAVE|AVI )", re.S)
_ARCHIVE = re.compile(rb"WARC/[01]\.\d+\r?\n|filedesc://\S+ [\d.]+ \d+ ")
_ROOTS = {
    b"rss": "a feed", b"feed": "a feed", b"rdf": "a feed", b"urlset": "a sitemap", b"sitemapindex": "a sitemap",
    b"opml": "a list of feeds", b"svg": "an SVG image",
}  # fmt: skip  # root elements of XML; XHTML and whatever else may be read as a page is not among them
_ROOT = re.compile(
    rb"\s*+(?:<\?[^>]*+>\s*+|<!--(?:[^-]++|-(?!->))*+-->\s*+|<!doctype[^>\[]*+(?:\[[^\]]*+\]\s*+)?+>\s*+)*"
    rb"<(?:[\w.-]++:)?+([a-z]++)(?=[\s/>])",
    re.I,
)
_JSON_START = re.compile(rb'\s*+(?:\{\s*+"(?:[^"\\\n]|\\.)*+"\s*+:|\[\s*+(?:\{\s*+"|"(?:[^"\\\n]|\\.)*+"\s*+,|\[))')
_JSON_FEED = b"jsonfeed.org/version"
_MBOX = re.compile(rb"From \S+(?: at \S+)? +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [^\n]*+\n>?[\w-]++:[ \t]")
_MAIL_HEAD = re.compile(rb"(?:[\w-]++:[^\n]*+\n(?:[ \t]++[^\n]*+\n)*+){3,}\r?\n")
_MAIL_FIELD = re.compile(rb"^(?:Message-ID|MIME-Version|Received|Return-Path):", re.I | re.M)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def other_format(head: bytes, tail: bytes) -> str:
    """The name of the format of a body that is no page, "" if it may be one.

    ``head`` is the first few thousand bytes of the body, ``tail`` its last few.
    """
    name = next((name for magic, name in _MAGIC if head.startswith(magic)), "")
    if name or _IMAGE_OR_FILM.match(head):
        return name or "an image, a sound or a film"
    if _ARCHIVE.match(head):
        return "an archive of pages (WARC or ARC)"
    head, tail = head.removeprefix(_BYTE_ORDER_MARK), tail.rstrip()
    if (root := _ROOT.match(head)) and (name := _ROOTS.get(root[1].lower(), "")):
        # An icon may stand before the text of a page that has no <html>.
        return name if root[1].lower() != b"svg" or tail.lower().endswith(b"svg>") else ""
    if _JSON_START.match(head) and tail.endswith((b"}", b"]")):
        return "a JSON feed" if _JSON_FEED in head else "JSON"
    if _MBOX.match(head):
        return "a mailbox (mbox)"
    mail = _MAIL_HEAD.match(head)
    return "a mail, or a page saved as one (MHTML)" if mail and _MAIL_FIELD.search(mail[0]) else ""
