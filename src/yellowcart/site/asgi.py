"""The one port: decisions by a lean application, everything else by Django."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias, cast

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]


def make_application() -> Application:
    """Django's pages run in threads, each with a database connection of its own that stays open."""
    django: Any = get_wsgi_application()
    pages = cast(Application, WSGIMiddleware(django, workers=settings.PAGE_THREADS))
    decisions: Application = import_string(settings.DECISIONS_APPLICATION)()

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        kind = scope["type"]
        if kind == "http":
            lean = scope["path"].startswith(settings.DECISIONS_PATH)
            await (decisions if lean else pages)(scope, receive, send)
        elif kind == "lifespan":
            await _until_shutdown(scope, receive, send)
        elif kind == "websocket":
            await send({"type": "websocket.close"})

    return application


async def _until_shutdown(scope: Scope, receive: Receive, send: Send) -> None:
    """There is nothing to start. Whoever listens to the database stops before it does."""
    from yellowcart.agreements.held import held  # once Django is set up

    while True:
        step = (await receive())["type"]
        if step == "lifespan.shutdown":
            held.stop()
        await send({"type": f"{step}.complete"})
        if step == "lifespan.shutdown":
            return


def _end_with_the_parent() -> None:
    """A worker whose server was killed must not go on holding the port."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


threading.Thread(target=_end_with_the_parent, daemon=True).start()
app = make_application()
