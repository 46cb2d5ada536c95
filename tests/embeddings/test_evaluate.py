from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.errors import BadBenchmark
from embeddings.evaluate import index_passages, measured, measures, read_benchmark
from tests.doubles import SyllableEncoder

PASSAGES = {
    "p1": ("Tiêm chủng", "Bộ Y tế tiêm vắc xin cho nhân viên y tế."),
    "p2": ("Bệnh viện", "Các bệnh viện mua thuốc. Mỗi bệnh viện có 5 bác sĩ."),
    "p3": ("", "Phòng chống dịch là nhiệm vụ của năm."),
}
QUERIES = {"q1": "Ai được tiêm vắc xin?", "q2": "Bệnh viện có mấy bác sĩ?", "q3": "Không ai xét"}
QRELS = "query-id\tcorpus-id\tscore\nq1\tp1\t1\nq2\tp2\t2\nq1\tp3\t0\n"
ANSWERS = {"q1": ["nhân viên   Y TẾ"], "q2": ["bảy bác sĩ", "9 bác sĩ"]}


def lines(rows: Sequence[Mapping[str, object]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def write_benchmark(folder: Path, **changed: str | None) -> Path:
    """A good BEIR folder, but for the files that are given; None leaves one out."""
    corpus = [{"_id": n, "title": title, "text": text} for n, (title, text) in PASSAGES.items()]
    good = {
        "corpus.jsonl": lines(corpus),
        "queries.jsonl": lines([{"_id": n, "text": text} for n, text in QUERIES.items()]),
        "qrels/test.tsv": QRELS,
        "answers.jsonl": lines([{"_id": n, "answers": a} for n, a in ANSWERS.items()]),
    }
    other = {name.replace("__", "/").replace("_", "."): text for name, text in changed.items()}
    (folder / "qrels").mkdir()
    for name, text in {**good, **other}.items():
        if text is not None:
            (folder / name).write_text(text, "utf-8")
    return folder


# -- measures ---------------------------------------------------------------------------------


def test_measures_are_those_computed_by_hand() -> None:
    found = measures(
        [
            ["a", "x", "b"],  # relevant at places 1 and 3 of two relevant ones
            ["x", "y", "c"],  # the only relevant one at place 3
            ["x", "y", "z"],  # nothing
        ],
        [frozenset("ab"), frozenset("c"), frozenset("d")],
    )
    first = (1 + 1 / math.log2(4)) / (1 + 1 / math.log2(3))
    assert found == pytest.approx(
        {
            "P@1": 1 / 3,
            "R@10": (1 + 1 + 0) / 3,
            "R@20": (1 + 1 + 0) / 3,
            "MRR@10": (1 + 1 / 3 + 0) / 3,
            "nDCG@10": (first + 1 / math.log2(4) + 0) / 3,
        }
    )


def test_what_stands_after_the_tenth_place_counts_for_r_at_20_alone() -> None:
    ranks = [[f"x{n}" for n in range(10)] + ["a"] + [f"y{n}" for n in range(9)] + ["b"]]
    found = measures(ranks, [frozenset("ab")])
    assert found == {"P@1": 0, "R@10": 0, "R@20": 0.5, "MRR@10": 0, "nDCG@10": 0}


def test_nothing_found_is_worth_nothing() -> None:
    assert set(measures([[]], [frozenset("a")]).values()) == {0}


def test_more_than_ten_relevant_ones_can_still_be_ranked_perfectly() -> None:
    names = [f"p{n}" for n in range(20)]
    found = measures([names], [frozenset(names)])
    assert found == {"P@1": 1, "R@10": 0.5, "R@20": 1, "MRR@10": 1, "nDCG@10": 1}


@given(order=st.permutations(range(20)), relevant=st.sets(st.integers(0, 25), min_size=1))
def test_measures_are_shares_and_grow_when_a_relevant_one_moves_up(
    order: list[int], relevant: set[int]
) -> None:
    wanted = [frozenset(map(str, relevant))]
    found = measures([list(map(str, order))], wanted)
    assert all(0 <= value <= 1 for value in found.values())
    assert found["P@1"] <= found["MRR@10"]
    assert found["R@10"] <= found["R@20"]
    best = sorted(order, key=lambda n: n not in relevant)
    for name, value in measures([list(map(str, best))], wanted).items():
        assert value >= found[name] - 1e-12


# -- a whole folder -----------------------------------------------------------------------------


def scores(folder: Path) -> dict[str, float]:
    with measured(folder, SyllableEncoder()) as found:
        return dict(found.scores)


def test_a_folder_is_measured_through_the_real_search(tmp_path: Path) -> None:
    found = scores(write_benchmark(tmp_path))
    assert found.pop("ms_per_query") > 0
    assert found == {
        "P@1": 1,
        "R@10": 1,
        "R@20": 1,
        "MRR@10": 1,
        "nDCG@10": 1,
        "queries": 2,  # the third is not judged
        "passages": 3,
        "quote_hit": 0.5,  # white space and case do not count, another number does
    }


def test_without_answers_quotes_are_not_measured(tmp_path: Path) -> None:
    found = scores(write_benchmark(tmp_path, answers_jsonl=None))
    assert "quote_hit" not in found


def test_each_line_is_one_passage_and_is_not_cut(tmp_path: Path) -> None:
    long = "Một là: tiêm vắc xin.\n\nHai là: phòng dịch.\n" * 200
    with index_passages({"p": ("Kế hoạch", long)}, tmp_path, SyllableEncoder()) as index:
        assert [passage.text for passage in index.store.of_bulletin("p")] == [long]
        assert index.store.heads()[0].title == "Kế hoạch"


def test_a_folder_is_read_as_it_stands(tmp_path: Path) -> None:
    benchmark = read_benchmark(write_benchmark(tmp_path))
    assert benchmark.passages == PASSAGES
    assert benchmark.queries == QUERIES
    assert benchmark.relevant == {"q1": {"p1"}, "q2": {"p2"}}
    assert benchmark.answers == ANSWERS


def test_a_question_may_tell_its_kind(tmp_path: Path) -> None:
    queries: list[dict[str, object]] = [
        {"_id": "q1", "text": "Ai được tiêm?", "kind": " thời gian "},
        {"_id": "q2", "text": "Có mấy bác sĩ?", "metadata": {"kind": "gần đề tài"}},
        {"_id": "q3", "text": "Ở đâu?", "kind": 3, "metadata": [], "url": None},
        {"_id": "q4", "text": "Khi nào?", "kind": " ", "metadata": {"kind": None}},
    ]
    benchmark = read_benchmark(write_benchmark(tmp_path, queries_jsonl=lines(queries)))
    assert benchmark.kinds == {"q1": "thời gian", "q2": "gần đề tài"}


def test_what_was_measured_holds_every_judged_question_with_its_hits(tmp_path: Path) -> None:
    kinds = {"q1": "của tôi"}
    queries: list[dict[str, object]] = [
        {"_id": n, "text": t, "kind": kinds.get(n)} for n, t in QUERIES.items()
    ]
    folder = write_benchmark(tmp_path, queries_jsonl=lines(queries))
    with measured(folder, SyllableEncoder()) as found:
        first, second = found.trials
        assert found.searcher.search("Họp về thuốc").hits  # the index is still there
    assert (first.query, first.kind, first.quoted) == ("q1", "của tôi", True)
    assert first.wanted == {"p1"}
    assert (second.query, second.kind, second.quoted) == ("q2", "figure", False)
    assert second.ranks[0] == "p2"
    assert first.seconds > 0
    assert found.scores["P@1"] == 1


def test_line_ends_blank_lines_and_strange_ids_are_no_matter(tmp_path: Path) -> None:
    corpus = lines([{"_id": 'p"1\u2028', "text": "Họp.", "metadata": {"url": ""}}]) + "\n"
    queries = lines([{"_id": "câu hỏi 1", "text": "Gì?"}]).replace("\n", "\r\n")
    qrels = 'query-id\tcorpus-id\tscore\r\ncâu hỏi 1\tp"1\u2028\t1\r\n\r\n'
    folder = write_benchmark(
        tmp_path,
        corpus_jsonl=corpus,
        queries_jsonl=queries,
        qrels__test_tsv=qrels,
        answers_jsonl=None,
    )
    assert read_benchmark(folder).relevant == {"câu hỏi 1": {'p"1\u2028'}}


def test_a_byte_order_mark_is_no_matter(tmp_path: Path) -> None:
    folder = write_benchmark(tmp_path)
    for name in ("corpus.jsonl", "queries.jsonl", "qrels/test.tsv"):
        marked = b"\xef\xbb\xbf" + (folder / name).read_bytes()
        (folder / name).write_bytes(marked)
    assert read_benchmark(folder).passages == PASSAGES


def test_qrels_may_lack_their_heading(tmp_path: Path) -> None:
    folder = write_benchmark(tmp_path, qrels__test_tsv="q1\tp1\t1\n")
    assert read_benchmark(folder).relevant == {"q1": {"p1"}}


GOOD = '{"_id": "p1", "text": "Họp."}\n'
BAD: dict[str, tuple[dict[str, str | None], str]] = {
    "no corpus": ({"corpus_jsonl": None}, "corpus.jsonl"),
    "no questions": ({"queries_jsonl": None}, "queries.jsonl"),
    "no judgements": ({"qrels__test_tsv": None}, "test.tsv"),
    "not JSON": ({"corpus_jsonl": GOOD + "{"}, "line 2"),
    "no object": ({"corpus_jsonl": "[]"}, "line 1"),
    "no id": ({"corpus_jsonl": '{"text": "Họp."}'}, "_id"),
    "an id that is no text": ({"corpus_jsonl": '{"_id": 1, "text": "Họp."}'}, "_id"),
    "an id of half a letter": (
        {"corpus_jsonl": GOOD + '{"_id": "\\ud800", "text": "a"}'},
        "line 2",
    ),
    "an id twice": ({"corpus_jsonl": GOOD * 2}, "twice p1"),
    "a question twice": ({"queries_jsonl": GOOD * 2}, "twice p1"),
    "no text": ({"corpus_jsonl": '{"_id": "p1"}'}, "missing text"),
    "a blank question": ({"queries_jsonl": '{"_id": "q1", "text": " "}'}, "missing text"),
    "half a letter": ({"corpus_jsonl": '{"_id": "p1", "text": "\\ud800"}'}, "no_text text"),
    "a title that is no text": (
        {"corpus_jsonl": '{"_id": "p1", "title": 1, "text": "Họp."}'},
        "title",
    ),
    "an empty corpus": ({"corpus_jsonl": "\n"}, ": empty"),
    "no question at all": ({"queries_jsonl": ""}, ": empty"),
    "nested without end": ({"corpus_jsonl": GOOD + "[" * 100_000}, "line 2: not_json"),
    "an unknown question": ({"qrels__test_tsv": QRELS + "q9\tp1\t1\n"}, "line 5: unknown_id q9"),
    "an unknown passage": ({"qrels__test_tsv": QRELS + "q1\tp9\t1\n"}, "unknown_id p9"),
    "two columns": ({"qrels__test_tsv": "q1\tp1\n"}, "line 1"),
    "no grade": ({"qrels__test_tsv": "q1\tp1\tgood\n"}, ": row"),
    "a grade without end": ({"qrels__test_tsv": f"q1\tp1\t{'9' * 5000}\n"}, ": row"),
    "half a grade": ({"qrels__test_tsv": "q1\tp1\t--1\n"}, ": row"),
    "nothing judged": ({"qrels__test_tsv": "query-id\tcorpus-id\tscore\n"}, "nothing_judged"),
    "nothing relevant": ({"qrels__test_tsv": "q1\tp1\t0\nq2\tp2\t-1\n"}, "nothing_judged"),
    "answers that are no list": ({"answers_jsonl": '{"_id": "q1", "answers": "5"}'}, "answers"),
    "an answer that is no text": ({"answers_jsonl": '{"_id": "q1", "answers": [5]}'}, "answers"),
    "a blank answer": ({"answers_jsonl": '{"_id": "q1", "answers": [" "]}'}, "answers"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_folder_that_cannot_be_measured_says_where_and_why(tmp_path: Path, case: str) -> None:
    changed, named = BAD[case]
    with pytest.raises(BadBenchmark) as caught:
        read_benchmark(write_benchmark(tmp_path, **changed))
    assert caught.value.path.startswith(str(tmp_path))
    assert named in str(caught.value)


def test_a_folder_that_is_empty_or_missing_says_so(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(BadBenchmark, match=r"corpus\.jsonl"):
            read_benchmark(folder)


def test_a_file_that_is_not_utf_8_says_so(tmp_path: Path) -> None:
    folder = write_benchmark(tmp_path)
    (folder / "corpus.jsonl").write_bytes('{"_id": "p1", "text": "Họp."}'.encode("utf-16"))
    with pytest.raises(BadBenchmark, match="not_utf8"):
        read_benchmark(folder)
