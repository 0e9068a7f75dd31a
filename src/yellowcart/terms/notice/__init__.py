"""The public notice of what a diff changes, drafted for merchants and creators."""

from yellowcart.terms.changes import Diff
from yellowcart.terms.notice import chinese, english
from yellowcart.terms.notice.facts import facts_of
from yellowcart.terms.wording import Wording


def notice(diff: Diff, language: str = "zh") -> str:
    """The notice in Chinese ("zh") or English ("en"): a draft that somebody reads and signs.

    States for each instant at which something takes effect which partner's links, of which
    kinds, open or close on which surfaces, what becomes of those already hung, and where they
    still may be published; why; and, if anything closes, the advice to see to settlement and
    after-sales orders ahead of time. Of a diff without changes it says so in one sentence.
    Another language is refused with `BadInput`.
    """
    facts, terms = facts_of(diff), diff.table.terms
    if not diff.changes:
        return Wording(chinese.unchanged(facts, terms), english.unchanged(facts, terms)).say(
            language
        )
    return Wording(chinese.write(facts, terms), english.write(facts, terms)).say(language)
