"""Chinese or English: as asked for, else as the locale has it."""

import os

from yellowcart.kit.errors import BadInput

LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")


def language_of(asked: str | None = None) -> str:
    """ "zh" or "en". A language that is asked for must be one of them; of the locale, Chinese
    stays Chinese and any other becomes English."""
    if asked is not None:
        if asked not in ("zh", "en"):
            raise BadInput("no such language", field="--language", value=asked, expected="zh or en")
        return asked
    locale = next((value for name in LOCALE if (value := os.environ.get(name))), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def said(zh: str, en: str, language: str | None = None) -> str:
    """The one of the two in that language; None: in the locale's."""
    return zh if language_of(language) == "zh" else en
