"""One listing in the markup of many highlighters: always the same lines, without numbers, buttons and labels."""

from __future__ import annotations

import time
from html import escape

import pytest

from cleaners import clean
from cleaners.page import Block, Kind
from cleaners.segment import segment_html

LINES = ["def run(jobs):", "    for job in jobs:", "", "        job.start()  # < 3 & more", "    return len(jobs)"]
CODE = "\n".join(LINES)
E = [escape(line) for line in LINES]
TEXT = "\n".join(E)
BR = "<br>".join(E)
NUMBERS = "\n".join(str(number) for number in range(1, 6))


def each(form: str, between: str = "", lines: list[str] = E) -> str:
    """Every line in a form with "{}" for its text and "{n}" for its number."""
    return between.join(form.replace("{n}", str(n)).replace("{}", line) for n, line in enumerate(lines, 1))


NBSP = [line.replace("    ", "&nbsp;&nbsp;&nbsp;&nbsp;") for line in E]
GIST_ROW = (
    '<tr><td id="L{n}" class="blob-num js-line-number" data-line-number="{n}"></td>\n'
    '<td id="LC{n}" class="blob-code blob-code-inner js-file-line">{}</td></tr>'
)
SH3_LINE = (
    '<div class="line number{n} index{n} alt2"><code class="python spaces"></code><code class="python plain">{}</code></div>'
)
FORMS = {
    "plain": (f"<pre>{TEXT}</pre>", ""),
    "pre with code": (f'<pre><code class="language-python">{TEXT}\n</code></pre>', "python"),
    "Prism": (f'<pre class="language-py line-numbers"><code class="language-py">{TEXT}<span aria-hidden="true" '
              f'class="line-numbers-rows"><span></span><span></span></span></code></pre>', "py"),
    "Prism toolbar": (f'<div class="code-toolbar"><pre class="language-python"><code>{TEXT}</code></pre><div class="toolbar">'
                      '<div class="toolbar-item"><span>Python</span></div><div class="toolbar-item"><button>Copy</button>'
                      "</div></div></div>", "python"),
    "highlight.js": (f'<pre><code class="hljs python">{TEXT}</code></pre>', "python"),
    "hljs line numbers": ('<pre><code class="hljs language-python"><table class="hljs-ln"><tbody>'
                          + each('<tr><td class="hljs-ln-line hljs-ln-numbers" data-line-number="{n}"><div class="hljs-ln-n" '
                                 'data-line-number="{n}"></div></td><td class="hljs-ln-line hljs-ln-code">{}</td></tr>')
                          + "</tbody></table></code></pre>", "python"),
    "Docusaurus": ('<div class="language-py codeBlockContainer_Ckt0"><div class="codeBlockContent_QJqH"><pre class="prism-code '
                   'language-py thin-scrollbar"><code class="codeBlockLines_e6Vv">'
                   + each('<span class="token-line" style="color:#393A34"><span class="token plain">{}</span><br></span>')
                   + '</code></pre><div class="buttonGroup__atx"><button type="button" aria-label="Copy code">'
                   '<span class="copyButtonIcons_e">Copy</span></button></div></div></div>', "py"),
    "Docusaurus 1 with div": ('<pre class="prism-code language-python"><div class="token-line">'
                              + each("{}", '<br></div><div class="token-line">') + "</div></pre>", "python"),
    "VitePress": ('<div class="language-py vp-adaptive-theme line-numbers-mode"><button title="Copy Code" class="copy"></button>'
                  '<span class="lang">py</span><pre class="shiki vp-code" v-pre=""><code>' + each('<span class="line">{}</span>', "\n")
                  + '</code></pre><div class="line-numbers-wrapper" aria-hidden="true">'
                  + each('<span class="line-number">{n}</span><br>') + "</div></div>", "py"),
    "Shiki without line ends": ('<pre class="shiki github-dark" data-language="python"><code>'
                                + each('<span class="line">{}</span>') + "</code></pre>", "python"),
    "rehype-pretty-code": ('<figure data-rehype-pretty-code-figure=""><pre data-language="python"><code data-language="python" '
                           'style="display:grid">' + each('<span data-line="">{}</span>', "\n") + "</code></pre></figure>", "python"),
    "Expressive Code": ('<div class="expressive-code"><figure class="frame"><figcaption class="header"></figcaption>'
                        '<pre data-language="python"><code>'
                        + each('<div class="ec-line"><div class="gutter"><div class="ln" aria-hidden="true">{n}</div></div>'
                               '<div class="code">{}</div></div>')
                        + '</code></pre><div class="copy"><button title="Copy"><div></div></button></div></figure></div>', "python"),
    "Sphinx": (f'<div class="highlight-python notranslate"><div class="highlight"><pre><span></span>{TEXT}\n</pre></div></div>', "python"),
    "Sphinx with a column": ('<div class="highlight-python3 notranslate"><table class="highlighttable"><tr><td class="linenos">'
                             f'<div class="linenodiv"><pre><span class="normal">1</span>\n{NUMBERS[2:]}</pre></div></td><td class="code">'
                             f'<div class="highlight"><pre><span></span>{TEXT}\n</pre></div></td></tr></table></div>', "python3"),
    "Sphinx inline numbers": ('<div class="highlight-python notranslate"><div class="highlight"><pre>'
                              + each('<span class="linenos">{n}</span>{}', "\n") + "</pre></div></div>", "python"),
    "Sphinx default": (f'<div class="highlight-default notranslate"><div class="highlight"><pre>{TEXT}</pre></div></div>', ""),
    "MkDocs": ('<div class="language-python highlight"><span class="filename">run.py</span><pre id="__code_0"><span></span>'
               '<button class="md-clipboard" title="Copy">Copy</button><code>'
               + each('<a id="__codelineno-0-{n}" name="x" href="#x"></a>{}', "\n") + "\n</code></pre></div>", "python"),
    "Jekyll": (f'<div class="language-python highlighter-rouge"><div class="highlight"><pre class="highlight"><code>{TEXT}\n'
               "</code></pre></div></div>", "python"),
    "Rouge with a column": ('<div class="language-python highlighter-rouge"><div class="code-header"><span data-label-text="Python">'
                            '</span><button aria-label="copy"></button></div><div class="highlight"><code><table class="rouge-table">'
                            f'<tbody><tr><td class="rouge-gutter gl"><pre class="lineno">{NUMBERS}\n</pre></td><td class="rouge-code">'
                            f"<pre>{TEXT}\n</pre></td></tr></tbody></table></code></div></div>", "python"),
    "Rouge in one pre": ('<figure class="highlight"><pre><code class="language-python" data-lang="python"><table class="rouge-table">'
                         f'<tbody><tr><td class="gutter gl"><pre class="lineno">{NUMBERS}\n</pre></td><td class="code">'
                         f"<pre>{TEXT}\n</pre></td></tr></tbody></table></code></pre></figure>", "python"),
    "Hugo": ('<div class="highlight"><pre tabindex="0" class="chroma"><code class="language-python" data-lang="python">'
             + each('<span class="line"><span class="cl">{}\n</span></span>') + "</code></pre></div>", "python"),
    "Hugo lntable": ('<div class="highlight"><div class="chroma"><table class="lntable"><tr><td class="lntd"><pre tabindex="0" '
                     'class="chroma"><code>' + each('<span class="lnt">{n}\n</span>') + '</code></pre></td><td class="lntd">'
                     '<pre tabindex="0" class="chroma"><code class="language-python" data-lang="python">'
                     + each('<span class="line"><span class="cl">{}\n</span></span>') + "</code></pre></td></tr></table></div></div>",
                     "python"),
    "Hugo inline numbers": ('<div class="highlight"><pre style="color:#f8f8f2;-moz-tab-size:4"><code class="language-python" '
                            'data-lang="python">' + each('<span style="display:flex;"><span style="white-space:pre;-webkit-user-select:none'
                            ';user-select:none;margin-right:0.4em;color:#7f7f7f">{n}</span><span>{}\n</span></span>')
                            + "</code></pre></div>", "python"),
    "Hexo": ('<figure class="highlight python"><table><tr><td class="gutter"><pre>' + each('<span class="line">{n}</span><br>')
             + '</pre></td><td class="code"><pre>' + each('<span class="line">{}</span><br>') + "</pre></td></tr></table></figure>", "python"),
    "GitHub": (f'<div class="highlight highlight-source-python notranslate position-relative" dir="auto"><pre>{TEXT}</pre>'
               '<div class="zeroclipboard-container"><clipboard-copy aria-label="Copy"><svg><path d="M0"></path></svg>'
               "</clipboard-copy></div></div>", "python"),
    "GitHub file": ('<div itemprop="text" class="Box-body p-0 blob-wrapper data type-python"><table class="highlight tab-size '
                    'js-file-line-container"><tbody>' + each(GIST_ROW, "\n") + "</tbody></table></div>", "python"),
    "Gist": ('<div class="gist"><div class="gist-file"><div class="gist-data"><div class="blob-wrapper data type-python">'
             '<table class="highlight tab-size js-file-line-container">' + each(GIST_ROW.replace("></td>\n", ">{n}</td>\n"))
             + "</table></div></div></div></div>", "python"),
    "GitLab": ('<pre class="code highlight js-syntax-highlight language-python" lang="python"><code>'
               + each('<span id="LC{n}" class="line" lang="python">{}</span>', "\n") + "</code></pre>", "python"),
    "CodeMirror 5": ('<div class="CodeMirror cm-s-default"><div class="CodeMirror-code">'
                     + each('<div style="position: relative;"><div class="CodeMirror-gutter-wrapper"><div class="CodeMirror-linenumber '
                            'CodeMirror-gutter-elt">{n}</div></div><span class="CodeMirror-line"><span>{}</span></span></div>', lines=NBSP)
                     + "</div></div>", ""),
    "CodeMirror 6": ('<div class="cm-editor"><div class="cm-scroller"><div class="cm-content" data-language="python">'
                     + each('<div class="cm-line">{}</div>') + "</div></div></div>", "python"),
    "Monaco": ('<div class="view-lines" data-lang="python">' + each('<div class="view-line"><span><span>{}</span></span></div>', lines=NBSP)
               + "</div>", "python"),
    "SyntaxHighlighter 3": ('<div id="highlighter_1" class="syntaxhighlighter python"><table border="0"><tbody><tr><td class="gutter">'
                            + each('<div class="line number{n} index{n} alt2">{n}</div>') + '</td><td class="code"><div class="container">'
                            + each(SH3_LINE, lines=NBSP) + "</div></td></tr></tbody></table></div>", "python"),
    "SyntaxHighlighter source": (f'<pre class="brush: python; gutter: false; title: ; notranslate">{TEXT}</pre>', "python"),
    "SyntaxHighlighter 1": ('<div class="dp-highlighter"><ol class="dp-py" start="1">' + each("<li><span>{}</span></li>", lines=NBSP)
                            + "</ol></div>", ""),
    "Crayon": ('<div id="crayon-5" class="crayon-syntax crayon-theme-classic"><div class="crayon-toolbar"><span class="crayon-language">'
               'Python</span></div><div class="crayon-main"><table class="crayon-table"><tr class="crayon-row"><td class="crayon-nums">'
               '<div class="crayon-nums-content">' + each('<div class="crayon-num">{n}</div>') + '</div></td><td class="crayon-code">'
               '<div class="crayon-pre">' + each('<div class="crayon-line" id="crayon-5-{n}">{}</div>') + "</div></td></tr></table></div></div>",
               "python"),
    "Crayon source": (f'<pre class="lang:python decode:true ">{TEXT}</pre>', "python"),
    "EnlighterJS": (f'<pre class="EnlighterJSRAW" data-enlighter-language="python" data-enlighter-theme="">{TEXT}</pre>', "python"),
    "WordPress": (f'<pre class="wp-block-code"><code lang="python" class="language-python">{TEXT}</code></pre>', "python"),
    "WordPress with both line ends": ("<pre>" + "<br />\n".join(E) + "</pre>", ""),
    "Medium": (f'<pre class="mq mr ms"><span id="5a" class="nb nc" data-selectable-paragraph="">{BR}</span></pre>', ""),
    "Stack Overflow": (f'<pre class="lang-py s-code-block"><code class="hljs language-python">{TEXT}\n</code></pre>', "python"),
    "Discourse": (f'<pre data-code-wrap="python"><code class="lang-python">{TEXT}</code></pre>', "python"),
    "Discourse auto": (f'<pre><code class="lang-auto">{TEXT}</code></pre>', ""),
    "Confluence": ('<div class="code panel pdl"><div class="codeContent panelContent pdl"><pre class="syntaxhighlighter-pre" '
                   f'data-syntaxhighlighter-params="brush: python; gutter: false; theme: Confluence">{TEXT}</pre></div></div>', "python"),
    "MDN": ('<div class="code-example"><div class="example-header"><span class="language-name">python</span><button class="icon copy-icon">'
            f'<span>Copy</span></button></div><pre class="brush: python example-good notranslate"><code>{TEXT}</code></pre></div>', "python"),
    "Microsoft": ('<div class="code-header"><span class="language">C#</span><button class="action" data-bi-name="copy"><span>Copy</span>'
                  f'</button></div><pre tabindex="0" class="has-inner-focus"><code class="lang-csharp">{TEXT}</code></pre>', "csharp"),
    "a label alone": (f'<div class="snippet"><div class="bar">C#<button>Copy code</button></div><pre>{TEXT}</pre></div>', "csharp"),
    "Notion": (f'<pre id="a1" class="code"><code class="language-Python" style="white-space:pre-wrap">{TEXT}</code></pre>', "python"),
    "Substack": ('<div class="highlighted_code_block" data-attrs="{&quot;language&quot;:&quot;python&quot;,&quot;nodeId&quot;:&quot;a'
                 f'&quot;}}" data-component-name="HighlightedCodeBlockToDOM"><pre class="shiki"><code>{TEXT}</code></pre></div>', "python"),
    "MediaWiki": (f'<div class="mw-highlight mw-highlight-lang-python mw-content-ltr" dir="ltr"><pre><span></span>{TEXT}\n</pre></div>',
                  "python"),
    "pandoc": ('<div class="sourceCode" id="cb1"><pre class="sourceCode python"><code class="sourceCode python">'
               + each('<span id="cb1-{n}"><a href="#cb1-{n}" aria-hidden="true" tabindex="-1"></a>{}</span>', "\n")
               + "</code></pre></div>", "python"),
    "org-mode": (f'<div class="org-src-container"><pre class="src src-python">{TEXT}\n</pre></div>', "python"),
    "Asciidoctor": ('<div class="listingblock"><div class="content"><pre class="rouge highlight"><code data-lang="python">'
                    f"{TEXT}</code></pre></div></div>", "python"),
    "Doxygen": ('<div class="fragment">' + each('<div class="line"><a name="l{n}"></a><span class="lineno">    {n}</span>{}</div>', "\n")
                + "</div>", ""),
    "prettify": (f'<pre class="prettyprint linenums lang-py prettyprinted"><ol class="linenums">'
                 + each('<li class="L{n}"><span class="pln">{}</span></li>') + "</ol></pre>", "py"),
    "GeSHi": ('<pre class="python" style="font-family:monospace;"><ol>' + each('<li style="font-weight: normal;"><div class="de1">{}</div></li>')
              + "</ol></pre>", "python"),
    "Torchlight": ("<pre><code data-lang=\"python\" class='torchlight'>"
                   + each("<div class='line'><span style=\"user-select: none\" class=\"line-number\"> {n}</span>{}</div>") + "</code></pre>",
                   "python"),
    "XenForo": ('<div class="bbCodeBlock bbCodeBlock--code"><div class="bbCodeBlock-title">Python:</div><div class="bbCodeBlock-content">'
                f'<pre class="bbCodeCode" dir="ltr" data-xf-init="code-block" data-lang="python"><code>{TEXT}</code></pre></div></div>',
                "python"),
    "dev.to": (f'<div class="highlight js-code-highlight"><pre class="highlight python"><code>{TEXT}\n</code></pre><div '
               'class="highlight__panel js-actions-panel"><div class="highlight__panel-action"><svg><title>Enter fullscreen mode</title>'
               "<path></path></svg></div></div></div>", "python"),
    "WP-Syntax": (f'<div class="wp_syntax"><table><tr><td class="line_numbers"><pre>{NUMBERS}\n</pre></td><td class="code"><pre class="python" '
                  f'style="font-family:monospace;">{TEXT}</pre></td></tr></table></div>', "python"),
    "code with line breaks": ("<p><code>" + "<br>\n".join(NBSP) + "</code></p>", ""),
    "a div with white-space: pre": (f'<div style="font-family: Courier New, monospace; white-space: pre">{TEXT}</div>', ""),
    "numbers glued as text": ("<pre>" + each("{n}{}", "\n") + "</pre>", ""),
    "numbers in links": ('<pre class="listing">' + each('<a href="#l{n}">{n}</a> {}', "\n") + "</pre>", ""),
    "Windows line ends": ("<pre>" + "\r\n".join(E) + "</pre>", ""),
    "inside a table of the layout": (f'<table><tr><td><pre class="lang-py">{TEXT}</pre></td></tr></table>', "py"),
}  # fmt: skip


