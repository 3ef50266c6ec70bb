"""What was heard on the line, read aloud: only where the debtor is simulated and the machine can speak."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from tagih.cases.permissions import Permission
from tagih.kernel import clock
from tagih.sandbox.telephone import voice
from tagih.web.desk import attempts
from tagih.web.desk.views.line import own_attempt
from tagih.web.ui.guard import requires

KEPT_SECONDS = 3600


@require_GET
@requires(Permission.WORK_CASES)
def heard(request: HttpRequest, code: str, attempt_id: uuid.UUID, number: int) -> HttpResponse:
    """One sentence of the own call as sound."""
    own_attempt(request, code, attempt_id)
    moments = attempts.line(attempt_id, now=clock.now())["moments"]
    text = moments[number]["text"] if number < len(moments) else ""
    sound = voice.read_aloud(text) if text else b""
    if not sound:
        raise Http404
    answer = HttpResponse(sound, content_type="audio/wav")
    answer["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    return answer
