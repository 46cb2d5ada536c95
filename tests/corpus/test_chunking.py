from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given

import corpus
from corpus.chunking import FORMAT, Chunks, chunk
from corpus.collection import read, scan
from corpus.pieces import AIM, LIMIT, pieces
from corpus.types import Bulletin, Passage, Period, Role
from tests.corpus.texts import texts

BULLETINS = Path(corpus.__file__).parent / "bulletins"
TASKS = ["Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy"]
APRIL = Period(dt.date(2021, 4, 1), dt.date(2021, 4, 30), Role.PLANNED)
QUARTER_2 = Period(dt.date(2021, 4, 1), dt.date(2021, 6, 30), Role.PLANNED)
QUARTER_1 = Period(dt.date(2021, 1, 1), dt.date(2021, 3, 31), Role.REPORTED)


def _bulletin(text: str, title: str = "Tin") -> Bulletin:
    return Bulletin("a", "a.txt", title, None, None, None, text)


def _texts(text: str) -> list[str]:
    return [passage.text for passage in chunk(_bulletin(text)).passages]


def _check(bulletin: Bulletin, chunks: Chunks) -> None:
    """Passages and noise cover the text once; passages are verbatim and bare of white space."""
    slices = [(one.start, one.end) for one in chunks.passages]
    slices = sorted(slices + [(one.start, one.end) for one in chunks.noise])
    edge = 0
    for start, end in slices:
        assert start == edge
        assert start < end
        edge = end
    assert edge == len(bulletin.text)
    for passage in chunks.passages:
        assert bulletin.text[passage.start : passage.end] == passage.text == passage.text.strip()
        assert passage.id == f"{bulletin.id}#{passage.start}"
    assert len({passage.id for passage in chunks.passages}) == len(chunks.passages)


@pytest.fixture(scope="module")
def tasks() -> Bulletin:
    return read(scan(BULLETINS).entries[0])


@pytest.fixture(scope="module")
def congress() -> Bulletin:
    return read(scan(BULLETINS).entries[1])


def _item(bulletin: Bulletin, words: str) -> Passage:
    [passage] = [one for one in chunk(bulletin).passages if words in one.text]
    return passage


def test_the_first_bulletin_says_what_it_is(tasks: Bulletin) -> None:
    assert tasks.title == "Một số nhiệm vụ trọng tâm của Bộ Y tế trong tháng 4 năm 2021"
    assert tasks.date == dt.date(2021, 11, 26)
    assert tasks.unit == "Phòng KSTTHC, Văn phòng Bộ Y tế"


def test_the_second_bulletin_is_undated(congress: Bulletin) -> None:
    assert congress.title.startswith("Đảng ủy Bộ Y tế được tặng Bằng khen")
    assert congress.date is None
    assert congress.unit is None


def test_both_bulletins_are_covered(tasks: Bulletin, congress: Bulletin) -> None:
    for bulletin in (tasks, congress):
        _check(bulletin, chunk(bulletin))


def test_the_seven_tasks_are_seven_passages_in_their_places(tasks: Bulletin) -> None:
    passages = chunk(tasks).passages
    assert len(passages) == 9
    items = [one for one in passages if one.place]
    assert [one.text.partition(" là:")[0] for one in items] == TASKS
    lead = passages[1]
    assert lead.text.startswith("Trong cuộc họp báo cáo tổng kết")
    for position, item in enumerate(items, start=1):
        place = item.place
        assert place is not None
        assert (place.list, place.position, place.size, place.depth) == (0, position, 7, 0)
        assert (place.start, place.end) == (item.start, item.end)
        assert (place.lead_start, place.lead_end) == (lead.start, lead.end)
        assert item.heading == tasks.title


def test_the_tasks_are_planned_for_april_and_the_second_quarter(tasks: Bulletin) -> None:
    for item in (one for one in chunk(tasks).passages if one.place):
        assert {APRIL, QUARTER_2} <= set(item.periods)
        assert QUARTER_1 not in item.periods


def test_the_lead_reports_the_first_quarter_and_plans_the_second(tasks: Bulletin) -> None:
    assert set(chunk(tasks).passages[1].periods) == {QUARTER_1, APRIL, QUARTER_2}


def test_a_task_keeps_the_periods_of_its_own_words(tasks: Bulletin) -> None:
    fifth = _item(tasks, "Năm là:")
    scheme = Period(dt.date(2020, 1, 1), dt.date(2025, 12, 31), Role.PLANNED)
    assert fifth.periods == (scheme, APRIL, QUARTER_2)


