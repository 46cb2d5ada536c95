"""Real transformers of a few thousand random weights, saved as the libraries save theirs."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from tests.contracts.encoder import LONG, TEXTS

if TYPE_CHECKING:
    from transformers import PretrainedConfig

QUERY_PREFIX = "hỏi: "
PASSAGE_PREFIX = "đoạn: "
SIZE = 16  # numbers of a vector
LONGEST = 64  # tokens
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
SYLLABLES = {s for text in [*TEXTS, LONG, "hỏi đoạn"] for s in text.lower().split()}


def save_tiny_transformer(
    folder: Path,
    *,
    kind: str = "bert",
    words: Iterable[str] = SYLLABLES,
    prompts: bool = True,
    splits_signs: bool = True,
) -> Path:
    """A model that gives texts vectors, of architecture ``kind`` ("bert", "xlm-roberta" …)."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import AutoModel

    vocabulary = [*SPECIAL, ":", "query", "passage", *sorted(words)]
    raw = folder / "raw"
    save_tokenizer(raw, vocabulary, splits_signs=splits_signs)
    seed()
    shape = config(kind, len(vocabulary))
    AutoModel.from_config(shape).save_pretrained(raw)  # type: ignore[no-untyped-call]
    layers = Transformer(str(raw), max_seq_length=LONGEST)
    model = SentenceTransformer(modules=[layers, Pooling(SIZE)], device="cpu")
    if prompts:
        model.prompts = {"query": QUERY_PREFIX, "document": PASSAGE_PREFIX}
    model.save(str(folder / "model"), create_model_card=False)
    return folder / "model"


def save_tiny_cross_encoder(
    folder: Path, *, kind: str = "bert", labels: int = 1, by_library: bool = True
) -> Path:
    """A model that gives pairs a score, saved by sentence-transformers or as transformers does."""
    from sentence_transformers import CrossEncoder
    from transformers import AutoModelForSequenceClassification

    vocabulary = [*SPECIAL, *sorted(SYLLABLES)]
    raw = folder / "raw"
    save_tokenizer(raw, vocabulary)
    seed()
    shape = config(kind, len(vocabulary), labels=labels)
    model = AutoModelForSequenceClassification.from_config(shape)  # type: ignore[no-untyped-call]
    model.save_pretrained(raw)
    if not by_library:
        return raw
    CrossEncoder(str(raw), device="cpu").save_pretrained(str(folder / "model"))
    return folder / "model"


def config(kind: str, words: int, *, labels: int = 2) -> PretrainedConfig:
    from transformers import AutoConfig

    return AutoConfig.for_model(
        kind,
        vocab_size=words,
        hidden_size=SIZE,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        # Those of RoBERTa's kind count positions from the one after the padding's.
        max_position_embeddings=LONGEST + 2,
        pad_token_id=0,
        num_labels=labels,
        initializer_range=1.0,  # wide apart, so that different texts have different vectors
    )


def save_tokenizer(folder: Path, vocabulary: list[str], *, splits_signs: bool = True) -> None:
    from transformers import PreTrainedTokenizerFast

    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]  # as transformers ships it
        tokenizer_object=word_piece(vocabulary, splits_signs=splits_signs),
        model_max_length=LONGEST,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
    ).save_pretrained(folder)


def word_piece(words: list[str], *, splits_signs: bool = True) -> Tokenizer:
    numbers = {word: number for number, word in enumerate(words)}
    tokenizer = Tokenizer(models.WordPiece(numbers, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(strip_accents=False)
    split = pre_tokenizers.BertPreTokenizer() if splits_signs else pre_tokenizers.WhitespaceSplit()
    tokenizer.pre_tokenizer = split
    ends = ("[SEP]", numbers["[SEP]"]), ("[CLS]", numbers["[CLS]"])
    tokenizer.post_processor = processors.BertProcessing(*ends)
    return tokenizer


def seed() -> None:
    import torch

    torch.manual_seed(1)


def put_into_hub_cache(folder: Path, cache: Path, name: str, revision: str) -> None:
    repository = cache / f"models--{name.replace('/', '--')}"
    (repository / "refs").mkdir(parents=True)
    (repository / "refs" / "main").write_text(revision)
    shutil.copytree(folder, repository / "snapshots" / revision)
