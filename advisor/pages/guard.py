"""What the server says to every browser: who may ask, and what a page may do there."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config


def _scripts_of_streamlit() -> str:
    """The hashes of the scripts that stand in Streamlit's own page, as a policy names them."""
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    return " ".join(f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in re.findall(r"<script>(.*?)</script>", page, re.S))


HEADERS = {
    # nothing from another site is loaded, asked or sent to, and no script that a page holds runs but Streamlit's, whose charts evaluate expressions;
    # no other site frames it
    "Content-Security-Policy": f"default-src 'self'; script-src 'self' 'unsafe-eval' {_scripts_of_streamlit()}; style-src 'self' 'unsafe-inline'; "
                               "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self'; object-src 'none'; "
                               "base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """ASGI middleware before Streamlit: a request that another site caused, or that came under a name that is not this server's, gets no answer but 403.

    Streamlit has such a check of its own; before it refuses it asks a service outside for the address of this machine, and nothing here may ask outside.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        asked = Headers(scope=scope)
        host = asked.get("host", "")

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = MutableHeaders(scope=message)
                told.update(HEADERS)
            await send(message)

        if not may_ask(host, asked.get("origin")):
            if scope["type"] == "websocket":
                return await send({"type": "websocket.close", "code": 1008})
            return await PlainTextResponse("Open this address itself; another site may not ask for it.", 403)(scope, receive, guarded)
        return await self._app(scope, receive, guarded)


def may_ask(host: str, origin: str | None) -> bool:
    """Whether a request for ``host`` (as the browser names it) by a page of ``origin`` (None: by no page) is answered.

    Addresses and localhost are no names that another site can point here; any other name, such as that of a proxy, has to be set as
    ``browser.serverAddress`` or in ``server.corsAllowedOrigins``.
    """
    named = {config.get_option("browser.serverAddress"), config.get_option("server.address")}
    named |= {urlsplit(allowed).hostname for allowed in config.get_option("server.corsAllowedOrigins")}
    name = urlsplit(f"//{host}").hostname
    if name != "localhost" and name not in named and not _is_address(name or ""):
        return False
    return origin is None or urlsplit(origin).netloc == host or urlsplit(origin).hostname in named - {"localhost"}


def _is_address(name: str) -> bool:
    try:
        return bool(ip_address(name))
    except ValueError:
        return False
