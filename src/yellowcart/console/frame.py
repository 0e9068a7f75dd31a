"""What every page of the console shares: who may read it, and what stands around it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from unfold.sites import UnfoldAdminSite

from yellowcart.console.language import said
from yellowcart.console.moment import moment
from yellowcart.console.refusals import refusal
from yellowcart.kit.errors import YellowcartError
from yellowcart.parties.models import Person
from yellowcart.parties.permission import Verb, may

P = ParamSpec("P")


class PageRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: Person


class Console(UnfoldAdminSite):  # type: ignore[misc]
    """The frame that Unfold draws; the pages are ours, and none of them edits rows by itself."""

    def has_permission(self, request: HttpRequest) -> bool:
        person = request.user
        return isinstance(person, Person) and may(person, Verb.READ_ALL)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Rows are not edited here: the actions do that, by the pages of their own."""
        return []


console = Console(name="admin")
Page = Callable[Concatenate[PageRequest, P], HttpResponse]


def page(*verbs: Verb) -> Callable[[Page[P]], Page[P]]:
    """A page for whom at least one verb is allowed; all pages need READ_ALL."""

    def of(view: Page[P]) -> Page[P]:
        @wraps(view)
        def guarded(request: PageRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            allowed = console.has_permission(request)
            if not allowed or (verbs and not any(may(request.user, verb) for verb in verbs)):
                return render(request, "console/forbidden.html", status=403)
            return view(request, *args, **kwargs)

        return guarded

    return of


def show(
    request: HttpRequest, template: str, title: str, /, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of the console, with the time machine's bar."""
    shown = context.pop("moment", None) or moment(request)
    person = request.user
    around = {
        **console.each_context(request),
        "title": title,
        "moment": shown,
        "zone": shown.table.terms.zone,
        "may": {verb.value: isinstance(person, Person) and may(person, verb) for verb in Verb},
    }
    return render(request, f"console/{template}", {**around, **context}, status=status)


def done(request: HttpRequest, zh: str, en: str, **values: object) -> None:
    messages.success(request, said(zh, en, **values))


def refused(request: HttpRequest, error: YellowcartError) -> None:
    """Says on the next page, in the reader's language, what was refused and why."""
    messages.error(request, refusal(error))
