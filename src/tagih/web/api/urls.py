from django.urls import path

from tagih.web.api import desk, messages, payments, snap, tokens

app_name = "api"
urlpatterns = [
    path("v1/payments", payments.receive, name="payments"),
    path("v1.0/access-token/b2b", snap.token, name="snap_token"),
    *(
        path(f"v1.0/transfer-va/{service}", snap.transfer, {"service": service}, name=f"snap_{service}")
        for service in ("inquiry", "payment", "status")
    ),
    path("v1/messages/whatsapp", messages.whatsapp, name="messages_whatsapp"),
    *(
        path(f"v1/messages/{provider}", messages.deliver, {"provider": provider}, name=f"messages_{provider}")
        for provider in ("http", "sandbox", "smtp")
    ),
    path("v1/tokens", tokens.sign_in, name="tokens"),
    path("v1/desk/next", desk.take_next, name="next"),
    path("v1/desk/state", desk.change_state, name="state"),
    path("v1/desk/cases/<str:code>/call", desk.call, name="call"),
    path("v1/desk/cases/<str:code>/result", desk.result, name="result"),
]
