"""What a rehearsal left: its report as a page of its own, and the entries as a file."""

from django.http import Http404, HttpResponse

from yellowcart.console.frame import PageRequest, page
from yellowcart.console.language import language
from yellowcart.cutover import queries
from yellowcart.cutover.errors import UnknownRehearsal
from yellowcart.cutover.models import Rehearsal
from yellowcart.parties.models import Person

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox"
)
"""The report brings its styles and drawings with it, runs nothing and asks for nothing."""


@page()
def report(request: PageRequest, key: int) -> HttpResponse:
    """As it was kept; it holds both languages, and opens in the reader's."""
    kept = _rehearsal(request.user, key).report
    if language() == "en":
        kept = kept.replace('id="zh" checked', 'id="zh"', 1).replace(
            'id="en"', 'id="en" checked', 1
        )
        kept = kept.replace('<html lang="zh-CN">', '<html lang="en">', 1)
    answer = HttpResponse(kept)
    answer.headers["Content-Security-Policy"] = POLICY
    return answer


@page()
def withdrawals(request: PageRequest, key: int) -> HttpResponse:
    """The entries that came down in it, as Parquet."""
    rehearsal = _rehearsal(request.user, key)
    answer = HttpResponse(
        bytes(rehearsal.withdrawals or b""), content_type="application/vnd.apache.parquet"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="rehearsal-{key}.parquet"'
    return answer


def _rehearsal(person: Person, key: int) -> Rehearsal:
    try:
        return queries.the_rehearsal(person, key)
    except UnknownRehearsal:
        raise Http404 from None
