"""What a transition withdrew: what can be put back, whose it is, and what may hang instead."""

from django.core.paginator import Paginator
from django.http import HttpResponse

from yellowcart.console.frame import PageRequest, page, show
from yellowcart.console.language import said
from yellowcart.console.moment import moment
from yellowcart.console.named import Names
from yellowcart.console.templatetags.console import instant
from yellowcart.console.views.cutovers import the_transition
from yellowcart.console.withdrawn import why_withdrawn
from yellowcart.cutover import queries
from yellowcart.kit.clock import now
from yellowcart.parties.models import Creator
from yellowcart.publishing.actions.restore import Back

A_PAGE, CREATORS_A_PAGE = 25, 20


@page()
def withdrawn(request: PageRequest, key: int) -> HttpResponse:
    of = moment(request)
    one = the_transition(request.user, key)
    code = request.GET.get("creator", "").strip().replace("\0", "")
    creator = Creator.objects.filter(code=code).first() if code else None
    entries = queries.withdrawn_by(one, creator).filter(withdrawal__at__lte=of.at)
    if code and creator is None:
        entries = entries.none()
    ordered = entries.order_by("cart__creator__code", "cart", "place", "pk").select_related(
        "restored_by", "withdrawal"
    )
    pages = Paginator(ordered, A_PAGE).get_page(request.GET.get("page"))
    creators = Creator.objects.filter(
        pk__in=entries.order_by().values("cart__creator").distinct()
    ).order_by("code")
    page_of_creators = Paginator(creators, CREATORS_A_PAGE).get_page(request.GET.get("creators"))
    by_creator = queries.counts_by_creator(one, of.table, list(page_of_creators))
    return show(
        request,
        "withdrawn.html",
        said("{at} 下架的条目", "Withdrawn at {at}", at=instant(one.at)),
        moment=of,
        one=one,
        counts=queries.counts(one, of.table, creator) if entries.exists() else {},
        order=[str(back) for back in Back],
        by_creator=[(each, by_creator.get(each.pk, {})) for each in page_of_creators],
        page_of_creators=page_of_creators,
        page_of=pages,
        rows=[
            (
                entry,
                queries.whether_back(entry, of.table, now()).back,
                why_withdrawn(entry.withdrawal),
            )
            for entry in pages
        ],
        creator=creator,
        code=code,
        names=Names(of.table.terms),
    )
