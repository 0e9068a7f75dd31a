"""The addresses, and beside them those of the notices' pages as far as others link to them."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from yellowcart.site.urls import urlpatterns as ours


def placeholder(request: HttpRequest, key: int = 0) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    *ours,
    path("console/notices/new/", placeholder, name="new-notice"),
    path("console/notices/<int:key>/", placeholder, name="notice"),
]
