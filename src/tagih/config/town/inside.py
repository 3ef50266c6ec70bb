"""The HTTP surface without a network: the same addresses, middleware and views, called in this process."""

import io
from collections.abc import Mapping

from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest

from tagih.sandbox.town.doors import Ask


def door() -> Ask:
    """This will return a way to ask this process as a server would be asked."""
    handler = BaseHandler()
    handler.load_middleware()

    def ask(path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        environ = {
            "REQUEST_METHOD": "POST", "PATH_INFO": path, "SCRIPT_NAME": "", "QUERY_STRING": "",
            "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body),
            "wsgi.url_scheme": "http", "wsgi.errors": io.StringIO(),
        }  # fmt: skip
        environ |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        response = handler.get_response(WSGIRequest(environ))
        return response.status_code, response.content

    return ask
