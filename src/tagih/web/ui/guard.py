"""The guard on every view: a permission, or a word why there is none.

    @requires(Permission.SEE_PEOPLE)          all of these permissions
    @requires_any(A, B)                       at least one
    @signed_in("own profile")                 anybody who is signed in
    @public("health of the process")          nobody needs to sign in

Works on functions, async functions and class-based views. The attribute `tagih_guard` of the callable that the
URL leads to is what the architecture test reads. Row scope is the view's own duty: `request.standing.paths(...)`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from inspect import isclass, iscoroutinefunction
from typing import Any
from urllib.parse import quote, urlencode

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tagih.journal import operations as journal
from tagih.kernel import clock
from tagih.staff import roles


class Kind(StrEnum):
    """How an address is guarded."""

    ALL = "ALL"
    ANY = "ANY"
    SIGNED_IN = "SIGNED_IN"
    PUBLIC = "PUBLIC"


@dataclass(frozen=True, slots=True)
class Guard:
    """What a view asks of the person in front of it."""

    kind: Kind
    permissions: tuple[str, ...] = ()
    reason: str = ""
    unready: bool = False  # also open to somebody who must first change a password or enrol a second factor

    def allows(self, request: HttpRequest) -> bool:
        held = [request.standing.may(permission) for permission in self.permissions]
        match self.kind:
            case Kind.ALL:
                return all(held)
            case Kind.ANY:
                return any(held)
            case _:
                return True

    def refuse(self, request: HttpRequest) -> HttpResponse | None:
        """This will return the answer that turns the request away, or None when it may pass."""
        if self.kind is Kind.PUBLIC:
            return None
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        if request.session.get("locked"):
            return _unlock_first(request)
        if not self.unready and (step := next_step(request)):
            return step
        return None if self.allows(request) else forbidden(request, self)


def requires(*permissions: str) -> Callable:
    """This will let the view run only for a person who holds every one of the permissions."""
    if not permissions:
        raise ValueError("name at least one permission, or say signed_in(reason)")
    return _apply(Guard(Kind.ALL, tuple(map(str, permissions))))


def requires_any(*permissions: str) -> Callable:
    """This will let the view run for a person who holds at least one of the permissions."""
    if not permissions:
        raise ValueError("name at least one permission, or say signed_in(reason)")
    return _apply(Guard(Kind.ANY, tuple(map(str, permissions))))


def signed_in(reason: str, *, unready: bool = False) -> Callable:
    """This will let the view run for anybody who is signed in. The reason is for the reader."""
    if not reason:
        raise ValueError("say why no permission is needed")
    return _apply(Guard(Kind.SIGNED_IN, reason=reason, unready=unready))


def public(reason: str) -> Callable:
    """This will let the view run for everybody. The reason is for the reader, and for the test of all addresses."""
    if not reason:
        raise ValueError("say why this is public")
    return _apply(Guard(Kind.PUBLIC, reason=reason))


def may(request: HttpRequest, permission: str) -> bool:
    """This will tell whether the person may do this; for buttons, never instead of the guard."""
    return request.standing.may(permission)


def saw(
    request: HttpRequest, kind: str, subject_id: object, what: str, *, customer_no: str = "", reason: str = ""
) -> None:
    """This will write into the access log that this person saw `what` of a subject, such as an unmasked number."""
    journal.record_access(
        by=request.user,
        what=what,
        subject_kind=kind,
        subject_id=str(subject_id),
        customer_no=customer_no,
        reason=reason,
        now=clock.now(),
    )


def next_step(request: HttpRequest) -> HttpResponse | None:
    """This will return the way to what a person must do before anything else, or None."""
    if request.user.must_change_password:
        return redirect_to(request, reverse("ui:password"))
    if request.standing.needs_second_factor and not request.user.is_verified():
        return redirect_to(request, reverse("ui:second_factor"))
    return None


def forbidden(request: HttpRequest, guard: Guard) -> HttpResponse:
    """This will return the page that says what is missing and who has it."""
    missing = [permission for permission in guard.permissions if not request.standing.may(permission)]
    holders = {role.code: role for permission in missing for role in roles.roles_with(permission)}
    names = ", ".join(str(role.name) for role in holders.values())
    context = {"holders": list(holders.values()), "own_roles": request.standing.roles}
    response = render(request, "ui/forbidden.html", context, status=403)
    message = _("This needs one of these roles: %(roles)s.") % {"roles": names or _("none yet")}
    response["X-Tagih-Message"] = quote(message)
    return response


def is_fragment(request: HttpRequest) -> bool:
    """This will tell whether a script asked, so that the answer is not a page of its own."""
    return bool(request.headers.get("HX-Request") or request.headers.get("X-Tagih-Dialog"))


def redirect_to(request: HttpRequest, address: str) -> HttpResponse:
    """This will send the browser to an address, also when htmx asked."""
    if is_fragment(request):
        return HttpResponse(status=200, headers={"HX-Redirect": address})
    return redirect(address)


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    if is_fragment(request) or request.headers.get("Accept", "").startswith(("application/json", "text/event-stream")):
        return HttpResponse(status=401)
    target = request.get_full_path() if request.method == "GET" else "/"
    return redirect(f"{reverse('ui:sign_in')}?{urlencode({'next': target})}")


def _unlock_first(request: HttpRequest) -> HttpResponse:
    if is_fragment(request) or request.method != "GET":
        return HttpResponse(status=423)
    return redirect(f"{reverse('ui:unlock')}?{urlencode({'next': request.get_full_path()})}")


def _apply(guard: Guard) -> Callable:
    def decorate(view: Any) -> Any:
        if isclass(view):
            return _guard_class(view, guard)
        return _guard_function(view, guard)

    return decorate


def _guard_function(view: Callable, guard: Guard) -> Callable:
    if iscoroutinefunction(view):

        @wraps(view)
        async def guarded_async(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            refusal = await sync_to_async(guard.refuse)(request)
            return refusal if refusal is not None else await view(request, *args, **kwargs)

        guarded_async.tagih_guard = guard
        return guarded_async

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refusal = guard.refuse(request)
        return refusal if refusal is not None else view(request, *args, **kwargs)

    guarded.tagih_guard = guard
    return guarded


def _guard_class(view: type, guard: Guard) -> type:
    dispatch = view.dispatch

    @wraps(dispatch)
    def guarded(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refusal = guard.refuse(request)
        return refusal if refusal is not None else dispatch(self, request, *args, **kwargs)

    guarded.tagih_guard = guard  # View.as_view copies the attributes of dispatch to the callable
    view.dispatch = guarded
    return view
