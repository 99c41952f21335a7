"""Content codings, decoded in small steps, so that decoding stops as soon as the output is too large.

Only codings whose library can stop in the middle of the output are supported and asked for:
gzip, deflate, Brotli and Zstandard.
"""

from __future__ import annotations

import io
import sys
import zlib
from collections.abc import Callable, Generator, Iterator

import brotli

from .errors import BadEncoding, TooLarge, Truncated

if sys.version_info >= (3, 14):  # pragma: no cover
    from compression import zstd
else:
    from backports import zstd

ACCEPTED = "gzip, deflate, br, zstd"
MAX_NESTED = 3
_STEP_BYTES = 64 * 1024
_IDENTITY = ("", "identity", "none", "utf-8")  # names in use for a body without a coding
_DAMAGED = (zlib.error, brotli.error, zstd.ZstdError)


def decode_content(body: bytes, content_encoding: str, max_bytes: int) -> bytes:
    """The body with its Content-Encoding decoded.

    Raises TooLarge as soon as any layer exceeds ``max_bytes``, BadEncoding for a damaged or
    unknown coding, Truncated where the coded data ends too early.
    """
    names = [name.strip().lower() for name in content_encoding.split(",")]
    names = [name for name in names if name not in _IDENTITY]
    if len(names) > MAX_NESTED:
        raise BadEncoding(f"{len(names)} codings on top of each other")
    for name in reversed(names):
        body = _decode_one(body, name, max_bytes)
    return body


def _decode_one(body: bytes, name: str, max_bytes: int) -> bytes:
    decoder = _DECODERS.get(name.removeprefix("x-"))
    if decoder is None:
        raise BadEncoding(f"the page is coded as {name[:40]!r}, which was not asked for")
    decoded = bytearray()
    try:
        for piece in decoder(body) if body else ():
            decoded += piece
            if len(decoded) > max_bytes:
                decoded.clear()  # the traceback of the error must not keep megabytes in memory
                raise TooLarge(f"the page is larger than {max_bytes:,} bytes once unpacked ({name})")
    except EOFError:
        raise Truncated(f"the {name} data breaks off") from None
    except _DAMAGED as error:
        raise BadEncoding(f"damaged {name} data: {error}") from None
    return bytes(decoded)


def _gzip(body: bytes) -> Iterator[bytes]:
    """All members of a gzip stream; bytes after the last one are padding and ignored."""
    rest = memoryview(body)
    while True:
        used = yield from _inflate(zlib.decompressobj(wbits=31), rest)
        rest = rest[used:]
        if bytes(rest[:2]) != b"\x1f\x8b":
            return


def _deflate(body: bytes) -> Iterator[bytes]:
    """zlib data, as the standard requires, or raw deflate, as some servers send it."""
    wrapped = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
    yield from _inflate(zlib.decompressobj(wbits=15 if wrapped else -15), memoryview(body))


def _inflate(stream: zlib._Decompress, data: memoryview) -> Generator[bytes, None, int]:
    """Decode one zlib stream in small pieces; returns the number of bytes of ``data`` that it used."""
    fed, pending = 0, b""
    while not stream.eof:
        if not pending:
            pending = bytes(data[fed : fed + _STEP_BYTES])
            fed += len(pending)
        piece = stream.decompress(pending, _STEP_BYTES)
        pending = stream.unconsumed_tail
        if piece:
            yield piece
        elif not stream.eof and fed >= len(data) and not pending:
            raise EOFError
    return fed - len(stream.unused_data)


def _brotli(body: bytes) -> Iterator[bytes]:
    stream, data = brotli.Decompressor(), body
    while not stream.is_finished():
        piece = stream.process(data, output_buffer_limit=_STEP_BYTES)
        data = b""
        if piece:
            yield piece
        elif stream.can_accept_more_data() and not stream.is_finished():
            raise EOFError


def _zstd(body: bytes) -> Iterator[bytes]:
    """All frames. A window of 8 MB is the largest that RFC 9659 allows a server."""
    options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: 23}
    stream = zstd.ZstdFile(io.BytesIO(body), options=options)
    while piece := stream.read1(_STEP_BYTES):
        yield piece


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd,
}  # fmt: skip
