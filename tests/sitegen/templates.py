# ruff: noqa: E501  (much of it is data)
"""Twenty-six sites, no two alike: language, build, promo, where and how often it stands, what of the body repeats."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Template:
    """How one site is made.

    ``build`` names the nesting of the page (or "text"); ``wrap`` how a promo line is marked up;
    ``place`` where it stands: after_first, after_heading, middle, before_last, twice, end;
    ``cadence`` what of it changes: same, dates (each page its own), rotate (three wordings), most (on 85 % of the pages);
    ``repeats`` what of the body stands on many pages.
    """

    host: str
    language: str
    promo: str
    build: str = "plain"
    wrap: str = "p"
    place: str = "middle"
    cadence: str = "same"
    repeats: tuple[str, ...] = ()


TEMPLATES = (
    Template("www.tarnvale.com", "en", "mba", "text", "p", "after_heading", "dates", ("conclusion",)),
    Template("morningtide.org", "en", "newsletter", "wordpress", "p", "middle", "same", ("series",)),
    Template("fenland-post.net", "en", "donate", "news", "em", "before_last", "same", ("quote",)),
    Template("ridgewalks.co.uk", "en", "app", "divs", "div", "twice", "most", ("note",)),
    Template("potluckweek.com", "en", "book", "recipe", "p", "middle", "same", ("recipe",)),
    Template("orbitdesk.io", "en", "telegram", "brs", "br", "end", "same", ("quote", "conclusion")),
    Template("bienenblatt.de", "de", "kurs_de", "wordpress", "p", "after_first", "dates", ("note",)),
    Template("www.deichkurier.de", "de", "abo_de", "news", "a", "middle", "same", ("series",)),
    Template("jardins-littoral.fr", "fr", "lettre_fr", "plain", "p", "before_last", "same", ("conclusion",)),
    Template("ateliercousu.fr", "fr", "stage_fr", "text", "p", "middle", "dates", ("note",)),
    Template("nochesclaras.es", "es", "curso_es", "divs", "p", "after_heading", "dates", ()),
    Template("eldiquenoticias.es", "es", "socio_es", "news", "strong", "middle", "same", ("quote",)),
    Template("pastaemani.it", "it", "corso_it", "recipe", "p", "before_last", "dates", ("recipe",)),
    Template("torrafina.com.br", "pt", "clube_pt", "wordpress", "p", "end", "same", ("series",)),
    Template("dijkfietser.nl", "nl", "fiets_nl", "plain", "li", "middle", "dates", ()),
    Template("glinapracownia.pl", "pl", "kurs_pl", "text", "p", "after_first", "dates", ("note",)),
    Template("skogsbladet.se", "sv", "podd_sv", "news", "p", "middle", "most", ("quote",)),
    Template("staraya-mebel.ru", "ru", "kurs_ru", "wordpress", "p", "middle", "dates", ("series",)),
    Template("niwaki-techo.jp", "ja", "koza_ja", "divs", "p", "before_last", "dates", ()),
    Template("camurveates.com", "tr", "kurs_tr", "text", "p", "after_heading", "dates", ("conclusion",)),
    Template("bridgemenders.org", "en", "conference", "article", "p", "middle", "dates", ("quote",)),
    Template("slowrails.net", "en", "podcast", "article", "em", "after_first", "dates", ("series", "conclusion")),
    Template("trailbench.com", "en", "sponsor", "plain", "p", "middle", "same", ("note",)),
    Template("testkitchenlab.com", "en", "membership", "divs", "aside", "middle", "most", ("recipe",)),
    Template("inkandtide.com", "en", "newsletter", "text", "p", "before_last", "rotate", ("note", "quote")),
    Template("wattlehouse.au", "en", "donate", "article", "p", "twice", "rotate", ("series", "note")),
)
