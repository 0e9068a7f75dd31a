"""What every page of the console shares: who may read it, and what stands around it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from unfold.sites import UnfoldAdminSite

from yellowcart.console.language import language, said, worded
from yellowcart.console.moment import moment
from yellowcart.kit.errors import YellowcartError
from yellowcart.parties.models import Person
from yellowcart.parties.permission import Verb, may
from yellowcart.publishing.errors import NotGranted

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


def refusal(error: YellowcartError) -> str:
    if isinstance(error, NotGranted):
        return worded(error.explanation)
    zh = REFUSALS.get(error.code)
    return str(error) if zh is None or language() == "en" else f"{zh}（{error}）"


REFUSALS = {
    "not-permitted": "没有权限",
    "name-taken": "名称已被占用",
    "bad-membership": "角色与机构或达人不匹配",
    "bad-scopes": "权限范围有误",
    "bad-password": "密码太短、太常见或与用户名太像",
    "agreements-overlap": "与同一合作方的另一份协议时间重叠",
    "needs-second-person": "起草或提交的人不能审批，须由另一人审批",
    "wrong-step": "当前步骤不能进行这一操作",
    "drafted-already": "已有一个版本在起草或待审批",
    "code-taken": "编号已被占用",
    "unknown-agreement": "没有这份协议",
    "unknown-partner": "没有这个合作方",
    "partner-changed": "协议属于另一个合作方",
    "no-objection": "驳回须写明理由",
    "ends-too-late": "提前终止的时刻须早于原到期时刻",
    "bad-input": "输入有误",
    "naive-instant": "时刻须写明时区",
    "cart-full": "购物车已满",
    "not-in-cart": "条目与购物车不符，请刷新后再试",
    "not-hung": "条目未在展示",
    "not-in-review": "条目已不在待审核",
    "unknown-cart": "没有这个购物车",
    "unknown-entry": "没有这个条目",
    "unknown-surface": "没有这个位置",
    "cart-code-taken": "购物车编号已被占用",
    "on-air-already": "已在直播中",
    "not-on-air": "不在直播中",
    "no-own-shop": "平台尚未指定自营平台",
}
