"""The language of a listing, by the names that highlighters write into classes and attributes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

# Names that are accepted as a class of their own, without a prefix such as "language-".
KNOWN = frozenset(
    "abap ada apacheconf applescript arduino asciidoc asm aspnet assembly autohotkey awk bash batch bibtex brainfuck c "
    "c++ clojure cmake cobol coffee coffeescript console cpp crystal cs csharp c# css csv cuda cypher cython d dart "
    "delphi diff docker dockerfile dot ebnf ejs elisp elixir elm emacs-lisp erb erlang f# fish fortran fsharp gherkin "
    "git glsl gnuplot go golang gradle graphql groovy haml handlebars haskell haxe hcl hlsl html htmlbars http ini "
    "ipython ipython3 irb java javascript jinja jinja2 js json json5 jsonc jsonnet jsx julia kotlin kql kt latex less "
    "liquid lisp lua makefile markdown math mathematica matlab md mdx mermaid mipsasm mysql nasm nginx nim nix objc "
    "objective-c objectivec ocaml octave pascal patch perl pgsql php pl plpgsql plsql postgresql powershell prolog "
    "promql properties proto protobuf ps1 pug puppet purescript py pycon pytb python python2 python3 qml r racket "
    "rb reasonml regex rest rs rst ruby rust sas sass sbt scala scheme scss sh shell shell-session shellsession "
    "smalltalk solidity sparql sql stata svelte swift systemverilog tcl terraform tex thrift toml ts tsql tsx twig "
    "typescript vb vb.net vba vbnet verilog vhdl vim viml vue wasm wgsl xml xquery xslt yaml yml zig zsh".split()
)
# Names that say that there is no language, or that a program should guess it.
_NONE = frozenset(
    "none default auto undefined null generic unknown nohighlight no-highlight nolang ignore inline raw other "
    "false true code listing".split()
)
_NAMES_OF_LABELS = {
    "c#": "csharp", "c++": "cpp", "f#": "fsharp", "objective-c": "objectivec", "visual basic": "vb",
    "docker file": "docker",
    "shell session": "shell", "emacs lisp": "elisp", "plain text": "text", "plaintext": "text", "text": "text",
    "azure cli": "azurecli", "command line": "shell", "bash/shell": "bash", "terminal": "",
}  # fmt: skip
_ATTRIBUTES = (
    "data-lang", "data-language", "data-code-lang", "data-code-language", "data-enlighter-language", "data-code-wrap",
    "data-prismjs-language", "data-canonical-lang", "syntax", "language", "lang",
)  # fmt: skip
_PREFIXED = re.compile(
    r"(?:^|[\s_-])(?:lang(?:uage)?|highlight-source|brush|highlight|hl|src|sh|type|syntax|code)(?:[-:]|(?<=sh)_)\s*"
    r"([a-z][a-z0-9+#._-]{0,24})(?=[\s;,\"]|$)",
    re.I,
)
_SURE_PREFIX = re.compile(
    r"(?:^|[\s_-])(?:lang(?:uage)?[-:_]|highlight-source-|brush:)\s*([a-z][a-z0-9+#._-]{0,24})(?=[\s;,\"]|$)", re.I
)
_SPHINX = re.compile(r"(?:^|\s)highlight-([a-z][a-z0-9+#._-]{0,24})\s+notranslate(?:\s|$)")
_WRAPPER = re.compile(
    r"highlight|code|src|syntax|prettyprint|prism|chroma|hljs|shiki|listing|snippet|lang|data type-|gist|\bhl\b", re.I
)
_PARAMETERS = re.compile(r"brush:\s*([a-z][a-z0-9+#.-]{0,24})|\"language\":\s*\"([a-z][\w+#.-]{0,24})\"", re.I)
_NAME = re.compile(r"[a-z][a-z0-9+#._-]{0,24}\Z")
_MIN_BARE = 3  # characters of a class that names a language where nothing else tells of a highlighter
_MAX_CLASSES = 1_000  # characters of a class attribute that are read

Attributes = Mapping[str, str | None]


def language_of(inner: Sequence[Attributes], outer: Sequence[Attributes]) -> str:
    """The language of a listing in lower case, as the page names it; "" for none.

    ``inner`` are the attributes of the listing's own elements (its <code>, then its <pre>), whose classes are about
    nothing else; ``outer`` those of the elements around it, innermost first, which must look like a highlighter's.
    """
    is_highlighted = any(_WRAPPER.search((attrs.get("class") or "")[:_MAX_CLASSES]) for attrs in (*inner, *outer))
    for attrs in inner:
        if name := _own_language(attrs, is_highlighted):
            return name
    for attrs in outer:
        classes = attrs.get("class") or ""
        if (classes or "data-attrs" in attrs) and (name := _outer_language(attrs, classes)):
            return name
    return ""


def language_label(text: str) -> str | None:
    """The language that a label above a listing names ("" for a name of none); None for no such label."""
    name = " ".join(text.casefold().split())
    if name in _NAMES_OF_LABELS:
        return _NAMES_OF_LABELS[name]
    return name if name in KNOWN else None


def _own_language(attrs: Attributes, is_highlighted: bool) -> str:
    for key in _ATTRIBUTES:
        value = (attrs.get(key) or "").strip().lower()
        if value and (name := _accepted(value)) and (key not in ("lang", "language") or name in KNOWN):
            return name
    classes = (attrs.get("class") or "")[:_MAX_CLASSES].lower()
    return _parameters(attrs) or _prefixed(classes) or (_bare(classes) if is_highlighted or _is_name(classes) else "")


def _outer_language(attrs: Attributes, classes: str) -> str:
    for key in _ATTRIBUTES[:-2]:
        if (value := (attrs.get(key) or "").strip().lower()) and (name := _accepted(value)):
            return name
    if name := _parameters(attrs):
        return name
    classes = classes[:_MAX_CLASSES].lower()
    name = _prefixed(classes) or _bare(classes) if _WRAPPER.search(classes) else ""
    return name if name in KNOWN or (_accepted(name) and "highlight" in classes) else ""


def _parameters(attrs: Attributes) -> str:
    """The language among the parameters that a highlighter's script reads (Confluence, Substack)."""
    text = attrs.get("data-syntaxhighlighter-params") or attrs.get("data-attrs") or ""
    match = _PARAMETERS.search(text[:_MAX_CLASSES])
    return _accepted((match[1] or match[2]).lower()) if match else ""


@lru_cache(1024)  # the listings of a page have the same few classes
def _prefixed(classes: str) -> str:
    """The language of a class that says that it is one."""
    for match in _SURE_PREFIX.finditer(classes):
        if name := _accepted(match[1]):
            return name
    if (sphinx := _SPHINX.search(classes)) and _accepted(sphinx[1]):
        return sphinx[1]
    for match in _PREFIXED.finditer(classes):
        if match[1] in KNOWN:
            return match[1]
    return ""


def _bare(classes: str) -> str:
    """The first class that is the name of a language."""
    return next((name for name in classes.replace(";", " ").split() if name in KNOWN), "")


def _is_name(classes: str) -> bool:
    """Whether an element's only class is a name: shorter ones, or ones beside others, may be a program's own ("pl")."""
    return len(classes) >= _MIN_BARE and " " not in classes.strip()


def _accepted(name: str) -> str:
    """The name, "" where it is none of a language."""
    return name if _NAME.match(name) and name not in _NONE else ""
