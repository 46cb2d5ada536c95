from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from embeddings import hub
from embeddings.build import build
from embeddings.encoder import Encoder, ModelUnavailable, folder_revision
from embeddings.index import Index, Wanted
from embeddings.models import EMBEDDED_FOLDER
from embeddings.question import understand
from embeddings.ranking import Floats
from embeddings.reranker import (
    DEPTH,
    WEIGHT,
    Reranker,
    RerankerUnavailable,
    load_reranker,
    reranked,
)
from embeddings.search import Searcher
from embeddings.types import Hit
from tests.contracts.encoder import TEXTS
from tests.contracts.reranker import QUESTION, RerankerContract
from tests.embeddings.building import EPIDEMIC, HOSPITALS, VACCINES, write
from tests.embeddings.hits import hit
from tests.embeddings.tiny import (
    put_into_hub_cache,
    save_tiny_cross_encoder,
    save_tiny_transformer,
)

# -- real cross-encoders -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_cross_encoder(tmp_path_factory.mktemp("cross"))


def loaded(name: str) -> Reranker:
    reranker = load_reranker(name)
    assert reranker is not None
    return reranker


@pytest.fixture(scope="module")
def of_library(tiny: Path) -> Reranker:
    return loaded(str(tiny))


@pytest.fixture(scope="module")
def of_transformers(tmp_path_factory: pytest.TempPathFactory) -> Reranker:
    folder = tmp_path_factory.mktemp("plain")
    return loaded(str(save_tiny_cross_encoder(folder, kind="xlm-roberta", by_library=False)))


class TestACrossEncoderInAFolder(RerankerContract):
    @pytest.fixture
    def reranker(self, of_library: Reranker) -> Reranker:
        return of_library

    def test_it_is_named_as_it_was_asked_for(self, reranker: Reranker, tiny: Path) -> None:
        assert reranker.name == str(tiny)
        assert reranker.revision == folder_revision(tiny)

    def test_its_scores_are_those_of_sentence_transformers_before_any_squashing(
        self, reranker: Reranker, tiny: Path
    ) -> None:
        from sentence_transformers import CrossEncoder

        probabilities = CrossEncoder(str(tiny)).predict([(QUESTION, text) for text in TEXTS])
        expected = 1 / (1 + np.exp(-reranker.scores(QUESTION, TEXTS)))
        np.testing.assert_allclose(expected, probabilities, atol=1e-5)


class TestACrossEncoderAsTransformersSavesIt(RerankerContract):
    @pytest.fixture
    def reranker(self, of_transformers: Reranker) -> Reranker:
        return of_transformers


def test_no_name_is_no_reranker() -> None:
    assert load_reranker(None) is None


def test_a_name_is_taken_from_the_local_cache(tiny: Path, empty_hub_cache: Path) -> None:
    put_into_hub_cache(tiny, empty_hub_cache, "somebody/reranker", "c0ffee")
    named, foldered = loaded("somebody/reranker"), loaded(str(tiny))
    assert (named.name, named.revision) == ("somebody/reranker", "c0ffee")
    assert np.array_equal(named.scores(QUESTION, TEXTS), foldered.scores(QUESTION, TEXTS))


def why_unavailable(name: str) -> str:
    with pytest.raises(RerankerUnavailable) as caught:
        load_reranker(name)
    assert isinstance(caught.value, ModelUnavailable)
    assert caught.value.name == name
    assert "\n" not in str(caught.value)
    return caught.value.reason


def test_a_name_that_cannot_be_had_is_said_so(empty_hub_cache: Path) -> None:
    assert "not whole in the local cache" in why_unavailable("somebody/reranker")
    assert "no name of a model" in why_unavailable("no/such/folder")


