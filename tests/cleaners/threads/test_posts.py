"""Posts of threads as various forum programs write them, and pages that are no threads."""

from __future__ import annotations

import pytest
from shared import shared

from cleaners import CleanPage, clean
from training.data import find_pages

WORDS = "The glaze pulls back from the rim of the bowl and leaves a bare patch as large as a lentil, "
URL = "https://forum.example/viewtopic.php?t=7"


def thread(*posts: str, url: str = URL) -> CleanPage:
    head = "<html><head><title>Crawling glaze</title></head><body><h1>Crawling glaze</h1>"
    body = f"{head}{''.join(posts)}</body></html>"
    return clean(body.encode(), url)


def bulletin(number: int, author: str, date: str, body: str) -> str:
    """A post with a profile beside it, as bulletin boards write it."""
    return f"""<div id="p{number}" class="post bg{number % 2}"><dl class="postprofile"><dt>
      <a class="username" href="./memberlist.php?u={number}">{author}</a></dt><dd>Joined: Mar 2019</dd></dl>
      <div class="postbody"><p class="author">by <strong>{author}</strong> » <time datetime="{date}">{date}</time></p>
      <div class="content">{body}</div></div></div>"""


def authors_and_dates(page: CleanPage) -> list[tuple[str, str]]:
    return [(post.author, post.date) for post in page.posts]


def texts(page: CleanPage) -> list[str]:
    return ["\n\n".join(page.page.blocks[index].text for index in post.blocks) for post in page.posts]


def test_posts_in_order_with_author_and_time() -> None:
    page = thread(
        bulletin(1, "wilma_c", "2026-02-03T19:12:00+00:00", f"<p>{WORDS} what is it?</p>"),
        bulletin(2, "obeam", "2026-02-03T20:40:00+00:00", f"<p>{WORDS} it is zinc.</p><p>Look for cracks in it.</p>"),
    )
    assert authors_and_dates(page) == [("wilma_c", "2026-02-03T19:12:00+00:00"), ("obeam", "2026-02-03T20:40:00+00:00")]
    assert texts(page)[1].endswith("it is zinc.\n\nLook for cracks in it.")


def test_a_quotation_has_a_depth_and_an_author_and_becomes_a_markdown_quotation() -> None:
    inner = f"<div class='bbquote' data-author='obeam'><p>{WORDS} it is the zinc.</p></div>"
    body = f"<blockquote><p>Ann wrote:</p>{inner}<p>{WORDS} zinc!</p></blockquote><p>{WORDS} no.</p>"
    page = thread(
        bulletin(1, "wilma_c", "2026-02-03", f"<p>{WORDS} what is it?</p>"), bulletin(2, "fen", "2026-02-04", body)
    )
    quotes = page.posts[1].quotes
    assert [(quote.author, quote.depth) for quote in quotes if quote.depth == 2] == [("obeam", 2)]
    assert {index for quote in quotes for index in quote.blocks} < set(page.posts[1].blocks)
    lines = page.markdown.splitlines()
    assert any(line.startswith("> > The glaze") and "it is the zinc" in line for line in lines)
    assert any(line.startswith("> The glaze") and "zinc!" in line for line in lines)
    assert any(line.startswith("The glaze") and line.endswith("no.") for line in lines)


def test_answers_inside_answers_have_a_depth() -> None:
    def comment(number: int, author: str, inner: str = "") -> str:
        return (
            f"<div class='comment' id='comment-{number}'><p class='tagline'><a href='/user/{author}'>{author}</a></p>"
            f"<div class='usertext'><p>{WORDS} says {author} number {number}.</p></div>{inner}</div>"
        )

    tree = (comment(1, "ann", comment(2, "bo", comment(3, "cy"))), comment(4, "di"))
    page = thread(*tree, url="https://old.example/r/pots/1")
    assert [(post.author, post.depth) for post in page.posts] == [("ann", 0), ("bo", 1), ("cy", 2), ("di", 0)]
    headings = [line for line in page.markdown.splitlines() if line.startswith("#")]
    assert headings == ["## ann", "### bo", "#### cy", "## di"]