def listings(source: str) -> list[Block]:
    page = segment_html(f"<html><body><p>Before it.</p>{source}<p>After it.</p></body></html>")
    return [block for block in page.blocks if block.kind is Kind.CODE and not block.hidden]


@pytest.mark.parametrize("name", FORMS)
def test_a_listing_is_read_line_by_line(name: str) -> None:
    source, language = FORMS[name]
    found = [(block.text.replace(" \n", "\n"), block.language) for block in listings(source)]
    expected = "\n".join(line.rstrip() for line in LINES)
    if name.startswith("numbers in links"):
        found = [("\n".join(line[1:] if line.startswith(" ") else line for line in text.split("\n")), name) for text, name in found]
    assert found == [(expected, language)]


@pytest.mark.parametrize("name", FORMS)
def test_what_is_beside_a_listing_is_hidden(name: str) -> None:
    source, _ = FORMS[name]
    page = segment_html(f"<html><body><p>Before it.</p>{source}<p>After it.</p></body></html>")
    shown = [block.text for block in page.blocks if not block.hidden and block.kind is not Kind.CODE]
    assert [text for text in shown if text not in ("run.py", "Python:")] == ["Before it.", "After it."]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<pre>1 egg\n2 onions\n3 leeks\n4 plums</pre>", "1 egg\n2 onions\n3 leeks\n4 plums"),
        ("<pre>10 PRINT\n20 GOTO 10\n30 END</pre>", "10 PRINT\n20 GOTO 10\n30 END"),
        ('<pre><span class="mi">1</span> + 1\n<span class="mi">2</span> + 1\n<span class="mi">3</span> + 1</pre>',
         "1 + 1\n2 + 1\n3 + 1"),
        ("<pre>$ make\n&gt;&gt;&gt; run()</pre>", "$ make\n>>> run()"),
        ("<pre>\n\n    indented\n\n\nend\n\n</pre>", "    indented\n\n\nend"),
        ("<pre>a<br>b<br><br>c</pre>", "a\nb\n\nc"),
        ("<pre>\ta\n\t\tb</pre>", "\ta\n\t\tb"),
        ("<pre>1\n2\n3</pre>", "1\n2\n3"),
        ("<pre>1. Mix.\n2. Bake.\n3. Cool.\n4. Eat.</pre>", "1. Mix.\n2. Bake.\n3. Cool.\n4. Eat."),
    ],
)  # fmt: skip
def test_what_looks_like_numbers_of_lines_stays(source: str, text: str) -> None:
    assert [block.text for block in listings(source)] == [text]


