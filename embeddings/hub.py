"""Where a named model is: a folder, the local cache, or the model hub, asked once and briefly."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from embeddings.encoder import ModelUnavailable, reported

HUB_PATIENCE = 5.0  # seconds to wait for the hub's first answer
MODEL_FILES = ("modules.json", "config.json")
_MISSING = "it is no folder and not whole in the local cache"

Model = TypeVar("Model")
Read = Callable[[str, str | None], Model]


def as_folder(name: str) -> Path | None:
    """The folder of this name; None where there is none, and it can only be a model's name."""
    try:
        return Path(name) if Path(name).is_dir() else None
    except OSError:  # longer than a path can be, or behind a folder that cannot be entered
        return None


def load_named(name: str, wanted: str | None, read: Read[Model]) -> tuple[Model, str]:
    """The model of this name, from the local cache or else from the hub, and its commit.

    ``wanted`` is the commit that is asked for; None takes the newest. ``read`` reads a folder
    (and None: nothing may be fetched), or a name at a commit.

    Raises ModelUnavailable where it is in neither, or the hub does not answer in time.
    """
    cached = _cached_folder(name, wanted)
    if cached is not None:
        # What an interrupted download left does not load, and the hub can complete it.
        with suppress(ModelUnavailable), reported(name):
            return read(str(cached), None), cached.name
    revision = _hub_revision(name, wanted)
    with reported(name):
        return read(name, revision), revision


def check_folder(folder: Path, name: str) -> None:
    """Raises ModelUnavailable for a folder that cannot hold a transformer."""
    if not any((folder / file).is_file() for file in MODEL_FILES):
        reason = f"{folder} holds no model, neither modules nor a config"
        raise ModelUnavailable(name, reason, "no_files")


def hush() -> None:
    """Keeps the libraries from writing bars and reports between our lines."""
    import logging

    from transformers.utils import logging as transformers

    transformers.disable_progress_bar()  # type: ignore[no-untyped-call]  # as transformers ships it
    transformers.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)


def _cached_folder(name: str, wanted: str | None) -> Path | None:
    """The model's folder in the local cache, named by its commit; None where it is not there."""
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    try:
        for file in MODEL_FILES:
            found = try_to_load_from_cache(name, file, revision=wanted)
            if isinstance(found, str):
                return Path(found).parent
    except HFValidationError as error:
        raise ModelUnavailable(name, "it is no folder and no name of a model", "no_name") from error
    return None


def _hub_revision(name: str, wanted: str | None) -> str:
    """The commit of a model on the hub, asked once and with a time limit."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled

    try:
        found = HfApi().model_info(name, revision=wanted, timeout=HUB_PATIENCE).sha
    except OfflineModeIsEnabled as error:
        raise _missing(name, "the model hub is switched off", "hub_off") from error
    except HfHubHTTPError as error:
        raise _missing(name, "the model hub has no such model", "hub_unknown") from error
    except (_transport_error(), OSError) as error:
        raise _missing(name, "the model hub does not answer", "hub_silent") from error
    if found is None:
        raise _missing(name, "the model hub has no revision of it", "hub_no_revision")
    return found


def _missing(name: str, hub: str, code: str) -> ModelUnavailable:
    return ModelUnavailable(name, f"{_MISSING}, and {hub}", code)


def _transport_error() -> type[Exception]:
    """The base of what the hub's client raises when it is not answered.

    The client's library differs between its versions, so the type is taken from its own error.
    """
    from huggingface_hub.errors import HfHubHTTPError

    found: type[Exception] = HfHubHTTPError.__bases__[0]
    return found
