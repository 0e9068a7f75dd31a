"""docs/extending.md: the lines that it adds, taken over."""

from datetime import UTC, datetime

from tests.docs.pages import ROOT, blocks
from yellowcart.agreements.actions import import_terms
from yellowcart.agreements.models import AgreementVersion
from yellowcart.agreements.queries import terms_on_file
from yellowcart.terms import Terms, parse_terms

AT = datetime(2026, 1, 1, tzinfo=UTC)


def test_a_surface_and_a_partner_are_taken_over(kuaishou: Terms) -> None:
    (block,) = blocks(ROOT / "docs" / "extending.md", "toml")
    before = AgreementVersion.objects.count()
    import_terms(by=None, terms=parse_terms(block.body))
    terms = terms_on_file()
    assert AgreementVersion.objects.count() == before
    assert [one.code for one in terms.surfaces][-1] == "group_chat"
    assert terms.partner_of("vip") == "vip-alliance"
    table = terms.table()
    opened = [
        table.decide(partner, surface, "goods", AT).reason
        for partner, surface in (
            ("kuaishou-shop", "group_chat"),
            ("jd-alliance", "group_chat"),
            ("vip-alliance", "note"),
        )
    ]
    assert opened == ["granted", "not_granted", "no_agreement"]
