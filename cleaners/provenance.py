"""Which bytes were cleaned and by which code: what makes a clean page reproducible."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files

from .decode import Decoded
from .labelers.site_memory import SiteMemory
from .labelers.site_rules import SiteRules
from .page import Page, Provenance, RawPage

__version__ = "0.1.0"
_LIBRARIES = ("selectolax", "webencodings", "charset-normalizer")


@cache
def fingerprint() -> str:
    """16 hex digits that change with any code or model file of the library."""
    digest = hashlib.sha256()
    folders = [files("cleaners")]
    relevant = []
    while folders:
        for entry in folders.pop().iterdir():
            if entry.is_dir() and entry.name != "__pycache__":
                folders.append(entry)
            elif entry.name.endswith((".py", ".npz", ".json", ".toml")):
                relevant.append(entry)
    for entry in sorted(relevant, key=str):
        digest.update(entry.name.encode() + b"\0" + entry.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


@cache
def libraries() -> dict[str, str]:
    """The versions of the libraries that influence the result."""
    return {name: version(name) for name in _LIBRARIES}


def provenance_of(
    raw: RawPage, decoded: Decoded, page: Page, memory: SiteMemory | None = None, site: SiteRules | None = None
) -> Provenance:
    """The provenance of one clean page: nothing that depends on the run, such as a time."""
    return Provenance(
        url=raw.url,
        canonical_url=page.head.canonical,
        raw_digest=raw.digest,
        charset=decoded.charset,
        charset_source=decoded.source,
        cleaner_version=__version__,
        fingerprint=fingerprint(),
        memory_fingerprint=memory.fingerprint if memory else "",
        memory_site=memory.host if memory else "",
        site_file=site.host if site else "",
        site_file_fingerprint=site.fingerprint if site else "",
        libraries=libraries(),
    )
