"""The way in and out: sign in, second factor, lock, sign out."""

import datetime as dt
from typing import Any

from axes.models import AccessAttempt
from django import forms
from django.conf import settings
from django.contrib import auth
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django_otp import devices_for_user, login, match_token

from tagih.kernel import clock
from tagih.staff import operations as staff
from tagih.staff.models import Person
from tagih.web.ui.guard import public

PENDING_SECONDS = 300
LOCKED_OUT = _("Too many wrong attempts. Sign-in is closed for this name for %(minutes)d minutes.")
LOCKED_OUT_REMEDY = _("Wait, or ask an administrator for a new password.")
ADDRESS_CLOSED = _("Too many wrong attempts from this network. Sign-in from here is closed for %(minutes)d minutes.")
ADDRESS_CLOSED_REMEDY = _("Wait, or sign in from another network.")


class SignInForm(forms.Form):
    """Name and password."""

    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """Six digits, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Phone lost? Type one of your recovery codes instead."),
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True, "class": "mono"}
        ),
    )

    def clean_code(self) -> str:
        return self.cleaned_data["code"].replace(" ", "").lower()


class UnlockForm(forms.Form):
    """The password of whoever is signed in."""

    password = forms.CharField(
        label=_("Password"), strip=False, max_length=200,
        widget=forms.PasswordInput({"autocomplete": "current-password", "autofocus": True}),
    )  # fmt: skip


@public("the way in")
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Asks name and password; then the second factor when the person has one."""
    if request.user.is_authenticated and request.method == "GET" and not _is_dialog(request):
        return redirect(_next_of(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = _authenticate(request, form, form.cleaned_data["username"].strip().lower())
        if person is not None:
            if next(devices_for_user(person, confirmed=True), None) is not None:
                return _ask_code(request, person)
            return _enter(request, person)
    return _page(request, "ui/sign_in.html", form)


@public("the second step of the way in; the first has been taken in this session")
@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """Asks the second factor of the person whose password was right a moment ago."""
    person = _pending_person(request)
    if person is None:
        return redirect("ui:sign_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = match_token(person, form.cleaned_data["code"])
        if device is not None:
            return _enter(request, person, device=device)
        form.add_error("code", _("This code is not right, or was used before. Wait for the next one."))
    return _page(request, "ui/code.html", form)


@public("everybody may leave, also from a locked desk")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends this sign-in."""
    if request.session.session_key:
        staff.close_sign_in(session_key=request.session.session_key, now=clock.now())
    auth.logout(request)
    return redirect("ui:sign_in")


@public("only closes; who is not signed in has nothing to lock")
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Locks the desk: the session stays, everything else asks for the password."""
    if request.user.is_authenticated:
        request.session["locked"] = True
    if _is_dialog(request):
        return HttpResponse(status=204)
    return redirect(f"{reverse('ui:unlock')}?next={_next_of(request)}")


@public("asks the password of the session it belongs to")
@never_cache
@sensitive_post_parameters("password")
def unlock(request: HttpRequest) -> HttpResponse:
    """Opens a locked desk for the same person."""
    if not request.user.is_authenticated:
        return redirect("ui:sign_in")
    form = UnlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = _authenticate(request, form, request.user.username)
        if person is not None and person.pk == request.user.pk:
            request.session.pop("locked", None)
            request.session["seen_at"] = int(clock.now().timestamp())
            return _done(request)
    return _page(request, "ui/unlock.html", form)


@public("tells a page whether its session lives; says nothing else")
@never_cache
def ping(request: HttpRequest) -> HttpResponse:
    """204 alive, 401 signed out, 423 locked. A POST says that a hand was on the desk."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    if request.session.get("locked"):
        return HttpResponse(status=423)
    return HttpResponse(status=204)


def _authenticate(request: HttpRequest, form: forms.Form, username: str) -> Person | None:
    if is_address_closed(request):
        form.add_error(None, f"{ADDRESS_CLOSED % {'minutes': _minutes_closed()}} {ADDRESS_CLOSED_REMEDY}")
        return None
    person = auth.authenticate(request, username=username, password=form.cleaned_data["password"])
    if person is not None:
        return person
    if isinstance(form, UnlockForm):
        form.add_error("password", _("This password is not right."))
    else:
        form.add_error(None, _("Name and password do not belong together. Check capital letters and try once more."))
    return None


def is_address_closed(request: HttpRequest) -> bool:
    """This will tell whether one address tried many names: it is closed to all of them, on pages and to programs.

    An office behind one address may err more than a name.
    """
    since = clock.now() - dt.timedelta(hours=settings.AXES_COOLOFF_TIME)
    tried = AccessAttempt.objects.filter(ip_address=request.META.get("REMOTE_ADDR"), attempt_time__gte=since)
    failures = tried.aggregate(failures=Sum("failures_since_start"))["failures"] or 0
    return failures >= settings.TAGIH_ADDRESS_FAILURE_LIMIT


def _minutes_closed() -> int:
    return round(settings.AXES_COOLOFF_TIME * 60)


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict | None = None
) -> HttpResponse:
    """This will be called by axes in place of any answer while a name is locked out."""
    is_unlock = request.path == reverse("ui:unlock")
    form = UnlockForm(request.POST) if is_unlock else SignInForm(request.POST)
    form.is_valid()
    form.add_error(None, f"{LOCKED_OUT % {'minutes': _minutes_closed()}} {LOCKED_OUT_REMEDY}")
    answer = _page(request, "ui/unlock.html" if is_unlock else "ui/sign_in.html", form)
    answer.status_code = 429
    return answer


def _ask_code(request: HttpRequest, person: Person) -> HttpResponse:
    request.session["pending"] = {"person": person.pk, "at": clock.now().timestamp(), "backend": person.backend}
    request.session["pending_next"] = _next_of(request)
    if _is_dialog(request):
        return _page(request, "ui/code.html", CodeForm())
    return redirect("ui:code")


def _pending_person(request: HttpRequest) -> Person | None:
    pending = request.session.get("pending")
    if not pending or clock.now().timestamp() - pending["at"] > PENDING_SECONDS:
        return None
    person = Person.objects.filter(pk=pending["person"], is_active=True).first()
    if person is not None:
        person.backend = pending["backend"]
    return person


def _enter(request: HttpRequest, person: Person, *, device: Any = None) -> HttpResponse:
    now = clock.now()
    target = request.session.pop("pending_next", None) or _next_of(request)
    request.session.pop("pending", None)
    auth.login(request, person)
    if device is not None:
        login(request, device)
    request.session["seen_at"] = int(now.timestamp())
    request.session.pop("locked", None)
    request.session.save()
    staff.open_sign_in(
        person=person,
        session_key=request.session.session_key,
        ip_address=request.META.get("REMOTE_ADDR") or None,
        device=_device(request.headers.get("User-Agent", "")),
        now=now,
    )
    response = _done(request, target)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, person.language, max_age=365 * 86400, samesite="Lax", secure=settings.HTTPS
    )
    return response


def _done(request: HttpRequest, target: str = "") -> HttpResponse:
    if _is_dialog(request):
        return HttpResponse(status=204)
    return redirect(target or _next_of(request))


def _page(request: HttpRequest, template: str, form: forms.Form) -> HttpResponse:
    context = {"form": form, "next": _next_of(request), "dialog": _is_dialog(request)}
    status = 200 if request.method == "GET" or not form.errors or _is_dialog(request) else 422
    return render(request, template, context, status=status)


def _is_dialog(request: HttpRequest) -> bool:
    return "X-Tagih-Dialog" in request.headers


def _next_of(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"


def _device(agent: str) -> str:
    """Words for a browser, such as `Chrome, Windows`."""
    browsers = (
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    )
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    )
    browser = next((name for mark, name in browsers if mark in agent), "Browser")
    system = next((name for mark, name in systems if mark in agent), "?")
    return f"{browser}, {system}"
