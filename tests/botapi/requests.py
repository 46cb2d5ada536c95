"""The parameters of a request as they came: in its address, as a form, or as JSON."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from tests.botapi.refusals import bad


async def raw_parameters(request: web.BaseRequest) -> dict[str, Any]:
    """Names and values: texts, except where they came as JSON. Raises Refusal."""
    given: dict[str, Any] = dict(request.query)
    if request.content_type == "multipart/form-data":
        posted = await request.post()
        given.update({name: _field(value) for name, value in posted.items()})
        return given
    try:
        body = (await request.read()).decode()
        if request.content_type == "application/json":
            given.update(_json(body))
        else:
            given.update(parse_qsl(body, keep_blank_values=True, errors="strict"))
    except UnicodeDecodeError:
        raise bad("strings must be encoded in UTF-8") from None
    return given


def _field(value: str | bytes | bytearray | web.FileField) -> str:
    return value if isinstance(value, str) else "attach://file"


def _json(body: str) -> dict[str, Any]:
    try:
        found = json.loads(body or "{}")
    except ValueError:
        raise bad("can't parse JSON object") from None
    if not isinstance(found, dict):
        raise bad("object expected as request")
    return found
