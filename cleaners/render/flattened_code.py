"""Which lines of flattened text are code, told by their form: there is no markup left that says so."""

from __future__ import annotations

from collections.abc import Sequence

from ..lexicon.text import count_words
from ..page import Block, Kind, Page
from ..patterns import pattern
from ..reading.lines import PROMPTS
from ..reading.prose import is_prose

_CONSOLE = pattern(
    r">>> |\$ [a-z./]|(?:pip3?|npm|npx|yarn|git|sudo|apt|docker|curl|wget|brew|cargo|python3?|make|conda) [\w./-]+"
    r"(?: [^ ]+){0,8}$|[a-z][\w-]{1,20} (?:[^ ]+ ){0,4}--?\w[\w=-]*(?: [^ ]+){0,4}$"
)
_STATEMENT = pattern(
    r"(?:def|class|for|if|while|with|fn|func|function|public|private|static|void|int|switch)\b.{0,160}[({:]$"
    r"|(?:import|from|using|#include|package|use)\s[\w.<{].{0,100}[\w;>}\"']$"
    r"|(?:const|let|var|val)\s\w.{0,60}=|@\w+(?:\(.{0,100}\))?$|return\b.{0,160}[;)]$"
    r"|[\w.\]\[]{1,60} [+-]?= [^ ].{0,160}[\w)\]}\"';]$|[\w.]{1,60}\(.{0,160}\)[;:]?$|.{0,160}[{}];?$|[})\]]{1,4}[;,]?$"
    r"|</?\w{1,20}[^<>]{0,80}>"
)
_MIN_INDENT, _MIN_LINES = 2, 2
_MAX_OUTPUT = 8  # lines after a prompt that are no code by themselves
_SENTENCE_WORDS = 5


def code_runs(page: Page, blocks: Sequence[Block]) -> dict[int, str]:
    """The lines that are code, by their place among ``blocks``, each with the indentation that it has in the page."""
    indents = [_indent(page, block) for block in blocks]
    code: dict[int, str] = {}
    start = 0
    while start < len(blocks):
        end = _end_of_run(blocks, indents, start)
        if end - start >= _MIN_LINES or (end > start and _CONSOLE.match(blocks[start].text)):
            base = min(map(len, indents[start:end]))
            code |= {i: indents[i][base:] + blocks[i].text for i in range(start, end)}
        start = max(end, start + 1)
    return code


def _indent(page: Page, block: Block) -> str:
    """The white space before a line in the page's text."""
    start = block.span[0]
    before = page.text[page.text.rfind("\n", 0, start) + 1 : start]
    return before if not before.strip() else ""


def _end_of_run(blocks: Sequence[Block], indents: Sequence[str], start: int) -> int:
    """The place after the last line of code in a row from ``start`` on; ``start`` itself for none."""
    end, output = start, 0
    for i in range(start, len(blocks)):
        text = blocks[i].text
        if _is_code(blocks[i]) or text.startswith(PROMPTS[0]):
            end, output = i + 1, _MAX_OUTPUT if text.startswith(PROMPTS[0]) else output
        elif end > start and (len(indents[i]) >= _MIN_INDENT or (output and _may_be_output(blocks[i]))):
            end, output = i + 1, output - 1
        else:
            break
    return end


def _is_code(block: Block) -> bool:
    text = block.text
    return block.kind is not Kind.ITEM and bool(_CONSOLE.match(text) or _STATEMENT.match(text)) and not _is_text(block)


def _is_text(block: Block) -> bool:
    """Whether a line that begins like code is a sentence: it ends in a full stop, or has many words and no sign."""
    return block.text.endswith((".", "!", "?", "。"))


def _may_be_output(block: Block) -> bool:
    """Whether a line may be what a console prints: no paragraph, and no sentence of some words."""
    words = count_words(block.text)
    return not is_prose(block, words) and not (words >= _SENTENCE_WORDS and block.text.endswith((".", "!", "?")))
