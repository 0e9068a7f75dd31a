"""People and keys, for who manages them."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from yellowcart.console.frame import PageRequest, done, page, refused, show
from yellowcart.console.language import said
from yellowcart.kit.errors import YellowcartError
from yellowcart.parties import actions, keys
from yellowcart.parties.models import ApiKey, Creator, Organisation, Person, Role
from yellowcart.parties.permission import Verb


@page(Verb.MANAGE_PEOPLE)
def people(request: PageRequest) -> HttpResponse:
    rows = Person.objects.select_related("organisation", "creator").order_by("username")
    return show(
        request,
        "people.html",
        said("人员与密钥", "People and keys"),
        rows=rows,
        keys=ApiKey.objects.select_related("person").order_by("-issued_at"),
        roles=Role.values,
        organisations=Organisation.objects.order_by("code"),
        scopes=keys.SCOPES,
        issued=request.session.pop("issued", None),
    )


@require_POST
@page(Verb.MANAGE_PEOPLE)
def change(request: PageRequest) -> HttpResponse:
    posted = request.POST
    try:
        match posted.get("do", ""):
            case "add":
                actions.add_person(
                    by=request.user, username=posted.get("username", "").strip()[:150],
                    password=posted.get("password", ""), role=posted.get("role", ""),
                    name=posted.get("name", "")[:150], creator=_creator(posted.get("creator", "")),
                    organisation=_organisation(posted.get("organisation", "")),
                )  # fmt: skip
                done(request, "已新增。", "Added.")
            case "end":
                actions.end_access(by=request.user, person=_person(posted.get("person", "")))
                done(request, "已停用，会话和密钥即刻失效。", "Ended, with every session and key.")
            case "issue":
                issued = keys.issue_key(
                    by=request.user, person=_person(posted.get("person", "")),
                    purpose=posted.get("purpose", "")[:200], scopes=posted.getlist("scopes"),
                )  # fmt: skip
                request.session["issued"] = issued.secret
            case "revoke":
                key = ApiKey.objects.filter(prefix=posted.get("key", "")).first()
                if key is None:
                    raise Http404
                keys.revoke_key(by=request.user, key=key)
                done(request, "已吊销。", "Revoked.")
            case _:
                raise Http404
    except YellowcartError as error:
        refused(request, error)
    return redirect("people")


def _person(username: str) -> Person:
    found = Person.objects.filter(username=username).first() if "\0" not in username else None
    if found is None:
        raise Http404
    return found


def _creator(code: str) -> Creator | None:
    return Creator.objects.filter(code=code.strip()).first() if "\0" not in code else None


def _organisation(code: str) -> Organisation | None:
    return Organisation.objects.filter(code=code).first() if "\0" not in code else None
