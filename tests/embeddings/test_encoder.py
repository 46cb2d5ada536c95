from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from corpus.vietnamese import place_tones
from embeddings import hub
from embeddings.build import build
from embeddings.encoder import Encoder, ModelUnavailable, TokenEncoder, folder_revision
from embeddings.errors import IndexOfOtherModel
from embeddings.index import Index, Wanted
from embeddings.loading import load_encoder
from embeddings.models import DECLARED, EMBEDDED, EMBEDDED_FOLDER, ModelSpec
from embeddings.segmentation import Segmenter
from tests.contracts.encoder import LONG, TEXTS, EncoderContract
from tests.embeddings.building import VACCINES, write
from tests.embeddings.tiny import (
    PASSAGE_PREFIX,
    QUERY_PREFIX,
    put_into_hub_cache,
    save_tiny_transformer,
)

MOST_BYTES = 30 * 1024 * 1024

SYLLABLES = [
    *("hoà", "hòa", "hoá", "hóa", "loè", "lòe", "khoẻ", "khỏe", "uỷ", "ủy", "thuỳ", "thùy"),
    *("quý", "qúy", "quỹ", "qũy", "quà", "hoàn", "ngoài", "toán", "khuỷu", "tuyết", "Đoàn"),
    *("COVID", "19", "tê\u0301"),
]


@pytest.fixture(scope="module")
def embedded() -> Encoder:
    return load_encoder()


class TestTheEmbeddedModel(EncoderContract):
    @pytest.fixture
    def encoder(self, embedded: Encoder) -> Encoder:
        return embedded

    def test_it_is_what_is_declared(self, encoder: Encoder) -> None:
        assert encoder.name == EMBEDDED.name
        assert encoder.dimension == EMBEDDED.dimension
        assert encoder.revision == folder_revision(EMBEDDED_FOLDER)

    @pytest.mark.parametrize("text", ["", " \n", "😀", "漢字", "\x00", "—…“”"])
    def test_a_text_without_a_known_token_is_a_row_of_zeros(
        self, encoder: Encoder, text: str
    ) -> None:
        assert not encoder.encode_queries([text]).any()

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("hoà bình", "hòa bình"),
            ("Uỷ ban", "ủy ban"),
            ("khoẻ mạnh", "khỏe mạnh"),
            ("QUÝ 2", "qúy 2"),
            ("COVID- 19", "covid19"),
            ("COVID-19", "Covid 19"),
            ("bộ y tê\u0301", "bộ y tế"),
            ("tiêm   chủng", "tiêm\u00a0chủng"),
            ("“tiêm chủng”…", "tiêm chủng"),
            ("12/3/2021", "12 3 2021"),
        ],
    )
    def test_spellings_of_one_text_agree(self, encoder: Encoder, one: str, other: str) -> None:
        mine, theirs = encoder.encode_queries([one, other])
        assert mine.any()
        np.testing.assert_array_equal(mine, theirs)

    @pytest.mark.parametrize(
        ("one", "other"), [("hoa bình", "hòa bình"), ("ba", "bà"), ("quý 2", "quý 3")]
    )
    def test_spellings_of_two_texts_do_not(self, encoder: Encoder, one: str, other: str) -> None:
        mine, theirs = encoder.encode_queries([one, other])
        assert mine @ theirs < 0.999

    def test_an_answer_is_nearer_than_another_text(self, encoder: Encoder) -> None:
        question = encoder.encode_queries(["Khi nào thì được tiêm vắc xin?"])[0]
        near, far = encoder.encode_passages(
            ["Lịch tiêm chủng sẽ được thông báo.", "Đội tuyển thắng trận chung kết bóng đá."]
        )
        assert question @ near > question @ far + 0.1

    def test_the_mean_of_the_token_vectors_is_the_text(self, encoder: Encoder) -> None:
        assert isinstance(encoder, TokenEncoder)
        for text in TEXTS:
            mean = encoder.vectors_of(encoder.token_ids([text])[0]).mean(axis=0)
            expected = mean / np.linalg.norm(mean)
            np.testing.assert_allclose(encoder.encode_queries([text])[0], expected, atol=1e-5)

    def test_sums_of_token_vectors_are_those_of_each_text(self, encoder: Encoder) -> None:
        assert isinstance(encoder, TokenEncoder)
        ids = encoder.token_ids(["", *TEXTS])
        sums = encoder.sums_of(ids)
        expected = [encoder.vectors_of(its).sum(axis=0) for its in ids]
        np.testing.assert_allclose(sums, expected, rtol=0, atol=1e-6)
        assert not sums[0].any()
        assert encoder.sums_of([]).shape == (0, encoder.dimension)

    def test_unknown_tokens_weigh_nothing(self, encoder: Encoder) -> None:
        assert isinstance(encoder, TokenEncoder)
        [ids] = encoder.token_ids(["漢字 😀"])
        assert encoder.vectors_of(ids).shape == (len(ids), encoder.dimension)
        assert not encoder.vectors_of(ids).any()
        assert encoder.token_ids([]) == []

    def test_rare_words_weigh_more_than_common_ones(self, encoder: Encoder) -> None:
        assert isinstance(encoder, TokenEncoder)
        [ids] = encoder.token_ids(["của vắc"])
        common, rare = np.linalg.norm(encoder.vectors_of(ids), axis=1)
        assert rare > 2 * common

    @given(
        syllables=st.lists(st.sampled_from(SYLLABLES)), between=st.sampled_from([" ", ", ", "-"])
    )
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # it has no state
    def test_it_normalises_as_the_search_forms_do(
        self, encoder: Encoder, syllables: list[str], between: str
    ) -> None:
        text = between.join(syllables)
        vectors = encoder.encode_queries([text, place_tones(text)])
        np.testing.assert_array_equal(vectors[0], vectors[1])

    def test_it_fits_into_the_wheel_and_holds_no_pickle(self) -> None:
        files = [path for path in EMBEDDED_FOLDER.rglob("*") if path.is_file()]
        assert sum(path.stat().st_size for path in files) <= MOST_BYTES
        assert {path.suffix for path in files} <= {".json", ".safetensors", ".tsv", ".md"}


