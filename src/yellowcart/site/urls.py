"""The addresses: the API's, and the pages'."""

from django.urls import URLPattern, URLResolver, include, path

from yellowcart.api.rest import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("", include("yellowcart.console.urls")),
]
