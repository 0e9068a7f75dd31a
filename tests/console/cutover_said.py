"""What the pages of a cut-over say, and the renewal that gives some of it back."""

import re
from dataclasses import replace
from html import unescape

from tests.console.conftest import Reader
from tests.console.event import CutOver
from yellowcart.agreements.actions import amend, approve, submit
from yellowcart.agreements.models import AgreementVersion
from yellowcart.agreements.queries import terms_on_file
from yellowcart.terms import Agreement

LANGUAGES = ("zh-hans", "en")


def words(page: str) -> str:
    """What a page says, without its marks."""
    body = page.split('class="yc"', 1)[-1].split("<main", 1)[-1]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


def says(event: CutOver, path: str, who: str = "operations") -> tuple[str, str]:
    zh, en = (words(Reader(event.made, who, language).text(path)) for language in LANGUAGES)
    return zh, en


def on_file(code: str) -> Agreement:
    return next(one for one in terms_on_file().table().agreements if one.code == code)


def renewal(event: CutOver, *, approved: bool = True) -> AgreementVersion:
    """JD Alliance's live cart is granted on, and no more ends at the instant."""
    old = on_file("jd-2021")
    clauses = tuple(replace(clause, until=None) for clause in old.clauses)
    version = amend(by=event.made.people["legal"], value=replace(old, clauses=clauses))
    submit(by=event.made.people["legal"], version=version)
    if approved:
        approve(by=event.made.people["second"], version=version)
    return version
