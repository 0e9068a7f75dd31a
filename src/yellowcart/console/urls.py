"""The addresses of the pages."""

from django.urls import include, path, register_converter
from django.urls.converters import PathConverter

from yellowcart.console.views import (
    agreements,
    announcing,
    audit,
    carts,
    cutover_steps,
    cutovers,
    doors,
    drafting,
    explorer,
    front,
    inbox,
    my,
    notices,
    people,
    proofs,
    rehearsals,
    review,
    travel,
    withdrawn,
)


class Code(PathConverter):
    """A code; an agreement's is what its paper says, slashes and all.

    The longer addresses stand before the shorter, which would take their ends for codes.
    """


register_converter(Code, "code")
FRAME = [
    path("", front.front, name="index"),
    path("sign-in/", doors.SignIn.as_view(), name="login"),
    path("sign-out/", doors.SignOut.as_view(), name="logout"),
    path("password/", doors.ChangePassword.as_view(), name="password_change"),
]
"""Unfold's frame asks for these by its own names."""

urlpatterns = [
    path("console/", include((FRAME, "admin"), namespace="admin")),
    path("", doors.home, name="home"),
    path("sign-in/", doors.SignIn.as_view(), name="sign-in"),
    path("my/", my.my, name="my"),
    path("my/sign-out/", doors.SignOut.as_view(), name="sign-out"),
    path("my/password/", doors.ChangePassword.as_view(), name="password"),
    path("my/inbox/", inbox.my_inbox, name="my-inbox"),
    path("my/inbox/<int:key>/", inbox.my_message, name="my-message"),
    path("my/inbox/<int:key>/acknowledge/", inbox.acknowledge_mine, name="acknowledge-mine"),
    path("my/carts/<code:code>/change/", my.change_mine, name="change-mine"),
    path("my/carts/<code:code>/", my.my_cart, name="my-cart"),
    path("language/", include("django.conf.urls.i18n")),
    path("console/", front.front, name="front"),
    path("console/time-machine/", travel.time_machine, name="time-machine"),
    path("console/agreements/", agreements.agreements, name="agreements"),
    path("console/agreements/new/", drafting.new_agreement, name="new-agreement"),
    path("console/agreements/of/<code:code>/amend/", drafting.amend_agreement, name="amend"),
    path("console/agreements/of/<code:code>/edit/", drafting.edit_agreement, name="edit"),
    path("console/agreements/of/<code:code>/end/", drafting.end_agreement, name="end"),
    path("console/agreements/of/<code:code>/", agreements.agreement, name="agreement"),
    path("console/rules/new/", drafting.new_rule, name="new-rule"),
    path("console/rules/of/<code:code>/amend/", drafting.new_rule, name="amend-rule"),
    path("console/rules/of/<code:code>/edit/", drafting.edit_rule, name="edit-rule"),
    path("console/rules/of/<code:code>/", agreements.house_rule, name="house-rule"),
    path("console/<str:kind>/<code:code>/<int:number>/step/", agreements.step, name="step"),
    path("console/own-marketplace/", agreements.own_marketplace, name="own-marketplace"),
    path("console/cutovers/", cutovers.cutovers, name="cutovers"),
    path("console/cutovers/<int:key>/", cutovers.cutover, name="cutover"),
    path("console/cutovers/<int:key>/change/", cutover_steps.change, name="change-cutover"),
    path("console/cutovers/<int:key>/withdrawn/", withdrawn.withdrawn, name="withdrawn"),
    path("console/cutovers/rehearsals/<int:key>/report/", rehearsals.report, name="report"),
    path(
        "console/cutovers/rehearsals/<int:key>/withdrawals/",
        rehearsals.withdrawals,
        name="withdrawals",
    ),
    path("console/cutovers/proofs/<int:key>/", proofs.proof, name="proof"),
    path("console/cutovers/proofs/<int:key>/proof.json", proofs.proof_json, name="proof-json"),
    path("console/explorer/", explorer.explorer, name="explorer"),
    path("console/carts/", carts.carts, name="carts"),
    path("console/open-cart/", carts.open_cart, name="open-cart"),
    path("console/limits/", carts.limit, name="limit"),
    path("console/carts/<code:code>/change/", carts.change, name="change-cart"),
    path("console/carts/<code:code>/", carts.cart, name="cart"),
    path("console/notices/", notices.notices, name="notices"),
    path("console/notices/new/", announcing.new_notice, name="new-notice"),
    path("console/notices/<int:key>/", notices.notice, name="notice"),
    path("console/notices/<int:key>/change/", announcing.change_notice, name="change-notice"),
    path("console/notices/<int:key>/preview/", notices.preview, name="preview-notice"),
    path("console/inbox/", inbox.inbox, name="inbox"),
    path("console/inbox/<int:key>/", inbox.message, name="message"),
    path("console/inbox/<int:key>/acknowledge/", inbox.acknowledge, name="acknowledge"),
    path("console/review/", review.review, name="review"),
    path("console/review/<int:key>/", review.decide, name="decide"),
    path("console/audit/", audit.audit, name="audit"),
    path("console/audit/verify/", audit.verify, name="verify-audit"),
    path("console/audit/export/", audit.export, name="export-audit"),
    path("console/people/", people.people, name="people"),
    path("console/people/change/", people.change, name="change-people"),
]