def test_a_sentence_broken_over_two_lines_stays_whole(tasks: Bulletin) -> None:
    assert "các đơn vị,\ndoanh nghiệp sản xuất kinh doanh" in _item(tasks, "Bốn là:").text


def test_the_noise_of_the_first_bulletin(tasks: Bulletin) -> None:
    noise = [(n.kind, tasks.text[n.start : n.end]) for n in chunk(tasks).noise if n.kind != "blank"]
    assert noise == [
        ("publication_stamp", "26/11/2021 | 09:50 AM"),
        ("wordless_line", "|"),
        ("filing_number", "(449. 1)"),
        ("office_credit", "Phòng KSTTHC, Văn phòng Bộ Y tế."),
        ("closing_label", "Tin liên quan"),
    ]


def test_the_noise_of_the_second_bulletin(congress: Bulletin) -> None:
    noise = [
        (n.kind, congress.text[n.start : n.end]) for n in chunk(congress).noise if n.kind != "blank"
    ]
    assert noise == [
        ("repeated_line", "Đồng chí Huỳnh Tấn Việt phát biểu tại buổi làm việc."),
        (
            "repeated_line",
            "Đảng uỷ Khối các cơ quan Trung ương tặng Bằng khen cho Đảng ủy Bộ Y tế.",
        ),
        ("end_mark", "/."),
        ("closing_label", "Phản hồi"),
        ("closing_label", "Các tin khác"),
    ]


def test_one_copy_of_a_caption_is_evidence(congress: Bulletin) -> None:
    texts_ = [passage.text for passage in chunk(congress).passages]
    assert texts_.count("Đồng chí Huỳnh Tấn Việt phát biểu tại buổi làm việc.") == 1


def test_damage_in_the_second_bulletin_is_survived(congress: Bulletin) -> None:
    passages = chunk(congress).passages
    long = [p for p in passages if congress.text.count("\n", 0, p.start) == 14]
    assert [p.text[:20] for p in long] == ["Về thị trường dược p", "Ban hành danh mục cá"]
    assert "(SARS-CoV - Đẩy mạnh ứng dụng" in long[1].text
    assert all(len(p.text) <= 700 for p in passages)
    assert any("COVID- 19" in p.text for p in passages)
    assert any('trạng thái “bình thường mới".' in p.text for p in passages)


def test_the_plan_for_2021_is_a_plan(congress: Bulletin) -> None:
    passage = _item(congress, "Về phương hướng nhiệm vụ của năm 2021")
    assert passage.periods == (Period(dt.date(2021, 1, 1), dt.date(2021, 12, 31), Role.PLANNED),)


def test_the_days_of_the_congress_are_mentioned(congress: Bulletin) -> None:
    days = [p.first.isoformat() for p in _item(congress, "từ ngày 21/3/2020").periods]
    assert days == ["2020-01-01", "2020-03-21", "2020-07-15"]


def test_headings_stand_over_what_follows() -> None:
    text = "Họp báo quý\n\nKết quả đạt được\nBộ đã họp.\n\nNHIỆM VỤ QUÝ 2/2021\nBộ sẽ tiêm chủng."
    passages = chunk(_bulletin(text, "Họp báo quý")).passages
    assert [(p.text, p.heading) for p in passages] == [
        ("Họp báo quý", "Họp báo quý"),
        ("Kết quả đạt được", "Kết quả đạt được"),
        ("Bộ đã họp.", "Kết quả đạt được"),
        ("NHIỆM VỤ QUÝ 2/2021", "NHIỆM VỤ QUÝ 2/2021"),
        ("Bộ sẽ tiêm chủng.", "NHIỆM VỤ QUÝ 2/2021"),
    ]
    assert passages[2].periods == ()
    assert QUARTER_2 in passages[4].periods


def test_a_caption_is_no_heading() -> None:
    text = "Họp\nBộ họp.\n\nQuang cảnh buổi làm việc\n\nQuang cảnh buổi làm việc\n\nBộ nghỉ."
    assert {p.heading for p in chunk(_bulletin(text, "Họp")).passages} == {"Họp"}


def test_the_year_of_the_title_serves_the_text() -> None:
    text = "Kế hoạch năm 2022\n\nTrong tháng 5, Bộ sẽ tiêm chủng."
    passage = chunk(_bulletin(text, "Kế hoạch năm 2022")).passages[1]
    assert Period(dt.date(2022, 5, 1), dt.date(2022, 5, 31), Role.PLANNED) in passage.periods


