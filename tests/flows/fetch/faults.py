"""The table of faults: a path of the hostile server, and the outcomes that are right for it."""

from __future__ import annotations

import gzip
import os
import zlib

import brotli
from backports import zstd
from hostile import PAGE, Handler, coded, endless, page, raw, redirect

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
ZEROS = bytes(60_000_000)
GZ_BOMB = gzip.compress(ZEROS)
ZSTD_WIDE = b"\x28\xb5\x2f\xfd\x00\xf8" + ((len(PAGE) << 3) | 1).to_bytes(3, "little") + PAGE  # asks for 2 TB
NOISE = gzip.compress(os.urandom(2000))


def length(count: int) -> bytes:
    return OK + b"Content-Length: %d\r\n\r\n" % count


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


TIME: dict[str, tuple[Handler, str]] = {
    "drip-body": (endless(length(10_000_000), b"x", 0.02), "timeout_total"),
    "drip-body-no-length": (endless(OK + b"\r\n", b"x", 0.02), "timeout_total"),
    "drip-header-bytes": (endless(OK + b"X-Slow: ", b"x", 0.02), "timeout_total"),
    "drip-header-lines": (endless(OK, b"X-Slow: y\r\n", 0.02), "timeout_total"),
    "drip-status-line": (endless(b"HTTP/1.1 200 ", b"O", 0.02), "timeout_total"),
    "drip-chunks": (endless(CHUNKED, b"1\r\nx\r\n", 0.02), "timeout_total"),
    "drip-chunk-size": (endless(CHUNKED, b"0", 0.1), "timeout_total protocol_error"),
    "drip-trailers": (endless(CHUNKED + b"0\r\n", b"X-T: y\r\n", 0.02), "timeout_total"),
    "drip-100-continue": (endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.02), "timeout_total"),
    "flood-100-continue": (endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100), "timeout_total"),
    "drip-103-hints": (endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", 0.05), "timeout_total"),
    "drip-102-processing": (endless(b"", b"HTTP/1.1 102 Processing\r\n\r\n", 0.05), "timeout_total"),
    "drip-gzip": (endless(OK + b"Content-Encoding: gzip\r\n\r\n" + GZ_BOMB[:100], b"\0", 0.02), "timeout_total"),
    "no-answer": (raw(b"", close=False), "timeout_read"),
    "stall-in-status": (raw(b"HTTP/1.1 2", close=False), "timeout_read"),
    "stall-in-headers": (raw(OK + b"X-", close=False), "timeout_read"),
    "stall-after-headers": (raw(length(1000), close=False), "timeout_read"),
    "stall-in-body": (raw(length(1000) + b"<p>half", close=False), "timeout_read"),
    "stall-in-chunk": (raw(CHUNKED + b"64\r\n<p>half", close=False), "timeout_read"),
    "stall-after-1xx": (raw(b"HTTP/1.1 100 Continue\r\n\r\n", close=False), "timeout_read"),
    "stall-before-last-chunk": (raw(CHUNKED + b"3\r\n<p>\r\n", close=False), "timeout_read"),
}

