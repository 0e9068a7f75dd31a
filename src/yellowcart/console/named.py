"""Codes by the names that people know them by."""

from yellowcart.console.language import language, said, worded
from yellowcart.links import book
from yellowcart.terms import Terms


class Names:
    """The names of surfaces, partners and marketplaces, in the reader's language."""

    def __init__(self, terms: Terms) -> None:
        self.surfaces = {one.code: worded(one.name) for one in terms.surfaces}
        self.partners = {one.code: worded(one.name) for one in terms.partners}
        self.marketplaces = {one.code: one.name[language()] for one in book().marketplaces}
        self.every = said("全部", "all")

    def surface(self, code: str | None) -> str:
        return self.every if code == "*" else self.surfaces.get(code or "", code or "")

    def partner(self, code: str | None) -> str:
        return self.every if code == "*" else self.partners.get(code or "", code or "")

    def marketplace(self, code: str | None) -> str:
        return self.marketplaces.get(code or "", code or "")
