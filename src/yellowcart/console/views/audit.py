"""The audit record: who did what, when, with before and after."""

import json

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_POST

from yellowcart.console.frame import PageRequest, page, show
from yellowcart.console.language import said
from yellowcart.console.moment import moment
from yellowcart.console.words import WORDS
from yellowcart.parties import audit as chain
from yellowcart.parties.models import AuditRecord
from yellowcart.parties.permission import Verb

A_PAGE = 50


@page()
def audit(request: PageRequest) -> HttpResponse:
    return _audit(request)


@require_POST
@page()
def verify(request: PageRequest) -> HttpResponse:
    """Reads the whole chain and holds it against its hashes."""
    return _audit(request, chain.verify())


@page(Verb.EXPORT_AUDIT)
def export(request: PageRequest) -> HttpResponse:
    """The records as lines of JSON, to carry off the machine."""
    lines = (f"{line}\n" for line in chain.export())
    answer = StreamingHttpResponse(lines, content_type="application/x-ndjson")
    answer.headers["Content-Disposition"] = 'attachment; filename="audit.jsonl"'
    return answer  # type: ignore[return-value]


def _audit(request: PageRequest, verified: chain.Verified | None = None) -> HttpResponse:
    of = moment(request)
    records = AuditRecord.objects.select_related("by").order_by("-number")
    if of.travelling:
        records = records.filter(at__lte=of.at)
    what, who = request.GET.get("what", ""), request.GET.get("who", "").strip()
    subject = request.GET.get("subject", "").strip()
    if what in WORDS["done"]:
        records = records.filter(what=what)
    if who and "\0" not in who:
        records = records.filter(by__username__icontains=who)
    if subject and "\0" not in subject:
        records = records.filter(subject_key=subject)
    shown = Paginator(records, A_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "audit.html",
        said("操作记录", "Audit"),
        moment=of,
        page_of=shown,
        rows=[(one, _text(one.before), _text(one.after)) for one in shown],
        kinds=WORDS["done"],
        what=what,
        who=who,
        subject=subject,
        verified=verified,
    )


def _text(value: object) -> str:
    """Before or after, as people read it; a form within keeps its lines."""
    if value is None:
        return ""
    if isinstance(value, dict) and isinstance(value.get("form"), str):
        rest = {key: one for key, one in value.items() if key != "form"}
        return f"{json.dumps(rest, ensure_ascii=False, indent=1)}\n{value['form']}"
    return json.dumps(value, ensure_ascii=False, indent=1)
