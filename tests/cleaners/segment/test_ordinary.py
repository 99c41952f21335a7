"""What an element may be by its tag and classes."""

from __future__ import annotations

import pytest

from cleaners.segment.formula_images import of_image
from cleaners.segment.ordinary import Traits, has_attribute_of_code, traits_of

BOX = Traits(may_be_code=False, is_special=False)

FORMULA_NAMES = """katex katex-display KaTeX-block MathJax_SVG_Display mathjax_chtml mjx-chtml mwe-math-element
mwe-math-element-inline temml math-tex equation-katex ztext-math ql-formula fr-math math-node ltx_math latex-rendered
math arithmatex kdmath language-math latex tex mathjax-block formula js-display-math equation tex2jax_process mathquill
MathJax_Preview ltx_eqn_row""".split()


@pytest.mark.parametrize("name", FORMULA_NAMES)
def test_a_name_that_programs_give_to_formulas_is_seen_among_others(name: str) -> None:
    assert traits_of("span", f"wide {name} left").may_be_code


@pytest.mark.parametrize(
    ("tag", "classes"), [("pre", None), ("code", None), ("math", None), ("div", "syntaxhighlighter")]
)
def test_a_listing_may_be_code(tag: str, classes: str | None) -> None:
    assert traits_of(tag, classes).may_be_code


@pytest.mark.parametrize(
    ("tag", "classes"),
    [("a", None), ("button", "x"), ("span", "mw-editsection"), ("span", "ltx_tag_item"), ("small", "sidenote"),
     ("select", None), ("figure", None), ("video", None)],
)  # fmt: skip
def test_signs_margin_notes_fields_and_pictures_are_special(tag: str, classes: str | None) -> None:
    assert traits_of(tag, classes).is_special


@pytest.mark.parametrize("classes", [None, "", "text-center context", "footnotes", "lines editsections", "aftermath"])
def test_other_elements_are_text_or_a_box(classes: str | None) -> None:
    assert traits_of("div", classes) == BOX == traits_of("span", classes)


def test_attributes_tell_code_apart() -> None:
    assert has_attribute_of_code({"data-tex": "x^2"})
    assert has_attribute_of_code({"style": "white-space: pre"})
    assert not has_attribute_of_code({})
    assert not has_attribute_of_code({"style": None, "class": "tex"})


@pytest.mark.parametrize(
    "attrs",
    [{"class": "latex"}, {"class": "ql-img-inline-formula"}, {"class": "Equation"}, {"src": "https://x.org/latex.php?a"},
     {"src": "https://x.org/chart?cht=tx&chl=x"}, {"src": "https://x.org/MATH/render/svg/1"}, {"eeimg": "1"},
     {"data-eeimg": "true"}],
)  # fmt: skip
def test_a_picture_of_a_formula_is_seen_by_its_class_its_address_or_its_mark(attrs: dict[str, str | None]) -> None:
    assert of_image({"alt": r"\frac{a}{b}", **attrs}) is not None
    assert of_image({"alt": r"\frac{a}{b}", "class": "photo", "src": "https://x.org/photo.png"}) is None
