from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.vietnamese import fold
from embeddings.background import default_background
from embeddings.build import build
from embeddings.encoder import Encoder
from embeddings.index import Index, Wanted
from embeddings.question import understand
from embeddings.quoting import best_sentence
from embeddings.search import Found, Searcher, lexical_query
from tests.corpus.texts import texts
from tests.doubles import SyllableEncoder
from tests.embeddings.building import EPIDEMIC, HOSPITALS, VACCINES, write


@pytest.fixture(scope="session")
def searcher(shipped_index: Path, model: Encoder) -> Iterator[Searcher]:
    with Index.open(shipped_index, Wanted.of(model)) as index:
        yield Searcher(index, model)


@contextmanager
def searching(folder: Path, encoder: Encoder, **bulletins: str) -> Iterator[Searcher]:
    write(folder / "corpus", **bulletins)
    build(folder / "corpus", folder / "index", encoder)
    with Index.open(folder / "index", Wanted.of(encoder)) as index:
        yield Searcher(index, encoder)


def first_sentence(found: Found) -> str:
    return best_sentence(found.question, found.hits, default_background()).text


QUESTIONS = [
    ("Hệ thống khám chữa bệnh từ xa kết nối bao nhiêu điểm cầu?", "trên 1.000 điểm cầu"),
    ("Vắc xin Nanocovax đang thử nghiệm giai đoạn mấy?", "giai đoạn 2 vắc xin Nanocovax"),
    ("Đại hội Đảng bộ Bộ Y tế được tổ chức trong mấy ngày?", "trong 02 ngày"),
    ("Đảng bộ nào được chỉ đạo tổ chức Đại hội điểm?", "Đảng bộ cơ sở Văn phòng Bộ Y tế"),
    ("Chiến lược có tầm nhìn đến năm nào?", "tầm nhìn đến năm 2040"),
]


@pytest.mark.parametrize(("question", "said"), QUESTIONS)
def test_the_sentence_that_answers_comes_first(
    searcher: Searcher, question: str, said: str
) -> None:
    assert said in first_sentence(searcher.search(question))


@pytest.mark.parametrize(("question", "said"), QUESTIONS)
def test_a_question_without_diacritics_finds_the_same(
    searcher: Searcher, question: str, said: str
) -> None:
    assert said in first_sentence(searcher.search(fold(question)))


@pytest.mark.parametrize(("question", "said"), QUESTIONS)
def test_a_decomposed_question_is_searched_alike(
    searcher: Searcher, question: str, said: str
) -> None:
    composed = searcher.search(question)
    decomposed = searcher.search(unicodedata.normalize("NFD", question))
    assert [h.passage for h in decomposed.hits] == [h.passage for h in composed.hits]
    scores = [h.score for h in composed.hits]
    assert [h.score for h in decomposed.hits] == pytest.approx(scores, abs=1e-5)


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("Nanocovac thử nghiệm giai đoạn mấy?", "nanocovax thử nghiệm giai đoạn mấy?"),
        ("Covivacc thử nghiệm", "covivac thử nghiệm"),
        ("nhiệm vụ tháng tư", "nhiệm vụ tháng tư"),  # nothing to mend
        ("tieem chungr", "tiêm chủng"),
        ("botruong bo y te", "bộ trưởng bộ y tế"),
        ("vac xin nanocovac", "vắc xin nanocovax"),
        ("tháng beenhj viện", "tháng bệnh viện"),
    ],
)
def test_typing_errors_are_mended_and_the_rest_stays(
    searcher: Searcher, typed: str, understood: str
) -> None:
    assert searcher.search(typed).question.text == understood


def test_hits_come_best_first_and_no_more_than_wanted(searcher: Searcher) -> None:
    for limit in (1, 3, 10):
        hits = searcher.search("Bộ Y tế triển khai tiêm chủng", limit=limit).hits
        assert len(hits) == limit
        scores = [hit.score for hit in hits]
        assert scores == sorted(scores, reverse=True)
        assert len({hit.passage.id for hit in hits}) == limit


def test_fewer_hits_wanted_are_the_first_of_more(searcher: Searcher) -> None:
    question = "Bộ Y tế triển khai tiêm chủng"
    assert searcher.search(question, limit=3).hits == searcher.search(question, limit=10).hits[:3]


@settings(max_examples=50)
@given(texts() | st.sampled_from(["😀🇻🇳", "\x00\x07", "   ", "qwxz jkwf", "'\" AND OR a1: *"]))
def test_any_text_is_searched(searcher: Searcher, text: str) -> None:
    for hit in searcher.search(text, limit=4).hits:
        passage, why = hit.passage, hit.why
        found = searcher.index.store.slice(passage.bulletin, passage.start, passage.end)
        assert found.text == passage.text
        assert hit.sentences
        for part in (why.lexical, why.dense, why.sentence, why.words):
            assert 0.0 <= part <= 1.0


