"""One shape for every small act: a question, a form, one operation, back to where it was."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tagih.web.ui.forms import refusals_shown


def act(
    request: HttpRequest, form: forms.Form, operation: Callable[[dict[str, Any]], Any], *, title: Any, button: Any,
    back: str, done: Any, text: Any = "", tone: str = "primary", crumbs: list[tuple[Any, str]] | None = None,
) -> HttpResponse:  # fmt: skip
    """This will show the form, and on POST run the operation with its cleaned data.

    A refusal is shown at its field with status 422; success says `done` and leads `back`. An operation that returns a
    response has the last word (a one-time password is shown once).
    """
    if request.method == "POST" and form.is_valid():
        result = None
        with refusals_shown(form):
            result = operation(form.cleaned_data)
        if form.is_valid():
            if isinstance(result, HttpResponse):
                return result
            messages.success(request, str(done))
            return redirect(back)
    context = {
        "form": form, "title": title, "button": button, "back": back, "text": text, "tone": tone,
        "crumbs": [*(crumbs or []), (title, "")],
    }  # fmt: skip
    return render(request, "ui/act.html", context, status=422 if form.errors else 200)