class TestTwoOtherReadersOfTheSameFolder:
    texts = (*TEXTS, "", " ", LONG, "😀", "漢字 của 漢字", "kyrgyzstan astrazeneca")

    def test_model2vec_agrees(self, embedded: Encoder) -> None:
        from model2vec import StaticModel

        model = StaticModel.from_pretrained(
            EMBEDDED_FOLDER, normalize=True, quantize_to="float32", max_length=None
        )
        theirs = model.encode(list(self.texts))
        np.testing.assert_allclose(embedded.encode_passages(self.texts), theirs, atol=1e-5)

    def test_sentence_transformers_agrees(self, embedded: Encoder) -> None:
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(str(EMBEDDED_FOLDER), device="cpu").float()
        theirs = model.encode(list(self.texts))
        np.testing.assert_allclose(embedded.encode_passages(self.texts), theirs, atol=1e-5)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_transformer(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def tiny_encoder(tiny: Path) -> Encoder:
    return load_encoder(str(tiny))


class TestATransformerInAFolder(EncoderContract):
    @pytest.fixture
    def encoder(self, tiny_encoder: Encoder) -> Encoder:
        return tiny_encoder

    def test_its_name_is_the_folder_as_it_was_asked_for(self, encoder: Encoder, tiny: Path) -> None:
        assert encoder.name == str(tiny)
        assert encoder.dimension == 16
        assert encoder.revision == folder_revision(tiny)

    def test_the_prompts_of_its_folder_stand_before_queries_and_passages(
        self, encoder: Encoder, tiny: Path
    ) -> None:
        assert_prefixed(encoder, tiny, QUERY_PREFIX, PASSAGE_PREFIX)

    def test_it_has_no_token_vectors(self, encoder: Encoder) -> None:
        assert not isinstance(encoder, TokenEncoder)


def assert_prefixed(encoder: Encoder, folder: Path, query: str, passage: str) -> None:
    """Compares with what sentence-transformers makes of texts that carry the prefix already."""
    queries, passages = encoder.encode_queries(TEXTS), encoder.encode_passages(TEXTS)
    np.testing.assert_allclose(queries, plainly(folder, [query + t for t in TEXTS]), atol=1e-5)
    np.testing.assert_allclose(passages, plainly(folder, [passage + t for t in TEXTS]), atol=1e-5)
    assert np.abs(queries - plainly(folder, TEXTS)).max() > 0.01
    assert np.abs(queries - passages).max() > 0.01


def plainly(folder: Path, texts: list[str]) -> Any:
    """What sentence-transformers makes of texts as they stand."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu")
    return model.encode(texts, prompt="", normalize_embeddings=True)


class TestAModelOfTheHub:
    @pytest.fixture
    def cache(self, empty_hub_cache: Path) -> Path:
        return empty_hub_cache

    @pytest.mark.parametrize("size", ["small", "base", "large"])
    def test_a_declared_name_gets_its_declared_prefixes_and_revision(
        self, tiny: Path, cache: Path, size: str
    ) -> None:
        spec = DECLARED[f"intfloat/multilingual-e5-{size}"]
        put_into_hub_cache(tiny, cache, spec.name, spec.revision)
        encoder = load_encoder(spec.name)
        assert encoder.name == spec.name
        assert encoder.revision == spec.revision
        assert_prefixed(encoder, tiny, "query: ", "passage: ")

    @pytest.mark.parametrize(
        "name",
        ["BAAI/bge-m3", "AITeamVN/Vietnamese_Embedding", "AITeamVN/Vietnamese_Embedding_v2"],
    )
    def test_a_model_declared_without_prefixes_gets_none(
        self, tmp_path: Path, cache: Path, name: str
    ) -> None:
        folder = save_tiny_transformer(tmp_path, kind="xlm-roberta")  # which has prompts of its own
        put_into_hub_cache(folder, cache, name, DECLARED[name].revision)
        encoder = load_encoder(name)
        plain = plainly(folder, TEXTS)
        np.testing.assert_allclose(encoder.encode_queries(TEXTS), plain, atol=1e-5)
        np.testing.assert_allclose(encoder.encode_passages(TEXTS), plain, atol=1e-5)

    def test_a_folder_that_ends_in_a_declared_name_gets_what_is_declared(
        self, tiny: Path, tmp_path: Path
    ) -> None:
        folder = tmp_path / "intfloat" / "multilingual-e5-base"
        shutil.copytree(tiny, folder)
        encoder = load_encoder(str(folder))
        assert encoder.revision == folder_revision(folder)
        assert_prefixed(encoder, tiny, "query: ", "passage: ")

    def test_another_revision_than_the_declared_one_is_not_taken(
        self, tiny: Path, cache: Path
    ) -> None:
        put_into_hub_cache(tiny, cache, "intfloat/multilingual-e5-small", "c0ffee")
        with pytest.raises(ModelUnavailable, match="not whole in the local cache"):
            load_encoder("intfloat/multilingual-e5-small")

    def test_a_name_that_is_not_declared_keeps_its_own_prompts(
        self, tiny: Path, cache: Path
    ) -> None:
        put_into_hub_cache(tiny, cache, "somebody/something", "c0ffee")
        encoder = load_encoder("somebody/something")
        assert encoder.revision == "c0ffee"
        assert_prefixed(encoder, tiny, QUERY_PREFIX, PASSAGE_PREFIX)

    @pytest.mark.parametrize("name", ["BAAI/bge-m3", "somebody/something", "something"])
    def test_a_name_that_cannot_be_had_is_said_so(self, cache: Path, name: str) -> None:
        with pytest.raises(ModelUnavailable) as caught:
            load_encoder(name)
        assert caught.value.name == name
        assert "no folder and not whole in the local cache" in caught.value.reason
        assert "\n" not in str(caught.value)

    @pytest.mark.parametrize("name", ["no/such/folder", "./nowhere", "hai chữ", "a" * 300])
    def test_what_can_be_no_name_is_said_so(self, cache: Path, name: str) -> None:
        with pytest.raises(ModelUnavailable) as caught:
            load_encoder(name)
        assert "no name of a model" in caught.value.reason

    def test_an_interrupted_download_is_no_model(self, tiny: Path, cache: Path) -> None:
        put_into_hub_cache(tiny, cache, "somebody/something", "c0ffee")
        [weights] = cache.rglob("model.safetensors")
        weights.unlink()
        with pytest.raises(ModelUnavailable, match="not whole in the local cache"):
            load_encoder("somebody/something")

    def test_a_hub_that_does_not_answer_is_said_so(
        self, cache: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from huggingface_hub import constants

        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
        monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")  # nobody listens there
        with pytest.raises(ModelUnavailable) as caught:
            load_encoder("somebody/something")
        assert "the model hub does not answer" in caught.value.reason

    def test_a_hub_that_takes_the_call_and_keeps_silent_is_given_up(
        self, cache: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from huggingface_hub import constants

        with socket.create_server(("127.0.0.1", 0)) as silent:
            port = silent.getsockname()[1]
            monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
            monkeypatch.setattr(constants, "ENDPOINT", f"http://127.0.0.1:{port}")
            monkeypatch.setattr(hub, "HUB_PATIENCE", 0.2)
            with pytest.raises(ModelUnavailable) as caught:
                load_encoder("somebody/something")
        assert "the model hub does not answer" in caught.value.reason

    def test_what_is_on_the_disk_is_loaded_without_a_call(
        self, tiny: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from huggingface_hub import constants

        with socket.create_server(("127.0.0.1", 0)) as listening:
            listening.setblocking(False)
            port = listening.getsockname()[1]
            monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
            monkeypatch.setattr(constants, "ENDPOINT", f"http://127.0.0.1:{port}")
            put_into_hub_cache(tiny, cache, "somebody/something", "c0ffee")
            load_encoder("somebody/something")
            load_encoder(str(tiny))
            with pytest.raises(BlockingIOError):
                listening.accept()


SEGMENTED = "bkai-foundation-models/vietnamese-bi-encoder"
WORDS = {"tiêm_chủng": "tiêm chủng", "nhân_viên y_tế": "nhân viên y tế", "họp": "họp"}


@pytest.fixture(scope="module")
def tiny_of_words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    words = {*" ".join(WORDS).split(), *" ".join(WORDS.values()).split()}
    folder = tmp_path_factory.mktemp("segmented")
    return save_tiny_transformer(
        folder, kind="roberta", words=words, prompts=False, splits_signs=False
    )


class TestAModelOfSegmentedWords:
    @pytest.fixture
    def encoder(self, tiny_of_words: Path, empty_hub_cache: Path) -> Encoder:
        put_into_hub_cache(tiny_of_words, empty_hub_cache, SEGMENTED, DECLARED[SEGMENTED].revision)
        return load_encoder(SEGMENTED)

    def test_queries_and_passages_reach_it_as_words(
        self, encoder: Encoder, tiny_of_words: Path
    ) -> None:
        expected = plainly(tiny_of_words, list(WORDS))
        texts = list(WORDS.values())
        np.testing.assert_allclose(encoder.encode_queries(texts), expected, atol=1e-5)
        np.testing.assert_allclose(encoder.encode_passages(texts), expected, atol=1e-5)
        assert np.abs(expected - plainly(tiny_of_words, texts)).max() > 0.01

    def test_its_revision_tells_the_words_too(self, encoder: Encoder) -> None:
        commit, _, words = encoder.revision.partition("+")
        assert commit == DECLARED[SEGMENTED].revision
        assert words == Segmenter().revision

    def test_no_other_model_gets_words(self) -> None:
        assert [spec.name for spec in DECLARED.values() if spec.segmented] == [SEGMENTED]


def test_an_index_made_by_another_model_is_refused(tiny: Path, tmp_path: Path) -> None:
    write(tmp_path / "corpus", vaccines=VACCINES)
    prefixed = tmp_path / "intfloat" / "multilingual-e5-small"
    shutil.copytree(tiny, prefixed)
    made_by, others = load_encoder(str(tiny)), [load_encoder(str(prefixed)), load_encoder()]
    build(tmp_path / "corpus", tmp_path / "index", made_by)
    Index.open(tmp_path / "index", Wanted.of(made_by)).close()
    for other in others:
        with pytest.raises(IndexOfOtherModel) as caught:
            Index.open(tmp_path / "index", Wanted.of(other))
        assert made_by.name in caught.value.detail
        assert other.name in caught.value.detail


def remove_everything(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def damage_weights(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"\x08\0\0\0\0\0\0\0notjson!")


def damage_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").write_text('{"version": "1.0"', encoding="utf-8")


def remove_weights(folder: Path) -> None:
    (folder / "model.safetensors").unlink()


@pytest.mark.parametrize(
    "damage", [remove_everything, damage_weights, damage_tokenizer, remove_weights]
)
@pytest.mark.parametrize("kind", ["static", "transformer"])
def test_a_folder_that_is_no_model_or_a_damaged_one_is_said_so(
    tmp_path: Path, tiny: Path, damage: Any, kind: str
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(EMBEDDED_FOLDER if kind == "static" else tiny, folder)
    damage(folder)
    with pytest.raises(ModelUnavailable) as caught:
        load_encoder(str(folder))
    assert caught.value.name == str(folder)
    assert caught.value.reason
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("cut", [lambda table: table[:100], lambda table: table.ravel()])
def test_a_table_that_does_not_fit_its_tokenizer_is_said_so(
    tmp_path: Path, cut: Callable[[NDArray[np.float16]], NDArray[np.float16]]
) -> None:
    copy = shutil.copytree(EMBEDDED_FOLDER, tmp_path / "copy")
    table = load_file(copy / "model.safetensors")["embedding.weight"]
    save_file({"embedding.weight": np.ascontiguousarray(cut(table))}, copy / "model.safetensors")
    with pytest.raises(ModelUnavailable, match="does not fit"):
        load_encoder(str(copy))


def test_a_copy_of_the_embedded_model_loads_as_a_folder(tmp_path: Path, embedded: Encoder) -> None:
    shutil.copytree(EMBEDDED_FOLDER, tmp_path / "copy")
    copy = load_encoder(str(tmp_path / "copy"))
    assert copy.revision == embedded.revision
    np.testing.assert_array_equal(copy.encode_queries(TEXTS), embedded.encode_queries(TEXTS))


def test_a_revision_follows_the_files_and_not_the_card(tmp_path: Path) -> None:
    (tmp_path / "weights").write_bytes(b"1")
    before = folder_revision(tmp_path)
    (tmp_path / "README.md").write_text("a card")
    assert folder_revision(tmp_path) == before
    (tmp_path / "weights").write_bytes(b"2")
    assert folder_revision(tmp_path) != before


def test_declared_models_are_complete() -> None:
    for name, spec in DECLARED.items():
        assert isinstance(spec, ModelSpec)
        assert spec.name == name
        assert spec.revision
        assert spec.licence
        assert spec.dimension > 0
        assert spec.max_tokens is None or spec.max_tokens > 0


def test_the_way_to_an_answer_imports_no_torch() -> None:
    program = """
import json, sys
from embeddings.loading import load_encoder
vectors = load_encoder().encode_queries(["Bộ Y tế đề ra mấy nhiệm vụ?"])
heavy = {"torch", "transformers", "sentence_transformers", "model2vec", "huggingface_hub"}
print(json.dumps([list(vectors.shape), sorted(heavy & set(sys.modules))]))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert json.loads(done.stdout) == [[1, EMBEDDED.dimension], []]