SIZE: dict[str, tuple[Handler, str]] = {
    "endless-body": (endless(OK + b"\r\n", b"<p>more " * 8000), "too_large"),
    "endless-chunks": (endless(CHUNKED, b"fa00\r\n" + b"x" * 64000 + b"\r\n"), "too_large"),
    "endless-tiny-chunks": (endless(CHUNKED, b"1\r\nx\r\n" * 5000), "too_large"),
    "endless-chunk-extension": (endless(CHUNKED + b"5;", b"x" * 8000), "too_large protocol_error"),
    "endless-trailers": (endless(CHUNKED + b"0\r\n", b"X-T: y\r\n" * 500), "too_large"),
    "endless-headers": (endless(OK, b"X-More: y\r\n" * 500), "too_large"),
    "endless-header-value": (endless(OK + b"X-More: ", b"y" * 8000), "too_large"),
    "endless-status-line": (endless(b"HTTP/1.1 200 ", b"O" * 8000), "too_large"),
    "endless-identity": (endless(OK + b"Content-Encoding: identity\r\n\r\n", b"x" * 60000), "too_large"),
    "one-terabyte": (raw(length(10**12), close=False), "too_large"),
    "huge-length": (
        raw(OK + b"Content-Length: " + b"9" * 300 + b"\r\n\r\n", close=False),
        "too_large protocol_error",
    ),
    "50-mb-page": (page(b"<p>" + b"x" * 50_000_000), "too_large"),
    "50-mb-until-close": (raw(OK + b"\r\n" + b"x" * 50_000_000), "too_large"),
    "many-headers": (raw(OK + b"".join(b"X-%d: y\r\n" % n for n in range(900)) + b"\r\n<p>"), "too_large"),
    "gzip-bomb": (coded(GZ_BOMB, "gzip"), "too_large"),
    "x-gzip-bomb": (coded(GZ_BOMB, "x-gzip"), "too_large"),
    "gzip-bomb-members": (coded(gzip.compress(ZEROS[:1_000_000]) * 60, "gzip"), "too_large"),
    "deflate-bomb": (coded(zlib.compress(ZEROS), "deflate"), "too_large"),
    "bare-deflate-bomb": (coded(raw_deflate(ZEROS), "deflate"), "too_large"),
    "br-bomb": (coded(brotli.compress(ZEROS, quality=2), "br"), "too_large"),
    "zstd-bomb": (coded(zstd.compress(ZEROS), "zstd"), "too_large"),
    "zstd-bomb-frames": (coded(zstd.compress(ZEROS[:1_000_000]) * 60, "zstd"), "too_large"),
    "gzip-gzip-bomb": (coded(gzip.compress(GZ_BOMB), "gzip, gzip"), "too_large"),
    "gzip-in-br-bomb": (coded(brotli.compress(GZ_BOMB, quality=2), "gzip, br"), "too_large"),
    "deflate-in-zstd-bomb": (coded(zstd.compress(zlib.compress(ZEROS)), "deflate, zstd"), "too_large"),
    "triple-bomb": (coded(gzip.compress(gzip.compress(GZ_BOMB)), "gzip, gzip, gzip"), "too_large"),
    "chunked-bomb": (
        raw(
            OK
            + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
            + (b"%x\r\n" % len(GZ_BOMB) + GZ_BOMB + b"\r\n0\r\n\r\n")
        ),
        "too_large",
    ),
}  # fmt: skip

