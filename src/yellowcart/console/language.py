"""Every string that a person sees, in Chinese and English, side by side where it is said."""

from django.utils.functional import lazy
from django.utils.translation import get_language

from yellowcart.terms import Wording

CHINESE, ENGLISH = "zh-hans", "en"


def language() -> str:
    """ "zh" or "en": the reader's."""
    return "en" if (get_language() or CHINESE).startswith("en") else "zh"


def said(zh: str, en: str, **values: object) -> str:
    """What is said, in the reader's language."""
    text = en if language() == "en" else zh
    return text.format(**values) if values else text


said_later = lazy(said, str)
"""The same, for what is written down before anybody reads it."""


def worded(wording: Wording) -> str:
    return said(wording.zh, wording.en)
