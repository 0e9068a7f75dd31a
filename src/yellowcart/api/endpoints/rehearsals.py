"""Rehearsals: the sweep over everything that hangs, which writes nothing but its report."""

from typing import Any

from django.http import HttpResponse
from ninja import Router, Status

from yellowcart.api import schemas
from yellowcart.api.asked import row_key
from yellowcart.api.front import ApiRequest
from yellowcart.api.pages import Limit, page
from yellowcart.cutover import actions, queries
from yellowcart.cutover.models import Rehearsal

router = Router(tags=["cutovers"])
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox"
)
"""The report is a page without scripts, and stays one whatever a title in it says."""
PARQUET = "application/vnd.apache.parquet"


@router.post("/cutovers/{key}/rehearse", response={202: schemas.RehearsalOut})
def rehearse_cutover(request: ApiRequest, key: int) -> Any:
    """Asks for a rehearsal, which the worker does; `GET /rehearsals/{key}` says when it is done."""
    one = queries.the_transition(request.person, row_key(key))
    return Status(202, _rehearsal(actions.rehearse(by=request.person, transition=one)))


@router.get("/cutovers/{key}/rehearsals", response=schemas.Page[schemas.RehearsalOut])
def rehearsals(request: ApiRequest, key: int, cursor: str | None = None, limit: Limit = 50) -> Any:
    """Every rehearsal that was asked for, done or not."""
    one = queries.the_transition(request.person, row_key(key))
    return page(queries.rehearsals_of(request.person, one), cursor, limit, _rehearsal)


@router.get("/rehearsals/{key}", response=schemas.OneRehearsalOut)
def rehearsal(request: ApiRequest, key: int) -> Any:
    """One, with its figures once it is done."""
    found = queries.asked_rehearsal(request.person, row_key(key))
    return {**_rehearsal(found), "changes": found.changes, "summary": found.summary}


@router.get("/rehearsals/{key}/withdrawals", response={200: None})
def rehearsed_withdrawals(request: ApiRequest, key: int) -> Any:
    """The entries that come down, as Parquet."""
    found = queries.the_rehearsal(request.person, row_key(key))
    response = HttpResponse(bytes(found.withdrawals or b""), content_type=PARQUET)
    response.headers["Content-Disposition"] = f'attachment; filename="rehearsal-{key}.parquet"'
    return response


@router.get("/rehearsals/{key}/report", response={200: None})
def rehearsal_report(request: ApiRequest, key: int) -> Any:
    """The page that `yellowcart sweep` writes."""
    found = queries.the_rehearsal(request.person, row_key(key))
    response = HttpResponse(found.report, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = REPORT_POLICY
    return response


def _rehearsal(row: Rehearsal) -> dict[str, Any]:
    return {
        "id": row.pk,
        "cutover": row.transition_id,
        "asked_at": row.asked_at,
        "asked_by": row.asked_by.username,
        "done_at": row.done_at,
        "failed": row.failed,
    }
