"""What stands in the sidebar, by what its reader may do."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from yellowcart.console.language import said
from yellowcart.console.unread import unread
from yellowcart.parties.models import Person
from yellowcart.parties.permission import Verb, may


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    person = request.user
    items = [
        ("front", said("总览", "Overview"), "dashboard"),
        ("agreements", said("协议", "Agreements"), "contract"),
        ("cutovers", said("切换", "Cut-overs"), "event_repeat"),
        ("explorer", said("链接查询", "Decision explorer"), "manage_search"),
        ("carts", said("购物车", "Carts"), "shopping_cart"),
        ("notices", said("通知", "Notices"), "campaign"),
        ("review", said("待审核", "Review queue"), "rule"),
        ("audit", said("操作记录", "Audit"), "history"),
    ]
    if isinstance(person, Person) and may(person, Verb.MANAGE_PEOPLE):
        items.append(("people", said("人员与密钥", "People and keys"), "group"))
    links: list[dict[str, Any]] = [
        {"title": title, "icon": icon, "link": reverse(name)} for name, title, icon in items
    ]
    if isinstance(person, Person):
        inbox = {"title": said("收件箱", "Inbox"), "icon": "inbox", "link": reverse("inbox")}
        links.append(inbox | ({"badge": number} if (number := unread(request)) else {}))
    return [{"items": links}]