@pytest.mark.parametrize(
    "source",
    [
        "<p>Type <code>make</code> twice.</p>",
        "<p><code>make</code></p>",
        "<pre><h2>A heading</h2><p>An article in a pre, as some old pages have it.</p></pre>",
        '<div class="fragment"><p>Words of a theme that calls its parts so.</p></div>',
        '<div class="code-block"><p>Words.</p><pre>one\ntwo</pre></div>',
    ],
)
def test_what_is_no_listing_keeps_its_blocks(source: str) -> None:
    page = segment_html(f"<body>{source}</body>")
    assert all("A heading" not in block.text or block.kind is Kind.HEADING for block in page.blocks)
    assert [block.text for block in page.blocks if block.kind is Kind.CODE] in ([], ["one\ntwo"], [page.blocks[-1].text])


def test_what_is_removed_is_in_the_trail() -> None:
    page = clean(f"<body><p>{'Words of the article, and more of them. ' * 9}</p>{FORMS['Expressive Code'][0]}</body>")
    (removed,) = [decision for decision in page.removed if decision.evidence == "line numbers of a listing"]
    assert (removed.block.text, removed.decided_by) == (NUMBERS, "rules.hidden")
    assert "line numbers" not in " ".join(page.notes)


@pytest.mark.parametrize(
    "unit",
    [
        '<div class="code-block">', '<div class="fragment"><div class="line">', "<pre>", "<code><br>", '<pre><span class="ln">1',
        '<pre><td class="gutter">', '<div style="white-space:pre;font-family:monospace">', '<pre><b class="copy">x', "<pre>1</pre>",
        '<div class="crayon-syntax"><pre>', "<pre><a>1</a>x\n</pre>", '<span class="language-x">a</span><pre>b</pre>', "1 <br>",
        '<div class="lang"><pre>x</pre>Copy',
    ],
)  # fmt: skip
def test_hostile_pages_take_linear_time(unit: str) -> None:
    start = time.process_time()
    segment_html("<body>" + unit * 3_000)
    assert time.process_time() - start < 3