def test_a_corpus_of_one_passage_is_searched(tmp_path: Path, model: Encoder) -> None:
    with searching(tmp_path, model, tin="Họp về vắc xin.\n") as searcher:
        [hit] = searcher.search("Họp về cái gì?").hits
        assert hit.passage.text == "Họp về vắc xin."
        assert (hit.bulletin.id, hit.bulletin.source) == ("tin", "tin.txt")
        assert [(s.start, s.end) for s in hit.sentences] == [(0, 15)]


def test_a_decomposed_bulletin_is_found_by_a_composed_question_and_stays_as_it_is(
    tmp_path: Path, model: Encoder
) -> None:
    text = unicodedata.normalize("NFD", "Cục Quản lý Dược cấp phép máy thở.")
    with searching(tmp_path, model, a=EPIDEMIC, b=HOSPITALS, c=f"{text}\n") as searcher:
        for question in ("Máy thở do ai cấp phép?", "may tho do ai cap phep"):
            first = searcher.search(question).hits[0]
            assert first.passage.text == text
            assert first.why.lexical == 1.0  # it alone holds any of these terms


def test_a_heading_helps_to_find_what_stands_under_it(tmp_path: Path, model: Encoder) -> None:
    headed = "Kế hoạch an toàn thực phẩm\n\nCác tỉnh kiểm tra hằng tuần.\n"
    other = "Kế hoạch mua máy thở\n\nCác tỉnh kiểm tra hằng tuần.\n"
    with searching(tmp_path, model, food=headed, machines=other) as searcher:
        hits = searcher.search("Các tỉnh kiểm tra máy thở thế nào?").hits
        places = [h.bulletin.id for h in hits if h.passage.text == "Các tỉnh kiểm tra hằng tuần."]
        assert places == ["machines", "food"]


def test_a_model_without_vectors_of_words_ranks_by_terms_and_passages(tmp_path: Path) -> None:
    bulletins = {"vaccines": VACCINES, "hospitals": HOSPITALS, "epidemic": EPIDEMIC}
    with searching(tmp_path, SyllableEncoder(), **bulletins) as searcher:
        found = searcher.search("Các bệnh viện báo cáo việc gì?")
        best = found.hits[0]
        assert best.passage.text == "Các bệnh viện báo cáo việc mua thuốc."
        assert (best.why.lexical, best.why.sentence, best.why.words) == (1.0, 0.0, 0.0)
        assert [(s.meaning, s.words) for s in best.sentences] == [(0.0, 0.0)]
        # "bệnh viện" and "thuốc" are the known syllables: one each of bệnh, viện, thuốc.
        assert best.closeness == pytest.approx(2 / 2**0.5 / 3**0.5, abs=0.02)


def test_what_nothing_knows_still_orders_nothing_above_the_rest(tmp_path: Path) -> None:
    with searching(tmp_path, SyllableEncoder(), vaccines=VACCINES, epidemic=EPIDEMIC) as searcher:
        found = searcher.search("zzqx 😀")
        assert {(hit.score, hit.closeness) for hit in found.hits} <= {(0.0, 0.0)}


def test_a_hit_that_was_not_searched_for_is_a_passage_with_its_bulletin(
    tmp_path: Path, model: Encoder
) -> None:
    with searching(tmp_path, model, vaccines=VACCINES) as searcher:
        for passage in searcher.index.store.of_bulletin("vaccines"):
            hit = searcher.hit_of("vaccines", passage.id)
            assert hit.passage == passage
            assert hit.bulletin.title == "Bộ Y tế triển khai tiêm chủng tháng 4"
            assert (hit.score, hit.sentences) == (0.0, ())


def test_terms_of_a_question_are_weighted_field_by_field() -> None:
    fields = lexical_query(understand("Máy thở nào?"))
    assert set(fields) == {"marked", "folded", "heading"}
    assert set(fields["marked"]) == {"máy", "thở", "nào", "máy_thở", "thở_nào"}
    assert set(fields["folded"]) == {"may", "tho", "nao", "may_tho", "tho_nao"}
    assert fields["marked"]["máy"] > fields["marked"]["nào"]
    assert fields["folded"]["may_tho"] > fields["folded"]["tho_nao"]


def test_a_question_without_diacritics_asks_no_marked_terms() -> None:
    marked, unmarked = (lexical_query(understand(q)) for q in ("Cấp phép", "cap phep"))
    assert set(unmarked) == {"folded", "heading"}
    for folded, term in (("cap", "cấp"), ("phep", "phép"), ("cap_phep", "cấp_phép")):
        both = marked["folded"][folded] + marked["marked"][term]
        assert unmarked["folded"][folded] == pytest.approx(both)


def test_within_a_bulletin_only_its_own_passages_are_found(tmp_path: Path, model: Encoder) -> None:
    texts = {name: f"{name} trình bày báo cáo.\n\nĐại hội bế mạc." for name in ("one", "two")}
    with searching(tmp_path, model, **texts) as searcher:
        found = searcher.search("Ai trình bày báo cáo?", within="two")
        assert {hit.bulletin.id for hit in found.hits} == {"two"}
        assert len(searcher.search("Ai trình bày báo cáo?").hits) > len(found.hits)
        assert searcher.search("Ai trình bày báo cáo?", within="three").hits == ()
