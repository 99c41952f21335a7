"""`winnow scrape`: fetches pages, then cleans them."""

from __future__ import annotations

from pathlib import Path

from .fetch import FetchOptions


def scrape(
    *urls: str, options: FetchOptions | None = None, clean: Path | None = None, prefect: bool | None = None
) -> int:
    """Fetch pages into raw/, then clean every new or changed page of raw/ into clean/.

    For example:

        winnow scrape https://example.org/article
        winnow scrape --feed https://example.org/feed.xml --clean articles

    Parameters
    ----------
    urls
        Addresses of pages.
    clean
        The folder for clean pages (default: clean, or the one in winnow.toml).
    prefect
        Run the cleaning as a Prefect flow.
    """
    from ..settings import load_settings
    from ..store.clean import open_store
    from .fetch import fetch
    from .run import clean_and_print

    options = options or FetchOptions()
    settings = load_settings(raw=options.raw, clean=clean, prefect=prefect)
    open_store(settings.clean)  # raises, before anything is fetched, if it cannot be written to
    fetched = fetch(*urls, options=options)
    cleaned = clean_and_print(settings, wait=options.wait)
    return max(fetched, cleaned)
