"""The review screen's addresses. Loaded only to serve: FastAPI is not imported otherwise.

Everything runs in the event loop's thread, because a workspace is for one thread: an answer takes milliseconds.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import FastAPI, HTTPException, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.types import ASGIApp

from iqtibas.align.model import VerdictLabel
from iqtibas.article import IqtibasError, Segment
from iqtibas.review.access import ENTRANCE, AccessControl, AccessMiddleware, Session
from iqtibas.review.errors import RefusedError, StaleError, UnknownItemError
from iqtibas.review.model import KEY_DIGITS, Action, Change, Decision
from iqtibas.review.queue import Item
from iqtibas.review.rules import MAX_PARTS, MAX_WORDS
from iqtibas.review.screen import Screen, assets, refusal_html
from iqtibas.review.view import moment, said
from iqtibas.review.workspace import Workspace

Key = Annotated[str, Path(pattern=f"^[0-9a-f]{{{KEY_DIGITS}}}$")]
Offset = Annotated[int, Field(strict=True, ge=0, lt=2**31)]
Words = Annotated[str, Field(max_length=2 * MAX_WORDS)]  # the rules count what is left after trimming


class Body(BaseModel):
    """A change as the page sends it; see `Change`. base: the version of the item that the reviewer saw."""

    model_config = ConfigDict(extra="forbid")

    action: Action
    base: Annotated[int, Field(strict=True, ge=0, lt=2**53)]
    spans: Annotated[list[tuple[Offset, Offset]], Field(max_length=MAX_PARTS + 1)] | None = None
    verdict: VerdictLabel | None = None
    segment: tuple[Offset, Offset] | None = None
    english: Words = ""
    was: Words | None = None
    note: Words = ""

    def change(self) -> Change:
        """The change without what only protects it."""
        spans = None if self.spans is None else tuple(Segment(*span) for span in self.spans)
        segment = Segment(*self.segment) if self.segment else None
        return Change(self.action, spans, self.verdict, segment, self.english, self.note)


def review_app(open_workspace: Callable[[], Workspace], screen: Screen, access: AccessControl) -> ASGIApp:
    """The application. open_workspace: called in the thread that serves."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with open_workspace() as workspace:
            app.state.workspace = workspace
            yield

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.state.screen, app.state.access = screen, access
    for path, answer in (("/", _first), (ENTRANCE, _enter), ("/items/{key}", _page), ("/items/{key}/part", _part)):
        app.get(path)(answer)
    app.get("/changes")(_changes)
    app.get("/static/{name}")(_asset)
    app.post("/items/{key}/decisions")(_decide)
    app.post("/undo")(_undo)
    app.post("/redo")(_redo)
    app.exception_handler(IqtibasError)(_explain)
    for what in (RequestValidationError, 400):
        app.exception_handler(what)(_not_understood)
    app.exception_handler(404)(_not_found)
    return AccessMiddleware(app, access, lambda status, reason: HTMLResponse(refusal_html(status, reason), status))


async def _enter(request: Request, token: Annotated[str, Query(max_length=200)] = "") -> Response:
    access: AccessControl = request.app.state.access
    session = access.enter(token)
    if session is None and access.session(request.headers) is None:
        return HTMLResponse(refusal_html(401, "this link was used before, or is none of ours"), 401)
    answer = RedirectResponse(f"{access.base}/", 303)
    if session:
        answer.set_cookie(
            access.cookie, session, path=access.cookie_path, httponly=True, samesite="strict", secure=access.secure
        )
    return answer


async def _first(request: Request) -> Response:
    workspace = _workspace(request)
    first = next((item for item in workspace.items if workspace.state(item).status == "open"), None)
    return _show(request, first or next(iter(workspace.items), None))


async def _page(request: Request, key: Key) -> Response:
    return _show(request, _workspace(request).item(key))


async def _part(request: Request, key: Key) -> Response:
    workspace = _workspace(request)
    return HTMLResponse(_screen(request).part(workspace, workspace.item(key)))


