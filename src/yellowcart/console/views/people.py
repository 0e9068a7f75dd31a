"""People and keys, for who manages them."""

from collections.abc import Callable
from typing import TypedDict

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from yellowcart.console.frame import PageRequest, done, page, refused, show
from yellowcart.console.language import said
from yellowcart.console.moment import moment
from yellowcart.kit.errors import BadInput, YellowcartError
from yellowcart.kit.instant import parse_instant
from yellowcart.parties import actions, keys
from yellowcart.parties.errors import NotPermitted
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
        kinds=Organisation.Kind.values,
        organisations=Organisation.objects.order_by("code"),
        scopes=keys.SCOPES,
        usual=keys.REQUESTS_A_MINUTE,
        issued=request.session.pop("issued", None),
    )


@require_POST
@page(Verb.MANAGE_PEOPLE)
def change(request: PageRequest) -> HttpResponse:
    do = CHANGES.get(request.POST.get("do", ""))
    if do is None:
        raise Http404
    try:
        do(request)
    except YellowcartError as error:
        refused(request, error)
    return redirect("people")


def _add(request: PageRequest) -> None:
    posted = request.POST
    actions.add_person(
        by=request.user, username=posted.get("username", "").strip(),
        password=posted.get("password", ""), role=posted.get("role", ""),
        name=posted.get("name", ""), **_membership(request),
    )  # fmt: skip
    done(request, "已新增。", "Added.")


def _change_role(request: PageRequest) -> None:
    """Whoever manages people cannot lose that by mistake: another takes it from them."""
    person, role = _person(request), request.POST.get("role", "")
    if person.pk == request.user.pk:
        raise NotPermitted("another person changes your role")
    actions.change_role(by=request.user, person=person, role=role, **_membership(request))
    done(request, "已变更角色。", "The role is changed.")


def _set_password(request: PageRequest) -> None:
    password = request.POST.get("password", "")
    actions.change_password(by=request.user, person=_person(request), password=password)
    done(request, "已重设密码，其会话即刻失效。", "The password is set; the sessions have ended.")


def _end(request: PageRequest) -> None:
    actions.end_access(by=request.user, person=_person(request))
    done(request, "已停用，会话和密钥即刻失效。", "Ended, with every session and key.")


def _add_organisation(request: PageRequest) -> None:
    posted = request.POST
    actions.add_organisation(
        by=request.user, code=posted.get("code", ""), name=posted.get("name", ""),
        kind=posted.get("kind", ""),
    )  # fmt: skip
    done(request, "已新增机构。", "The organisation is added.")


def _issue(request: PageRequest) -> None:
    posted, zone = request.POST, moment(request).table.terms.zone
    number = posted.get("requests_a_minute", "").strip() or str(keys.REQUESTS_A_MINUTE)
    expires = posted.get("expires", "").strip()
    issued = keys.issue_key(
        by=request.user, person=_person(request), purpose=posted.get("purpose", ""),
        scopes=posted.getlist("scopes"),
        requests_a_minute=int(number) if number.isascii() and number.isdigit() else 0,
        expires_at=parse_instant(expires, zone) if expires else None,
    )  # fmt: skip
    request.session["issued"] = issued.secret


def _revoke(request: PageRequest) -> None:
    key = ApiKey.objects.filter(prefix=request.POST.get("key", "").replace("\0", "")).first()
    if key is None:
        raise Http404
    keys.revoke_key(by=request.user, key=key)
    done(request, "已吊销。", "Revoked.")


CHANGES: dict[str, Callable[[PageRequest], None]] = {
    "add": _add,
    "role": _change_role,
    "password": _set_password,
    "end": _end,
    "organisation": _add_organisation,
    "issue": _issue,
    "revoke": _revoke,
}


class _Membership(TypedDict):
    creator: Creator | None
    organisation: Organisation | None


def _membership(request: PageRequest) -> _Membership:
    creator = request.POST.get("creator", "").strip().replace("\0", "")
    organisation = request.POST.get("organisation", "").replace("\0", "")
    return {
        "creator": Creator.objects.filter(code=creator).first(),
        "organisation": Organisation.objects.filter(code=organisation).first(),
    }


def _person(request: PageRequest) -> Person:
    username = request.POST.get("person", "").strip().replace("\0", "")
    found = Person.objects.filter(username=username).first()
    if found is None:
        raise BadInput("no such person", field="person", value=username, expected="a username")
    return found
