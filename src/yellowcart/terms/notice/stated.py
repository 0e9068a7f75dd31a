"""Whether a text that people edited still states what the diff says."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from yellowcart.terms.changes import Diff
from yellowcart.terms.notice import chinese, english
from yellowcart.terms.notice.facts import Facts, facts_of
from yellowcart.terms.speech import say_instant, say_partner, say_surface
from yellowcart.terms.wording import Wording

UNAFFECTED = Wording("不受影响", "not affected")
"""In a sentence with these words a partner may be named whose links do not change."""
ISO = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?"
INSTANTS = {
    "zh": re.compile(rf"{ISO}|\d{{4}}年\d\d?月\d\d?日\d\d:\d\d:\d\d(?:\.\d+)?"),
    "en": re.compile(
        rf"{ISO}|\d\d:\d\d:\d\d(?:\.\d+)? on \d\d? (?:{'|'.join(english.MONTHS)}) \d{{4}}"
    ),
}
"""The two forms in which a draft says an instant, whichever instant that is."""
SENTENCES = re.compile(r"[。；\n]|\.\s")


def disagreements(text: str, diff: Diff, language: str) -> tuple[Wording, ...]:
    """What a text in that language lacks of the diff, or says beyond it; empty: it agrees.

    Every partner, every surface and every instant that the draft states must stand in the text,
    by the names that the draft uses; no other instant may stand there in the draft's forms; and
    a partner that the diff does not touch may be named only in a sentence that says it is
    "not affected" (“不受影响”). What else the text says of them, whoever signs it answers for.
    """
    facts = facts_of(diff)
    found = (
        *_missing(text, facts, language),
        *_other_instants(text, facts, language),
        *_other_partners(text, facts, language),
    )
    if language == "zh":
        return tuple(Wording(f"中文文本{one.zh}", f"the Chinese text {one.en}") for one in found)
    return tuple(Wording(f"英文文本{one.zh}", f"the English text {one.en}") for one in found)


def _missing(text: str, facts: Facts, language: str) -> Iterator[Wording]:
    terms = facts.diff.table.terms
    partners = [say_partner(code, terms, language) for code in facts.partners]
    surfaces = [say_surface(code, terms, language) for code in _surfaces(facts)]
    names = (*(one.name for one in terms.partners), *(one.name for one in terms.surfaces))
    listed = [name.say(language) for name in names]
    present = _named(text, {*listed, *partners, *surfaces}, language)
    for name in (*partners, *surfaces):
        if name not in present:
            yield Wording(f"没有提到“{name}”", f"does not name “{name}”")
    for section in facts.sections:
        forms = _forms(section.at, facts, language)
        if not any(form in _flat(text) for form in forms):
            yield Wording(f"没有写明生效时间 {forms[0]}", f"does not state the instant {forms[0]}")


def _other_instants(text: str, facts: Facts, language: str) -> Iterator[Wording]:
    ours = {form for one in facts.sections for form in _forms(one.at, facts, language)}
    for other in dict.fromkeys(INSTANTS[language].findall(_flat(text))):
        if ours and other not in ours:
            yield Wording(f"写了另一个时间 {other}", f"states another instant, {other}")


def _other_partners(text: str, facts: Facts, language: str) -> Iterator[Wording]:
    terms = facts.diff.table.terms
    touched = {say_partner(code, terms, language) for code in facts.partners}
    names = {one.name.say(language) for one in terms.partners} | touched
    for name in sorted(names - touched):
        unexplained = (
            one for one in SENTENCES.split(text) if UNAFFECTED.say(language) not in one.casefold()
        )
        if any(name in _named(one, names, language) for one in unexplained):
            yield Wording(
                f"提到了“{name}”，其链接却没有变化；提到它的句子须写明“{UNAFFECTED.zh}”",
                f"names “{name}”, whose links do not change; a sentence that names it has to say"
                f" “{UNAFFECTED.en}”",
            )


def _surfaces(facts: Facts) -> tuple[str, ...]:
    items = [item for section in facts.sections for item in section.items]
    lines = (code for item in items for line in item.lines for code in line.surfaces)
    still = (code for item in items for _, surfaces in item.still for code in surfaces)
    return tuple(dict.fromkeys((*lines, *still)))


def _named(text: str, names: Iterable[str], language: str) -> set[str]:
    """Those of the names that stand in the text; not one that is but a part of a longer one."""
    text, names = _flat(text).casefold(), sorted(names, key=len, reverse=True)
    start = r"(?<!\w)" if language == "en" else ""
    found = re.findall(start + f"({'|'.join(re.escape(one.casefold()) for one in names)})", text)
    return {name for name in names if name.casefold() in found}


def _forms(at: datetime, facts: Facts, language: str) -> tuple[str, str]:
    terms = facts.diff.table.terms
    date = chinese.say_date if language == "zh" else english.say_date
    return say_instant(at, terms), date(at, terms)


def _flat(text: str) -> str:
    return " ".join(text.split())
