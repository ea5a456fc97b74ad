"""The running desk: pages and one address for decisions, on the loopback only.

A page of another site that the curator has open could send requests here, too. So every request must name this
address as its host (against DNS rebinding), and every decision must carry the token that only our own pages hold.
"""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from extract.curation.places import MisplacedError
from extract.curation.texts import BadOverridesError
from extract.review.coverage import covered
from extract.review.deciding import ChangedMeanwhileError, Decision, override
from extract.review.desk import Desk
from extract.review.pages import Links, coverage_page, list_page, previous_page, study_page
from extract.review.static_pages import STATIC, static_file
from extract.writing import UnwritableError

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
_LARGEST = 100_000  # bytes of a decision


class Guard:
    """Refuses requests that do not come to and from our own address; sets the headers of every answer."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}
        self._origins = {f"http://{host}" for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] += [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
            await send(message)

        request = Request(scope)
        origin = request.headers.get("origin")
        if request.headers.get("host", "") not in self._hosts or (origin is not None and origin not in self._origins):
            refused = PlainTextResponse("this address answers its own pages only", 403)
            await refused(scope, receive, with_headers)
            return
        await self._app(scope, receive, with_headers)


@dataclass
class Server:
    """Answers for one desk in the name of one curator."""

    desk: Desk
    who: str
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    links: Links = field(default_factory=Links)

    async def index(self, _: Request) -> Response:
        """The list of studies."""
        return HTMLResponse(await run_in_threadpool(lambda: list_page(self.desk.rows(), self.links, self.token)))

    async def coverage(self, _: Request) -> Response:
        """The coverage page."""
        return HTMLResponse(await run_in_threadpool(lambda: coverage_page(covered(self.desk), self.links, self.token)))

    async def study(self, request: Request) -> Response:
        """A study's page."""
        opened = await run_in_threadpool(self.desk.open, request.path_params["id"])
        return HTMLResponse(study_page(opened, self.desk, self.links, self.token))

    async def difference(self, request: Request) -> Response:
        """How a study differs from its previous version."""
        study = request.path_params["id"]
        await run_in_threadpool(self.desk.open, study)
        change = await run_in_threadpool(self.desk.previous, study)
        return HTMLResponse(previous_page(study, change, self.links, self.token))

    async def static(self, request: Request) -> Response:
        """A style sheet or script."""
        name = request.path_params["name"]
        if name not in STATIC:
            return PlainTextResponse("no such file", 404)
        return Response(static_file(name), media_type=STATIC[name])

    async def decide(self, request: Request) -> Response:
        """Save a decision as an override, at once."""
        if not secrets.compare_digest(request.headers.get("x-desk-token", "").encode(), self.token.encode()):
            return JSONResponse({"error": "this page is out of date: reload it"}, 403)
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > _LARGEST:
                return JSONResponse({"error": "too long"}, 413)
        return await run_in_threadpool(self._decide, request.path_params["id"], body)

    def _decide(self, study: str, body: bytes) -> Response:
        try:
            decision = msgspec.json.decode(body, type=Decision)
            if decision.do == "undo":
                self.desk.store.withdraw(study, decision.of or "", self.who)
                return JSONResponse({"undone": decision.of})
            entry = override(decision, self.desk.open(study).document, self.who)
            self.desk.store.append(study, entry)
        except ChangedMeanwhileError:
            return JSONResponse({"error": "this was changed meanwhile; the page now shows how it stands"}, 409)
        except KeyError:
            return JSONResponse({"error": "there is no such study, or no such decision any more"}, 404)
        except (MisplacedError, msgspec.DecodeError, BadOverridesError) as error:
            return JSONResponse({"error": str(error)}, 400)
        except UnwritableError as error:
            return JSONResponse({"error": f"not saved: {error}"}, 507)
        return JSONResponse({"saved": entry.id})


async def _missing(_: Request, __: Exception) -> Response:
    return PlainTextResponse("there is no such study", 404)


def make_app(desk: Desk, who: str, port: int) -> Starlette:
    """The application; `port` is part of the address that it answers to."""
    server = Server(desk, who)
    handle: Callable[[Request, Exception], Awaitable[Response]] = _missing
    app = Starlette(
        routes=[
            Route("/", server.index),
            Route("/coverage", server.coverage),
            Route("/study/{id}", server.study),
            Route("/study/{id}/difference", server.difference),
            Route("/study/{id}/decisions", server.decide, methods=["POST"]),
            Route("/static/{name}", server.static),
        ],
        middleware=[Middleware(Guard, port=port)],
        exception_handlers={KeyError: handle},
    )
    app.state.server = server
    return app
