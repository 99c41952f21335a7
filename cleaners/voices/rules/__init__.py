"""The certain rules, in the order in which they speak: one file a rule, one idea a file."""

from __future__ import annotations

from ...page import Voice
from . import (
    breadcrumbs,
    comment_form,
    date_box,
    forum_chrome,
    hidden,
    login,
    navigation,
    placeholders,
    promo,
    share,
    title,
)

RULES: tuple[Voice, ...] = (
    hidden.VOICE,
    title.VOICE,  # before all that could take a title for something else
    placeholders.VOICE,
    date_box.VOICE,
    navigation.VOICE,
    breadcrumbs.VOICE,
    login.VOICE,
    forum_chrome.VOICE,
    comment_form.VOICE,
    share.VOICE,
    promo.VOICE,
)