BROKEN: dict[str, tuple[Handler, str]] = {
    "closes-at-once": (raw(b""), "protocol_error truncated connect_error"),
    "short-body": (raw(length(1000) + PAGE[:500]), "truncated"),
    "no-last-chunk": (raw(CHUNKED + b"3\r\n<p>\r\n"), "truncated"),
    "half-a-chunk": (raw(CHUNKED + b"ff\r\n<p>"), "truncated"),
    "chunk-size-words": (raw(CHUNKED + b"zz\r\n<p>\r\n0\r\n\r\n"), "protocol_error"),
    "chunk-size-negative": (raw(CHUNKED + b"-5\r\n<p>\r\n0\r\n\r\n"), "protocol_error"),
    "chunk-size-enormous": (raw(CHUNKED + b"f" * 30 + b"\r\n<p>"), "protocol_error"),
    "chunk-longer-than-said": (raw(CHUNKED + b"3\r\n<p>too long\r\n0\r\n\r\n"), "protocol_error"),
    "two-lengths": (raw(OK + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\n<p>x"), "protocol_error"),
    "negative-length": (raw(OK + b"Content-Length: -1\r\n\r\n<p>x"), "protocol_error"),
    "length-in-words": (raw(OK + b"Content-Length: three\r\n\r\n<p>"), "protocol_error"),
    "unknown-transfer-coding": (raw(OK + b"Transfer-Encoding: gzip\r\n\r\n<p>"), "protocol_error"),
    "http-0.9": (raw(b"<p>" + PAGE), "protocol_error"),
    "not-http": (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), "protocol_error"),
    "binary-noise": (raw(os.urandom(500) + b"\r\n\r\n"), "protocol_error"),
    "status-999": (raw(b"HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n"), "protocol_error http_error"),
    "status-in-words": (raw(b"HTTP/1.1 fine OK\r\n\r\n"), "protocol_error"),
    "status-101": (raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"), "protocol_error"),
    "http-7": (raw(b"HTTP/7.3 200 OK\r\n\r\n<p>x"), "protocol_error ok"),
    "nul-in-header": (raw(OK + b"X-N: a\0b\r\n\r\n<p>"), "protocol_error"),
    "header-without-colon": (raw(OK + b"no colon here\r\n\r\n<p>"), "protocol_error"),
    "space-in-header-name": (raw(OK + b"X Y: z\r\n\r\n<p>"), "protocol_error"),
    "gzip-cut": (coded(gzip.compress(PAGE)[:-12], "gzip"), "truncated"),
    "deflate-cut": (coded(zlib.compress(PAGE)[:40], "deflate"), "truncated"),
    "br-cut": (coded(brotli.compress(PAGE)[:20], "br"), "truncated"),
    "zstd-cut": (coded(zstd.compress(PAGE)[:-9], "zstd"), "truncated"),
    "gzip-cut-inside": (coded(gzip.compress(gzip.compress(PAGE)[:-12]), "gzip, gzip"), "truncated"),
    "gzip-corrupt": (coded(NOISE[:300] + b"\xff" * 40 + NOISE[340:], "gzip"), "bad_encoding"),
    "gzip-wrong-checksum": (coded(gzip.compress(PAGE)[:-8] + b"\0" * 8, "gzip"), "bad_encoding"),
    "gzip-is-plain": (coded(PAGE, "gzip"), "bad_encoding"),
    "deflate-is-plain": (coded(PAGE, "deflate"), "bad_encoding"),
    "br-is-plain": (coded(PAGE, "br"), "bad_encoding truncated"),
    "zstd-is-plain": (coded(PAGE, "zstd"), "bad_encoding"),
    "zstd-wide-window": (coded(ZSTD_WIDE, "zstd"), "bad_encoding"),
    "unknown-coding": (coded(PAGE, "compress"), "bad_encoding"),
    "many-codings": (coded(PAGE, "gzip, gzip, gzip, gzip"), "bad_encoding"),
    "unasked-304": (page(b"", "304 Not Modified", Content_Length=""), "protocol_error"),
    "unasked-206": (page(PAGE, "206 Partial Content"), "truncated"),
}

GOOD: dict[str, tuple[Handler, str]] = {
    "plain": (page(), "ok"),
    "until-close": (raw(OK + b"\r\n" + PAGE), "ok"),
    "http-1.0": (raw(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE), "ok"),
    "longer-than-said": (raw(length(len(PAGE)) + PAGE + b"trailing rubbish"), "ok"),
    "line-feeds-only": (raw(b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n" + PAGE), "ok"),
    "folded-header": (raw(OK + b"X-F: a\r\n  b\r\n\r\n" + PAGE), "ok"),
    "after-1xx": (raw(b"HTTP/1.1 103 Early Hints\r\n\r\n" + length(len(PAGE)) + PAGE), "ok"),
    "chunked": (raw(CHUNKED + b"%x\r\n" % len(PAGE) + PAGE + b"\r\n0\r\nX-T: y\r\n\r\n"), "ok"),
    "gzip": (coded(gzip.compress(PAGE), "gzip"), "ok"),
    "gzip-members": (coded(gzip.compress(PAGE[:100]) + gzip.compress(PAGE[100:]), "gzip"), "ok"),
    "gzip-padded": (coded(gzip.compress(PAGE) + b"\0" * 20, "gzip"), "ok"),
    "gzip-upper-case": (coded(gzip.compress(PAGE), "GZIP"), "ok"),
    "deflate": (coded(zlib.compress(PAGE), "deflate"), "ok"),
    "bare-deflate": (coded(raw_deflate(PAGE), "deflate"), "ok"),
    "br": (coded(brotli.compress(PAGE), "br"), "ok"),
    "zstd": (coded(zstd.compress(PAGE), "zstd"), "ok"),
    "gzip-gzip": (coded(gzip.compress(gzip.compress(PAGE)), "gzip, gzip"), "ok"),
    "no-type": (page(PAGE, Content_Type=""), "ok"),
    "html-as-octets": (page(PAGE, Content_Type="application/octet-stream"), "ok"),
    "plain-text": (page(b"Just some words of text.\n" * 9, Content_Type="text/plain"), "ok"),
    "one-control-byte": (page(PAGE + b"\x08 and on"), "ok"),
}

CONTENT: dict[str, tuple[Handler, str]] = {
    "pdf": (page(b"%PDF-1.7\n" + os.urandom(500)), "not_html"),
    "zip": (page(b"PK\x03\x04" + os.urandom(500)), "not_html"),
    "png": (page(b"\x89PNG\r\n\x1a\n" + os.urandom(500), Content_Type="image/png"), "not_html"),
    "random": (page(b"\x01" + os.urandom(5000)), "not_html"),
    "gzip-as-html": (page(gzip.compress(PAGE)), "not_html"),
    "json": (page(b'{"a": 1}', Content_Type="application/json"), "not_html"),
    "script": (page(b"alert(1)", Content_Type="text/javascript"), "not_html"),
    "empty": (page(b""), "no_content"),
    "blank": (page(b" \r\n\t \n"), "no_content"),
    "status-204": (page(b"", "204 No Content", Content_Length=""), "no_content"),
    "gzip-empty": (coded(b"", "gzip"), "no_content"),
    "script-only": (page(b"<html><head></head><body><script>go()</script></body></html>"), "no_content"),
    "shell-root": (page(b"<html><body><div id=root></div><script src=/a.js></script></body>"), "needs_rendering"),
    "shell-noscript": (
        page(b"<html><body><noscript>You need to enable JavaScript.</noscript><script>go()</script>"),
        "needs_rendering",
    ),
    "gone": (page(b"gone", "410 Gone"), "not_found"),
    "missing": (page(PAGE, "404 Not Found"), "not_found"),
    "login": (page(PAGE, "401 Unauthorized"), "forbidden"),
    "forbidden": (page(PAGE, "403 Forbidden"), "forbidden"),
    "teapot": (page(PAGE, "418 Teapot"), "http_error"),
    "broken": (page(PAGE, "500 Oops"), "server_error"),
    "not-implemented": (page(PAGE, "501 No"), "server_error"),
    "too-many": (page(PAGE, "429 Too Many Requests"), "rate_limited"),
    "three-hundred": (page(PAGE, "300 Multiple Choices"), "http_error"),
    "redirect-nowhere": (page(b"", "302 Found"), "http_error"),
}

REDIRECTS: dict[str, tuple[Handler, str]] = {
    "circle": (redirect("/circle"), "too_many_redirects"),
    "circle-a": (redirect("/circle-b"), "too_many_redirects"),
    "circle-b": (redirect("/circle-a", "308 Permanent Redirect"), "too_many_redirects"),
    "hop-0": (redirect("/plain"), "ok"),
    **{f"hop-{n}": (redirect(f"/hop-{n - 1}", "307 Temporary Redirect"), "ok") for n in range(1, 10)},
    "hop-10": (redirect("/hop-9"), "too_many_redirects"),
    "hop-11": (redirect("/hop-10"), "too_many_redirects"),
    "to-file": (redirect("file:///etc/passwd"), "blocked_scheme"),
    "to-data": (redirect("data:text/html,<p>x"), "blocked_scheme"),
    "to-script": (redirect("javascript:alert(1)"), "blocked_scheme"),
    "to-script-loud": (redirect(" JaVaScRiPt:alert(1)"), "blocked_scheme"),
    "to-ftp": (redirect("ftp://127.0.0.1/x"), "blocked_scheme"),
    "to-gopher": (redirect("gopher://127.0.0.1:25/x"), "blocked_scheme"),
    "to-blob": (redirect("blob:http://127.0.0.1/x"), "blocked_scheme"),
    "to-websocket": (redirect("ws://127.0.0.1/x"), "blocked_scheme"),
    "to-broken-address": (redirect("http://[::1"), "bad_url"),
    "to-no-host": (redirect("http://"), "bad_url"),
    "to-bad-port": (redirect("http://example.org:99999/"), "bad_url"),
    "to-endless-address": (redirect("/" + "a" * 20_000), "bad_url"),
    "to-fragment-of-itself": (redirect("#top"), "too_many_redirects"),
    "body-on-the-way": (page(b"x" * 100_000, "302 Found", Location="/plain"), "ok"),
    "refresh-is-not-followed": (page(PAGE, Refresh="0; url=file:///etc/passwd"), "ok"),
}

FAULTS = TIME | SIZE | BROKEN | GOOD | CONTENT | REDIRECTS

# Every one of these is this machine, its network or its cloud, seen from somewhere; {} is the canary's port.
PRIVATE = [
    "http://127.0.0.1:{}/",
    "http://127.1:{}/",
    "http://2130706433:{}/",
    "http://0x7f000001:{}/",
    "http://0x7f.0.0.1:{}/",
    "http://0177.0.0.1:{}/",
    "http://017700000001:{}/",
    "http://127.0.0.2:{}/",
    "http://0.0.0.0:{}/",
    "http://0:{}/",
    "http://localhost:{}/",
    "http://LOCALHOST:{}/",
    "http://localhost.:{}/",
    "http://[::1]:{}/",
    "http://[::]:{}/",
    "http://[0:0:0:0:0:0:0:1]:{}/",
    "http://[::ffff:127.0.0.1]:{}/",
    "http://[::ffff:7f00:1]:{}/",
    "http://[::127.0.0.1]:{}/",
    "http://[64:ff9b::7f00:1]:{}/",
    "http://[64:ff9b:1::7f00:1]:{}/",
    "http://[2002:7f00:1::]:{}/",
    "http://[2001:0:7f00:1::]:{}/",
    "http://[fe80::1]:{}/",
    "http://[fc00::1]:{}/",
    "http://[fd00:ec2::254]:{}/",
    "http://[ff02::1]:{}/",
    "http://[fec0::1]:{}/",
    "http://169.254.169.254:{}/latest/meta-data/",
    "http://10.0.0.1:{}/",
    "http://172.16.0.1:{}/",
    "http://192.168.0.1:{}/",
    "http://100.64.0.1:{}/",
    "http://100.100.100.200:{}/",
    "http://192.0.0.192:{}/",
    "http://168.63.129.16:{}/",
    "http://224.0.0.1:{}/",
    "http://240.0.0.1:{}/",
    "http://255.255.255.255:{}/",
    "http://198.18.0.1:{}/",
    "http://203.0.113.9:{}/",
    "http://user:secret@127.0.0.1:{}/",
    "http://example.org@127.0.0.1:{}/",
    "http://１２７.０.０.１:{}/",
    "http://①②⑦.⓪.⓪.①:{}/",
    "http://127.0.0.1:{}#@example.org/",
    "http://2852039166:{}/",
    "http://0xa9fea9fe:{}/",
    "https://127.0.0.1:{}/",
    "http://[2001:db8::1]:{}/",
    "http://[100::1]:{}/",
    "http://[2606:4700::5efe:7f00:1]:{}/",
    "//127.0.0.1:{}/",
    "http:\\\\127.0.0.1:{}/",
    "\\\\127.0.0.1:{}/",
    "http:/127.0.0.1:{}/",
    "http:////127.0.0.1:{}/",
    "http://127.0.0.1.:{}/",
    "http://127。0。0。1:{}/",
    "http://sub.localhost:{}/",
    "http://[fe80::1%25eth0]:{}/",
    "http://[::FFFF:169.254.169.254]:{}/",
    "http://[::ffff:0:127.0.0.1]:{}/",
    "http://00000177.1:{}/",
]