def test_a_month_without_any_year_near_it_is_of_any_year() -> None:
    [passage] = chunk(_bulletin("Trong tháng 5, Bộ sẽ tiêm chủng.")).passages
    assert [p.any_year for p in passage.periods] == [True]


def test_nested_items_have_places_of_their_own() -> None:
    text = "Việc:\n1. Tiêm:\na) người già;\nb) trẻ em.\n2. Kiểm tra."
    places = [
        (p.text, p.place and (p.place.list, p.place.position, p.place.size, p.place.depth))
        for p in chunk(_bulletin(text)).passages
    ]
    assert places == [
        ("Việc:", None),
        ("1. Tiêm:", (0, 1, 2, 0)),
        ("a) người già;", (1, 1, 2, 1)),
        ("b) trẻ em.", (1, 2, 2, 1)),
        ("2. Kiểm tra.", (0, 2, 2, 0)),
    ]
    first = chunk(_bulletin(text)).passages[1].place
    assert first is not None
    assert text[first.start : first.end] == "1. Tiêm:\na) người già;\nb) trẻ em."


def test_nested_items_inherit_from_all_leads_above_them() -> None:
    text = "Nhiệm vụ năm 2021:\n1. Trong quý 2 sẽ tiêm:\na) người già;\nb) trẻ em.\n2. Kiểm tra."
    passage = _item(_bulletin(text), "trẻ em")
    assert set(passage.periods) == {
        QUARTER_2,
        Period(dt.date(2021, 1, 1), dt.date(2021, 12, 31), Role.PLANNED),
    }


def test_a_long_item_is_one_passage_up_to_the_limit_and_then_parts_with_one_place() -> None:
    sentence = "Tiếp tục chỉ đạo các địa phương kiểm tra, giám sát và báo cáo kết quả. "
    for count, parts in ((14, 1), (30, 4)):
        text = f"Việc:\n1. {sentence * count}\n2. Hết."
        items = [p for p in chunk(_bulletin(text)).passages if p.place and p.place.position == 1]
        assert len(items) == parts
        assert len({p.place for p in items}) == 1


def test_a_long_paragraph_falls_into_pieces_of_similar_size() -> None:
    sentence = "Bộ Y tế tiếp tục chỉ đạo các địa phương kiểm tra, giám sát và báo cáo. "
    lengths = [len(text) for text in _texts(sentence * 20)]
    assert max(lengths) <= AIM
    assert min(lengths) > max(lengths) / 2


def test_a_sentence_is_cut_only_beyond_the_limit() -> None:
    clause = "tiếp tục chỉ đạo các địa phương kiểm tra; "
    assert len(_texts("Bộ " + clause * 25)) == 1
    parts = _texts("Bộ " + clause * 40)
    assert len(parts) == 3
    assert all(part.endswith(";") for part in parts)
    assert all(len(part) <= AIM for part in pieces_of("x" * 5000))


def pieces_of(text: str) -> list[str]:
    return [text[start:end] for start, end in pieces(text, 0, len(text)) if end - start < LIMIT]


def test_decomposed_text_is_quoted_as_it_came() -> None:
    text = (
        "Nhie\u0323\u0302m vu\u0323:\n"
        "Mo\u0323\u0302t la\u0300: Ho\u0323p.\nHai la\u0300: Nghi\u0309./."
    )
    bulletin = _bulletin(text)
    chunks = chunk(bulletin)
    _check(bulletin, chunks)
    assert [p.place and p.place.position for p in chunks.passages] == [None, 1, 2]
    assert chunks.passages[2].text == "Hai la\u0300: Nghi\u0309."


def test_a_text_without_words_has_no_passage() -> None:
    for text in ("😀\n|\n***", "\x01\x02", "\u200b"):
        bulletin = _bulletin(text)
        chunks = chunk(bulletin)
        assert chunks.passages == ()
        _check(bulletin, chunks)


def test_the_format_names_every_version() -> None:
    for part in ("cleaning", "chunking", "enumerations", "periods", "sentences", "vietnamese"):
        assert part in FORMAT


@given(texts())
def test_passages_and_noise_cover_every_text(text: str) -> None:
    bulletin = _bulletin(text)
    _check(bulletin, chunk(bulletin))


@given(texts())
def test_chunking_is_the_same_every_time(text: str) -> None:
    assert chunk(_bulletin(text)) == chunk(_bulletin(text))


@given(texts())
def test_places_hold_their_passages(text: str) -> None:
    for passage in chunk(_bulletin(text)).passages:
        if passage.place:
            assert passage.place.start <= passage.start < passage.end <= passage.place.end
            assert 1 <= passage.place.position <= passage.place.size
