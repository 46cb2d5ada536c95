"""Labelled cases from tests/data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark import ParameterSet

DATA = Path(__file__).parent.parent / "data"


def cases(name: str) -> list[ParameterSet]:
    """The cases of a file, each under its label."""
    found: list[dict[str, Any]] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["label"]) for case in found]