def test_questions_and_answers_by_their_declared_type() -> None:
    def part(kind: str, author: str, date: str) -> str:
        return (
            f"<div itemscope itemtype='https://schema.org/{kind}'><div class='body'><p>{WORDS} says {author}.</p></div>"
            f"<div class='sig'>asked <span title='{date}Z'>long ago</span>"
            f"<div itemprop='author'><a href='/users/7/{author}'>{author}</a></div></div></div>"
        )

    page = thread(part("Question", "ann", "2014-03-28 11:38:28"), part("Answer", "bo", "2014-03-29 22:52:52"),
                  url="https://qa.example/questions/964/glaze")  # fmt: skip
    assert authors_and_dates(page) == [("ann", "2014-03-28T11:38:28+00:00"), ("bo", "2014-03-29T22:52:52+00:00")]


def test_author_and_date_before_texts_that_alone_have_names() -> None:
    def post(author: str, day: int) -> str:
        return (
            f"<div class='x1'><div><a href='/u/{author}'>{author}</a></div><div>{day} May 2024</div>"
            f"<div class='Post-body'><p>{WORDS} says {author}.</p></div></div>"
        )

    assert authors_and_dates(thread(post("ann", 1), post("bo", 2))) == [("ann", "2024-05-01"), ("bo", "2024-05-02")]


def test_posts_are_part_of_the_text_and_do_not_change_it() -> None:
    page = thread(*(bulletin(number, f"p{number}", "2026-02-03", f"<p>{WORDS} {number}.</p>") for number in range(3)))
    kept = [decision.block.index for decision in page.decisions if decision.kept and decision.role != "title"]
    assert [index for post in page.posts for index in post.blocks] == [index for index in kept if index in {
        index for post in page.posts for index in post.blocks}]  # fmt: skip
    assert all(text in page.text for text in texts(page))


@pytest.mark.parametrize(
    "body",
    [
        f"<article class='post'><h1>One post of a blog</h1><p>{WORDS * 3}</p><p>{WORDS * 2}</p></article>",
        "".join(f"<div class='post'><h2>Teaser {number}</h2><p>{WORDS}</p></div>" for number in range(5)),
    ],
)
def test_a_blog_is_no_thread(body: str) -> None:
    assert clean(f"<html><body>{body}</body></html>".encode(), "https://pots.example/blog").posts == ()


def test_flattened_text_has_no_posts() -> None:
    assert clean("A thread\n\nann\nPosts: 3\n\nThe glaze pulls back.\n\nbo\nPosts: 4\n\nZinc.", URL).posts == ()


def test_a_name_or_a_date_cannot_become_markup() -> None:
    name = "*ann* [x](http://e.example) `"
    page = thread(*(bulletin(number, name, "2026-02-03", f"<p>{WORDS} {number}.</p>") for number in range(2)))
    heading = next(line for line in page.markdown.splitlines() if line.startswith("## "))
    assert "[x](" not in heading.replace("\\[", "").replace("\\]", "")
    assert heading.startswith("## \\*ann\\*")


@pytest.mark.shared("bench/wcxb-dev")
@pytest.mark.slow
def test_posts_of_labelled_threads_have_authors_and_dates() -> None:
    counts = [0, 0, 0, 0]
    for labelled in (files.read() for files in find_pages(shared("bench/wcxb-dev"))):
        if labelled.kind != "forum":
            continue
        posts = clean(labelled.body, labelled.url or None).posts
        page_counts = (bool(posts), len(posts), sum(bool(p.author) for p in posts), sum(bool(p.date) for p in posts))
        counts = [total + count for total, count in zip(counts, page_counts, strict=True)]
    pages, posts_found, authors, dates = counts
    assert pages >= 75
    assert authors >= 0.88 * posts_found
    assert dates >= 0.88 * posts_found
