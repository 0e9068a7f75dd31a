"""The way in: signing in and out, and where each goes then."""

from django.contrib.auth import views
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse_lazy

from yellowcart.console.frame import console
from yellowcart.console.language import said_later
from yellowcart.parties.actions import change_password
from yellowcart.parties.models import Person


def home(request: HttpRequest) -> HttpResponse:
    """To the console, to one's own carts, or to the door."""
    if not request.user.is_authenticated:
        return redirect("sign-in")
    return redirect("front" if console.has_permission(request) else "my")


class SignIn(views.LoginView):
    template_name = "console/sign_in.html"
    redirect_authenticated_user = True
    next_page = "home"
    extra_context = {"title": said_later("登录", "Sign in")}  # noqa: RUF012


class SignOut(views.LogoutView):
    next_page = "sign-in"


class ChangePassword(views.PasswordChangeView):
    """One's own. Every other session of the same person ends."""

    template_name = "console/password.html"
    success_url = reverse_lazy("home")
    extra_context = {"title": said_later("修改密码", "Change password")}  # noqa: RUF012

    def form_valid(self, form):  # type: ignore[no-untyped-def]
        from django.contrib.auth import update_session_auth_hash

        person = self.request.user
        assert isinstance(person, Person)
        changed = change_password(
            by=person, person=person, password=form.cleaned_data["new_password1"]
        )
        update_session_auth_hash(self.request, changed)
        return HttpResponseRedirect(self.get_success_url())