async def _changes(request: Request, since: Annotated[int, Query(ge=0, lt=2**53)]) -> Response:
    """What was decided after a version; 204 if nothing, by far the usual answer."""
    workspace = _workspace(request)
    return (
        JSONResponse(_updates(workspace, _screen(request), since))
        if workspace.version > since
        else Response(status_code=204)
    )


async def _decide(request: Request, key: Key, body: Body) -> Response:
    workspace = _workspace(request)
    made = workspace.decide(key, _session(request).reviewer, body.base, body.change(), body.was)
    return _saved(request, made)


async def _undo(request: Request) -> Response:
    workspace = _workspace(request)
    return _saved(request, workspace.undo(_session(request).reviewer))


async def _redo(request: Request) -> Response:
    workspace = _workspace(request)
    return _saved(request, workspace.redo(_session(request).reviewer))


async def _asset(name: str) -> Response:
    asset = assets().get(name)
    if asset is None:
        raise HTTPException(404)
    return Response(asset.content, media_type=asset.media_type)


async def _explain(request: Request, error: Exception) -> Response:
    """An error of ours in JSON, or as a page to who opened an address."""
    status = 503
    if isinstance(error, StaleError):
        status = 409
    elif isinstance(error, RefusedError):
        status = 404 if isinstance(error, UnknownItemError) else 422
    if _is_page(request):
        return HTMLResponse(refusal_html(status, str(error), _base(request)), status)
    others = [_decision_fields(d) for d in error.others] if isinstance(error, StaleError) else []
    problem = f"{error.problem}; {error.hint}" if isinstance(error, IqtibasError) and error.hint else str(error)
    return JSONResponse({"problem": problem, "others": others}, status)


async def _not_understood(request: Request, error: Exception) -> Response:
    """What is no address or change of ours. It is not repeated: not all that JSON can hold can be written again."""
    if _is_page(request):
        return HTMLResponse(refusal_html(422, "there is no such page", _base(request)), 422)
    return JSONResponse({"problem": "the change was not understood; reload the page", "others": []}, 422)


async def _not_found(request: Request, error: Exception) -> Response:
    return HTMLResponse(refusal_html(404, "there is no such page", _base(request)), 404)


def _show(request: Request, item: Item | None) -> Response:
    return HTMLResponse(_screen(request).page(_workspace(request), _session(request), item))


def _saved(request: Request, made: Decision) -> Response:
    workspace, screen = _workspace(request), _screen(request)
    item = workspace.item(made.subject.key)
    told = {"key": item.key, "version": made.id, "said": said(made, workspace.history(item)), "place": item.place}
    return JSONResponse(told | {"row": screen.row(workspace, item)})


def _updates(workspace: Workspace, screen: Screen, since: int) -> dict[str, object]:
    news = workspace.since(since)
    rows = {item.key: screen.row(workspace, item) for item, _ in news}
    return {
        "version": workspace.version,
        "rows": [{"key": key, "row": row} for key, row in rows.items()],
        "decisions": [_decision_fields(decision) | {"place": item.place} for item, decision in news],
    }


def _decision_fields(decision: Decision) -> dict[str, object]:
    return {
        "key": decision.subject.key,
        "reviewer": decision.reviewer,
        "said": said(decision),
        "at": moment(decision.at),
        "version": decision.id,
    }


def _workspace(request: Request) -> Workspace:
    """The workspace, with what other processes decided meanwhile."""
    workspace: Workspace = request.app.state.workspace
    workspace.refresh()
    return workspace


def _screen(request: Request) -> Screen:
    screen: Screen = request.app.state.screen
    return screen


def _is_page(request: Request) -> bool:
    """Whether a person asks, and not a script of a page."""
    return request.method == "GET" and not request.url.path.endswith(("/part", "/changes"))


def _base(request: Request) -> str:
    access: AccessControl = request.app.state.access
    return access.base if access.session(request.headers) else ""


def _session(request: Request) -> Session:
    """Who asks. The gate let nobody else in."""
    access: AccessControl = request.app.state.access
    session = access.session(request.headers)
    if session is None:
        raise HTTPException(401)
    return session
