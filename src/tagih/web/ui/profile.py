"""A person's own page: password, second factor, sign-ins, language and appearance."""

import segno
from django import forms
from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django_otp import login
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tagih.kernel import clock
from tagih.staff import operations as staff
from tagih.staff.models import SignIn
from tagih.web.ui import forms as ui_forms
from tagih.web.ui.guard import public, signed_in

YEAR = 365 * 86400


class PasswordForm(forms.Form):
    """The present password and the new one, twice."""

    old_password = forms.CharField(
        label=gettext_lazy("Present password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password", "autofocus": True}),
    )
    new_password1 = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        help_text=gettext_lazy("At least 12 characters. Several words are easier to remember than signs."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    new_password2 = forms.CharField(
        label=gettext_lazy("New password once more"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("new_password1") != cleaned.get("new_password2"):
            self.add_error("new_password2", _("The two are not the same."))
        return cleaned


class NewFactorForm(forms.Form):
    """The first code of a new authenticator app."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=8,
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "class": "mono"}
        ),
    )


@signed_in("own profile")
def profile(request: HttpRequest) -> HttpResponse:
    """Who one is here, and where one is signed in."""
    has_factor = TOTPDevice.objects.filter(user=request.user, confirmed=True).exists()
    context = {
        "sign_ins": SignIn.objects.filter(person=request.user, ended_at__isnull=True).order_by("-seen_at")[:20],
        "current": request.session.session_key,
        "has_factor": has_factor,
        "recovery_left": StaticToken.objects.filter(device__user=request.user).count(),
        "on_text": _("on"),
        "off_text": _("off"),
        "this_one": _("this one"),
    }
    return render(request, "ui/profile.html", context)


@signed_in("own password", unready=True)
@never_cache
@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Changes the own password; every other sign-in of the person ends."""
    forced = request.user.must_change_password
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        with ui_forms.refusals_shown(form):
            staff.change_password(
                person=request.user,
                old=form.cleaned_data["old_password"],
                new=form.cleaned_data["new_password1"],
                by=request.user,
                now=now,
            )
        if form.is_valid():
            old_key = request.session.session_key
            auth.update_session_auth_hash(request, request.user)
            request.session.save()
            staff.end_sign_ins(person=request.user, now=now, except_key=old_key)
            staff.rename_sign_in(old_key=old_key, new_key=request.session.session_key)
            messages.success(request, _("The new password holds from now on."))
            return redirect("/" if forced else "ui:profile")
    status = 422 if form.errors else 200
    return render(request, "ui/password.html", {"form": form, "forced": forced}, status=status)


@signed_in("own second factor", unready=True)
@never_cache
def second_factor(request: HttpRequest) -> HttpResponse:
    """Enrols an authenticator app, then shows the recovery codes once."""
    if request.user.must_change_password:
        return redirect("ui:password")
    form = NewFactorForm(request.POST or None)
    forced = request.standing.needs_second_factor and not request.user.is_verified()
    if forced and TOTPDevice.objects.filter(user=request.user, confirmed=True).exists():
        return _code_first(request)
    if request.method == "POST" and form.is_valid():
        token = form.cleaned_data["code"].replace(" ", "")
        codes = staff.confirm_second_factor(person=request.user, code=token, by=request.user, now=clock.now())
        if codes is not None:
            login(request, TOTPDevice.objects.get(user=request.user, confirmed=True))
            return render(request, "ui/recovery.html", {"codes": codes})
        form.add_error("code", _("This code is not right. Check the clock of the phone and type the newest one."))
    device = staff.start_second_factor(person=request.user)
    picture = segno.make(device.config_url, error="m").svg_data_uri(scale=4, border=2)
    secret = device.config_url.split("secret=")[1].split("&")[0]
    context = {
        "form": form,
        "forced": forced,
        "qr": picture,
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
    }
    return render(request, "ui/second_factor.html", context, status=422 if form.errors else 200)


def _code_first(request: HttpRequest) -> HttpResponse:
    """Who has a factor but came in without it (it was added elsewhere) signs in again."""
    auth.logout(request)
    return redirect("ui:sign_in")


@signed_in("own sign-ins")
@require_POST
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """Ends every other sign-in of the person."""
    ended = staff.end_sign_ins(person=request.user, now=clock.now(), except_key=request.session.session_key)
    messages.success(request, _("Signed out in %(n)d other places.") % {"n": ended})
    return redirect("ui:profile")


@public("language before signing in; kept per person afterwards")
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keeps language and appearance, in a cookie and on the person."""
    language, theme = request.POST.get("language"), request.POST.get("theme")
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = redirect(target)
    if request.user.is_authenticated:
        staff.set_preferences(person=request.user, language=language, theme=theme)
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax", secure=settings.HTTPS
        )
    if theme in {"auto", "light", "dark"}:
        response.set_cookie("tagih_theme", theme, max_age=YEAR, samesite="Lax", secure=settings.HTTPS)
    return response
