"""The addresses of pages that show the videos and posts that other pages embed."""

from __future__ import annotations

from urllib.parse import SplitResult, parse_qs

from ..addresses import split_address
from ..patterns import pattern

_KNOWN = frozenset(
    "youtube.com youtube-nocookie.com youtu.be vimeo.com dailymotion.com twitch.tv soundcloud.com spotify.com "
    "bandcamp.com ted.com streamable.com loom.com wistia.com wistia.net archive.org slideshare.net speakerdeck.com "
    "codepen.io jsfiddle.net codesandbox.io stackblitz.com datawrapper.de dwcdn.net flourish.studio bilibili.com "
    "tiktok.com instagram.com facebook.com twitter.com x.com bsky.app podcasts.apple.com simplecast.com megaphone.fm "
    "libsyn.com buzzsprout.com transistor.fm acast.com rumble.com odysee.com vk.com rutube.ru youku.com nicovideo.jp "
    "scribd.com observablehq.com openstreetmap.org mixcloud.com giphy.com imgur.com ustream.tv brightcove.net "
    "jwplayer.com kaltura.com ardmediathek.de zdf.de arte.tv ina.fr".split()
)
_VIDEO_ID = pattern(r"/(?:embed|v|shorts|live)/([\w-]{6,20})(?:[/?&]|\Z)")
_VIMEO_ID = pattern(r"/video/(\d{5,12})(?:[/?&]|\Z)")


def is_known_service(url: str) -> bool:
    """Whether an address belongs to a service of videos, recordings, posts or charts."""
    host = (split_address(url).hostname or "").removeprefix("www.")
    labels = host.split(".")
    return any(".".join(labels[start:]) in _KNOWN for start in range(max(0, len(labels) - 3), len(labels) - 1))


def is_reader_frame(url: str) -> bool:
    """Whether a frame of a known service has nothing of the article: buttons, plug-ins of pages, logins."""
    path = split_address(url).path.lower()
    return "/plugins/" in path and "video" not in path and "post" not in path


def media_address(url: str) -> str:
    """The address of the page that shows what a frame embeds, for the services with the most frames."""
    parts = split_address(url)
    host = (parts.hostname or "").removeprefix("www.")
    if host in ("youtube.com", "youtube-nocookie.com", "m.youtube.com"):
        match = _VIDEO_ID.search(parts.path + "/")
        if match and match[1] != "videoseries":
            return f"https://www.youtube.com/watch?v={match[1]}"
    elif host == "player.vimeo.com":
        match = _VIMEO_ID.search(parts.path + "/")
        return f"https://vimeo.com/{match[1]}" if match else url
    elif host == "platform.twitter.com":
        number = _query(parts, "id")
        return f"https://x.com/i/status/{number}" if number.isdigit() else url
    return url


def _query(parts: SplitResult, name: str) -> str:
    try:
        return parse_qs(parts.query).get(name, [""])[0]
    except ValueError:
        return ""
