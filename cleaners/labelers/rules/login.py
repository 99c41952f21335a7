"""Prompts to log in or to register."""

from __future__ import annotations

from ...lexicon.phrase_matcher import matcher
from ...lexicon.phrases import phrases
from ...lexicon.text import tokens_of
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import drop
from ...reading.narration import narrates

_PROMPT_LINES = phrases("login")
_MAX_WORDS = 18
# What an English prompt consists of after its first words: a sentence about the world has other words as well.
_PROMPT_WORDS = (
    "a an the your this our new to in on or and for of more full all with up log sign login register create account"
    " free here please post posts topic topics thread threads reply replies comment comments commenting leave add"
    " write join view see read reading access continue vote rate review download participate answer answers question"
    " questions ask content article articles story page discussion conversation forum file files link links image"
    " images attachment attachments message messages premium exclusive favorites favourites list wishlist be able"
    " first before must you need have logged signed registered member members using rest remaining whole"
).split()
_PROMPT = pattern(
    r"^(?:please |you must |you need to |you have to )?(?:log ?in|sign in|be logged in|register|or register)"
    r"(?: or | and | / |/)?(?:register|sign up|log ?in|create an account)? to (?:create|post|reply|comment"
    r"|view|read|see|continue|join|leave|vote|download|access|add|participate|write|answer)\b"
    r"|^(?:you must be|you need to be|you have to be|must be) (?:logged|signed) in\b"
)
_REGISTER_TO_VOTE = "register to vote"  # is asked of citizens
_PROMPT_ELSEWHERE = pattern(
    r"^(?:bitte|sie müssen|du musst) .{0,40}"
    r"(?:anmelden|einloggen|angemeldet|eingeloggt|registrieren|sich an|dich an|sich ein)\b.{0,40}(?:um |$)"
    r"|^(?:vous devez|veuillez) .{0,30}(?:connecté|connecter|identifier|inscrire)\b.{0,40} pour "
    r"|^(?:debes?|tienes que|necesitas) .{0,20}(?:iniciar sesión|conectado|registrad[oa]|acceder)\b"
    r".{0,40} para "
    r"|^(?:devi|per) .{0,30}(?:effettuare (?:il login|l'accesso)|connesso|accedere|autenticato)\b"
    r".{0,40} (?:per|inviare|commentare)\b"
    r"|^(?:você (?:precisa|deve)|é necessário) .{0,20}(?:fazer login|logad[oa]|entrar)\b.{0,30} para "
    r"|^(?:je moet|log) .{0,20}(?:ingelogd|inloggen|in om) .{0,30}(?:om te |te )"
    r"|^(?:для|чтобы) .{0,60}(?:авторизоваться|войти|войдите|зарегистрир|авторизуйтесь)"
    r"|^(?:yorum|cevap|mesaj) .{0,40}(?:giriş yap|üye ol|oturum aç)"
    r"|^(?:musisz|zaloguj się) .{0,30}(?:zalogowan|aby |by )"
)
_FREE_LEFT = pattern(
    r"^you have (?:read )?\d+ (?:of \d+ )?(?:free )?(?:articles?|stories)(?: (?:left|remaining))?"
    r"(?: this (?:week|month))?$"
    r"|^sie können (?:noch|nur noch) \d+ (?:kostenlose )?artikel (?:kostenlos |frei )?lesen$"
    r"|^il vous reste \d+ articles? (?:gratuits? )?à lire(?: ce mois-ci)?$"
    r"|^te quedan \d+ artículos? gratis(?: este mes)?$"
    r"|^ti restano \d+ articoli gratuiti$|^você ainda tem \d+ (?:artigos|matérias) grátis$"
    r"|^осталось \d+ бесплатн\w+ (?:статьи|статей|статья)$"
)
_PROMPT_FIRST_WORDS = phrases("prompt_opener")


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    lone_prompts = [
        line for line in lines.matching(_PROMPT_LINES) if line.kind is not Kind.HEADING or not line.before_prose
    ]
    prompts = [
        line
        for line in lines.starting_with(_PROMPT_FIRST_WORDS, _MAX_WORDS)
        if line.kind is not Kind.ITEM and _is_prompt(line.normalised)
    ]
    prompts += [line for line in lines.with_digits if line.words <= _MAX_WORDS and _FREE_LEFT.match(line.normalised)]
    return drop([*lone_prompts, *prompts], "prompt to log in or to register")


def _is_prompt(text: str) -> bool:
    """Whether the whole text is a prompt: its first words are, and it speaks of nothing but the site."""
    if _PROMPT.match(text):
        return _REGISTER_TO_VOTE not in text and set(tokens_of(text)) <= frozenset(_PROMPT_WORDS)
    if not _PROMPT_ELSEWHERE.match(text) or narrates(text):
        return False
    return bool(matcher("login_purpose").find(tokens_of(text)))