def test_a_hub_that_keeps_silent_is_given_up(
    empty_hub_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
        monkeypatch.setattr(constants, "ENDPOINT", f"http://127.0.0.1:{silent.getsockname()[1]}")
        monkeypatch.setattr(hub, "HUB_PATIENCE", 0.2)
        assert "does not answer" in why_unavailable("somebody/reranker")


def test_a_model_that_scores_no_pairs_is_refused(tmp_path: Path) -> None:
    """The library would give it a head of random weights and say nothing worse than a warning."""
    vectors = save_tiny_transformer(tmp_path)
    for folder in (vectors, tmp_path / "raw"):
        assert "no cross-encoder" in why_unavailable(str(folder))


def test_a_model_of_several_labels_is_refused(tmp_path: Path) -> None:
    assert "3 labels" in why_unavailable(str(save_tiny_cross_encoder(tmp_path, labels=3)))


@pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json", "config.json"])
def test_a_damaged_folder_is_said_so(tiny: Path, tmp_path: Path, file: str) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(tiny, folder)
    (folder / file).write_bytes(b"\x08\0\0\0\0\0\0\0notjson!")
    assert why_unavailable(str(folder))


@pytest.mark.parametrize("kind", ["empty", "static"])
def test_a_folder_without_a_transformer_is_said_so(tmp_path: Path, kind: str) -> None:
    assert why_unavailable(str(tmp_path if kind == "empty" else EMBEDDED_FOLDER))


def test_loading_says_nothing_of_its_own(tiny: Path, tmp_path: Path) -> None:
    """A person is told one line by us, not the library's reports."""
    program = (
        "import sys; from embeddings.reranker import *\n"
        "load_reranker(sys.argv[1])\n"
        "try: load_reranker(sys.argv[2])\n"
        "except RerankerUnavailable: pass"
    )
    folders = [str(tiny), str(save_tiny_transformer(tmp_path))]
    done = subprocess.run([sys.executable, "-c", program, *folders], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


# -- what the scores do ------------------------------------------------------------------------


class Liking:
    """Likes passages by the number that stands in them."""

    name, revision = "liking", "1"

    def __init__(self) -> None:
        self.read: list[str] = []

    def scores(self, question: str, passages: Sequence[str]) -> Floats:
        self.read += passages
        return np.asarray([float(passage.split()[-1]) for passage in passages], np.float32)


def hits(*likes: int, best: float = 1.0) -> tuple[Hit, ...]:
    """Hits best first, a tenth apart, that are liked so much."""
    return tuple(
        replace(hit(f"đoạn {like}", start=place), score=best - place / 10)
        for place, like in enumerate(likes)
    )


MARKED = understand("Bộ Y tế làm gì?")


def texts(found: Sequence[Hit]) -> list[str]:
    return [one.passage.text for one in found]


def test_its_score_is_scaled_and_weighed_beside_that_of_the_ranking() -> None:
    found = reranked(Liking(), MARKED, hits(-7, 3, 13))
    assert texts(found) == ["đoạn 13", "đoạn 3", "đoạn -7"]
    assert [one.why.reranker for one in found] == [1.0, 0.5, 0.0]
    expected = [(1 - WEIGHT) * 0.8 + WEIGHT, (1 - WEIGHT) * 0.9 + WEIGHT / 2, (1 - WEIGHT) * 1.0]
    assert [one.score for one in found] == pytest.approx(expected)


def test_what_terms_and_vectors_are_sure_of_is_not_thrown_away() -> None:
    sure, other = hits(0, 1)
    found = reranked(Liking(), MARKED, (sure, replace(other, score=0.0)))
    assert texts(found) == ["đoạn 0", "đoạn 1"]  # 0.5 each: then the first order stays


def test_where_it_likes_all_alike_the_order_stays() -> None:
    before = hits(5, 5, 5)
    found = reranked(Liking(), MARKED, before)
    assert texts(found) == texts(before)
    assert {one.why.reranker for one in found} == {0.0}


def test_only_the_first_are_read_and_none_of_the_rest_overtakes_them() -> None:
    liking = Liking()
    many = hits(*range(DEPTH, 0, -1), 99, 98, best=3.0)
    found = reranked(liking, MARKED, many)
    assert liking.read == texts(many[:DEPTH])
    assert texts(found[DEPTH:]) == ["đoạn 99", "đoạn 98"]
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)


def test_without_one_or_without_diacritics_or_hits_nothing_changes() -> None:
    liking = Liking()
    assert reranked(None, MARKED, hits(1, 2)) == hits(1, 2)
    assert reranked(liking, understand("bo y te lam gi"), hits(1, 2)) == hits(1, 2)
    assert reranked(liking, MARKED, ()) == ()
    assert liking.read == []


def test_a_search_reads_its_hits_again(tmp_path: Path, model: Encoder, tiny: Path) -> None:
    write(tmp_path / "corpus", vaccines=VACCINES, hospitals=HOSPITALS, epidemic=EPIDEMIC)
    build(tmp_path / "corpus", tmp_path / "index", model)
    reranker, question = loaded(str(tiny)), "Bộ Y tế giao nhiệm vụ cho ai?"
    with Index.open(tmp_path / "index", Wanted.of(model)) as index:
        plain = Searcher(index, model).search(question).hits
        again = Searcher(index, model, reranker=reranker).search(question).hits
    assert sorted(texts(again)) == sorted(texts(plain))
    ranked = {one.passage.id: one.score for one in plain}
    for one in again:
        expected = (1 - WEIGHT) * ranked[one.passage.id] + WEIGHT * one.why.reranker
        assert one.score == pytest.approx(expected)
    found = reranker.scores(question, texts(again))
    liked = [one.why.reranker for one in again]
    assert np.argsort(found).tolist() == np.argsort(liked).tolist()
    assert (min(liked), max(liked)) == (0.0, 1.0)
