from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from corpus.vietnamese import place_tones
from embeddings.encoder import (
    EMBEDDED_FOLDER,
    Encoder,
    ModelUnavailable,
    TokenEncoder,
    folder_revision,
    load_encoder,
)
from embeddings.models import DECLARED, EMBEDDED, ModelSpec
from tests.contracts.encoder import LONG, TEXTS, EncoderContract

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

    def test_token_vectors_are_the_words_of_a_text(self, encoder: Encoder) -> None:
        assert isinstance(encoder, TokenEncoder)
        pieces, vectors = encoder.token_vectors(["Bộ Y tế, tiêm chủng 漢字 COVID-19"])[0]
        assert "tiêm chủng" in pieces
        assert " ".join(pieces) == "bộ y tế tiêm chủng covid 19"
        assert vectors.shape == (len(pieces), encoder.dimension)
        assert vectors.dtype == np.float32

    def test_the_mean_of_the_token_vectors_is_the_text(self, encoder: Encoder) -> None:
        assert isinstance(encoder, TokenEncoder)
        for text in TEXTS:
            mean = encoder.token_vectors([text])[0][1].mean(axis=0)
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

    def test_a_text_without_a_known_token_has_no_token_vectors(self, encoder: Encoder) -> None:
        assert isinstance(encoder, TokenEncoder)
        pieces, vectors = encoder.token_vectors(["漢字 😀"])[0]
        assert pieces == []
        assert vectors.shape == (0, encoder.dimension)
        assert encoder.token_vectors([]) == []

    def test_rare_words_weigh_more_than_common_ones(self, encoder: Encoder) -> None:
        assert isinstance(encoder, TokenEncoder)
        pieces, vectors = encoder.token_vectors(["của vắc"])[0]
        common, rare = np.linalg.norm(vectors, axis=1)
        assert pieces == ["của", "vắc"]
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


QUERY_PREFIX = "hỏi: "
PASSAGE_PREFIX = "đoạn: "


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random transformer of a few thousand weights, saved by sentence-transformers itself."""
    return save_tiny_transformer(tmp_path_factory.mktemp("tiny"))


def word_piece(words: list[str]) -> Tokenizer:
    numbers = {word: number for number, word in enumerate(words)}
    tokenizer = Tokenizer(models.WordPiece(numbers, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(strip_accents=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    ends = ("[SEP]", numbers["[SEP]"]), ("[CLS]", numbers["[CLS]"])
    tokenizer.post_processor = processors.BertProcessing(*ends)
    return tokenizer


def save_tiny_transformer(folder: Path) -> Path:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    syllables = sorted({s for text in [*TEXTS, LONG, "hỏi đoạn"] for s in text.lower().split()})
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    words = [*special, ":", "query", "passage", *syllables]
    raw = folder / "raw"
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]  # as transformers ships it
        tokenizer_object=word_piece(words),
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
    ).save_pretrained(raw)
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        initializer_range=1.0,  # wide apart, so that different texts have different vectors
    )
    BertModel(config).save_pretrained(raw)
    layers = Transformer(str(raw), max_seq_length=64)
    model = SentenceTransformer(modules=[layers, Pooling(16)], device="cpu")
    model.prompts = {"query": QUERY_PREFIX, "document": PASSAGE_PREFIX}
    model.save(str(folder / "model"), create_model_card=False)
    return folder / "model"


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
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu")

    def plain(texts: list[str]) -> Any:
        return model.encode(texts, prompt="", normalize_embeddings=True)

    queries, passages = encoder.encode_queries(TEXTS), encoder.encode_passages(TEXTS)
    np.testing.assert_allclose(queries, plain([query + t for t in TEXTS]), atol=1e-5)
    np.testing.assert_allclose(passages, plain([passage + t for t in TEXTS]), atol=1e-5)
    assert np.abs(queries - plain(TEXTS)).max() > 0.01
    assert np.abs(queries - passages).max() > 0.01


def put_into_hub_cache(folder: Path, cache: Path, name: str, revision: str) -> None:
    repository = cache / f"models--{name.replace('/', '--')}"
    (repository / "refs").mkdir(parents=True)
    (repository / "refs" / "main").write_text(revision)
    shutil.copytree(folder, repository / "snapshots" / revision)


class TestAModelOfTheHub:
    @pytest.fixture
    def cache(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """An empty hub cache, and no hub: what a machine without a network sees."""
        from huggingface_hub import constants

        monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
        return tmp_path

    def test_a_declared_name_gets_its_declared_prefixes_and_revision(
        self, tiny: Path, cache: Path
    ) -> None:
        spec = DECLARED["intfloat/multilingual-e5-small"]
        put_into_hub_cache(tiny, cache, spec.name, spec.revision)
        encoder = load_encoder(spec.name)
        assert encoder.name == spec.name
        assert encoder.revision == spec.revision
        assert_prefixed(encoder, tiny, "query: ", "passage: ")

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
from embeddings.encoder import load_encoder
vectors = load_encoder().encode_queries(["Bộ Y tế đề ra mấy nhiệm vụ?"])
heavy = {"torch", "transformers", "sentence_transformers", "model2vec", "huggingface_hub"}
print(json.dumps([list(vectors.shape), sorted(heavy & set(sys.modules))]))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert json.loads(done.stdout) == [[1, EMBEDDED.dimension], []]
