"""The seam to models: texts in, unit vectors out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

# Up to the last "@", for what is typed by hand may hold one in the password, or a slash.
_CREDENTIALS = re.compile(r"(?<=://)\S*@")


def without_credentials(text: str) -> str:
    """The text with the user and password of its URLs masked.

    >>> without_credentials("https://user:s3cret@host/x: not found")
    'https://***@host/x: not found'
    """
    return _CREDENTIALS.sub("***@", text)


class EncoderError(Exception):
    """Base of this seam's errors."""


class ModelUnavailable(EncoderError):
    """A model cannot be loaded. ``name`` as it was asked for, and one clear ``reason``, both
    without the user and password that a URL may carry.

    ``code`` is a key of the reasons in bot/texts; empty where a library words the reason.
    """

    kind = "embedding model"

    def __init__(self, name: str, reason: str, code: str = "") -> None:
        self.name, self.reason = without_credentials(name), without_credentials(reason)
        self.code = code
        super().__init__(f"{self.kind} {self.name} cannot be loaded: {self.reason}")


class Encoder(Protocol):
    """Turns texts into vectors whose inner product says how near they are, 1 at most.

    ``revision`` changes whenever the vectors may; ``dimension`` is the length of a vector.
    """

    name: str
    revision: str
    dimension: int

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Shape (texts, dimension), rows of length 1, or 0 for a text with no known token."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """As encode_queries; the two agree in models that make no difference."""
        ...


@runtime_checkable
class TokenEncoder(Protocol):
    """An encoder with one vector a token, whatever stands around it."""

    def token_ids(self, texts: Sequence[str]) -> list[NDArray[np.int32]]:
        """For each text the numbers of its tokens, in order."""
        ...

    def vectors_of(self, ids: NDArray[np.int32]) -> Vectors:
        """Vectors of tokens, shape (tokens, dimension); a text's vector is the mean of them,
        scaled to length 1. A vector's length is the token's learned weight, 0 for unknown ones.
        """
        ...

    def sums_of(self, ids: Sequence[NDArray[np.int32]]) -> Vectors:
        """The sum of each text's token vectors, shape (texts, dimension); 0 without tokens."""
        ...


def folder_revision(folder: Path) -> str:
    """A short hash of a model folder's files, its card and hidden files apart.

    Raises OSError where a file cannot be read.
    """
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and inside.name != "README.md" and not inside.as_posix().startswith("."):
            digest.update(f"{inside.as_posix()}\0{path.stat().st_size}\0".encode())
            with path.open("rb") as content:
                digest.update(hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()[:16]


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1; a row of zeros stays as it is."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled = np.zeros_like(vectors)
    np.divide(vectors, lengths, out=scaled, where=lengths > 0)
    return scaled


@contextmanager
def reported(name: str) -> Iterator[None]:
    """Turns what loaders raise about a damaged or missing model into ModelUnavailable."""
    from safetensors import SafetensorError

    try:
        yield
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise ModelUnavailable(name, _first_line(error)) from error
    except Exception as error:
        if type(error) is not Exception:  # tokenizers raises exactly this for a damaged file
            raise
        raise ModelUnavailable(name, _first_line(error)) from error


def _first_line(error: Exception) -> str:
    text = str(error).strip() or type(error).__name__
    return text.splitlines()[0]
