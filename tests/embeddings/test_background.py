from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.vietnamese import fold, syllables
from embeddings.background import FILE_NAME, Background, default_background, load_background
from embeddings.encoder import ModelUnavailable


def write_table(folder: Path, text: str) -> None:
    (folder / FILE_NAME).write_text(text, encoding="utf-8")


def test_a_table_is_read_with_its_number_of_documents(tmp_path: Path) -> None:
    write_table(tmp_path, "#documents\t10\nbo_y\t2\nva\t9\n")
    background = load_background(tmp_path)
    assert background.documents == 10
    assert background.frequency("va") == 9
    assert background.frequency("bo_y") == 2


def test_a_term_that_is_not_listed_has_no_frequency_and_is_the_rarest(tmp_path: Path) -> None:
    write_table(tmp_path, "#documents\t10\nbo_y\t2\nva\t9\n")
    background = load_background(tmp_path)
    assert background.frequency("chưa từng có") == 0
    assert background.rarity("chưa từng có") > background.rarity("bo_y") > background.rarity("va")


@pytest.mark.parametrize(
    "text", ["", "va\t9\n", "#documents\tnhiều\n", "#documents\t10\nva\t9\nbo_y\t2\n"]
)
def test_a_damaged_table_is_refused(tmp_path: Path, text: str) -> None:
    write_table(tmp_path, text)
    with pytest.raises(ModelUnavailable, match="no table"):
        load_background(tmp_path)


def test_a_missing_table_is_told_apart_from_a_damaged_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_background(tmp_path)


@given(documents=st.integers(1, 10**7), data=st.data())
def test_rarity_falls_with_frequency_and_stays_above_zero(
    documents: int, data: st.DataObject
) -> None:
    one = data.draw(st.integers(0, documents))
    other = data.draw(st.integers(0, documents))
    background = Background(documents, [f"one\t{one}", f"other\t{other}"])
    assert background.rarity("one") > 0
    if one < other:
        assert background.rarity("one") > background.rarity("other")


def test_the_table_that_travels_with_the_project_knows_common_and_rare_words() -> None:
    background = default_background()
    assert background.documents > 100_000
    assert background.rarity("cua") < background.rarity("tiem_chung")
    assert background.rarity("bo_y") < background.rarity("tiem_chung")
    assert 0 < background.frequency("y_te") < background.frequency("y")
    assert default_background() is background


@given(st.dictionaries(st.text("aăâ_b19", min_size=1), st.integers(1, 100)), st.text("aăâ_b19"))
def test_every_listed_term_is_found_and_no_other(listed: dict[str, int], other: str) -> None:
    background = Background(100, sorted(f"{term}\t{count}" for term, count in listed.items()))
    assert {term: background.frequency(term) for term in listed} == listed
    assert background.frequency(other) == listed.get(other, 0)


def test_the_terms_that_travel_with_the_project_are_folded_syllables_and_pairs() -> None:
    for row in default_background().rows:
        term, _, count = row.partition("\t")
        assert int(count) > 0
        assert fold(term) == term
        parts = term.split("_")
        assert len(parts) <= 2
        assert all(syllables(part) == [part] for part in parts)
