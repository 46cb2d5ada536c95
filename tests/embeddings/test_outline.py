from __future__ import annotations

from hypothesis import given

from corpus.sentences import sentences
from embeddings.outline import Line, outline
from tests.corpus.texts import texts

LAW = """Nghỉ hằng năm

1. Người lao động được nghỉ như sau:

a) 12 ngày làm việc:
- nếu đủ năm;
- nếu không, theo tỷ lệ.

b) 14 ngày làm việc. Được thêm một ngày.

2. Ngày nghỉ do hai bên thỏa thuận.
"""


def lines_of(text: str) -> dict[str, Line]:
    spans = sentences(text)
    return dict(zip([text[a:b] for a, b in spans], outline(text, tuple(spans)), strict=True))


def lead_of(text: str, sentence: str) -> str | None:
    lines = lines_of(text)
    lead = lines[sentence].lead
    return None if lead is None else list(lines)[lead]


def test_an_item_stands_under_the_line_that_opens_its_list() -> None:
    opener = "1. Người lao động được nghỉ như sau:"
    assert lead_of(LAW, "a) 12 ngày làm việc:") == opener
    assert lead_of(LAW, "b) 14 ngày làm việc.") == opener
    assert lead_of(LAW, "Được thêm một ngày.") == opener
    assert lead_of(LAW, "- nếu không, theo tỷ lệ.") == "a) 12 ngày làm việc:"


def test_a_list_ends_where_the_markers_of_its_opener_go_on() -> None:
    assert lead_of(LAW, "2. Ngày nghỉ do hai bên thỏa thuận.") is None


def test_a_line_without_a_full_stop_above_others_is_a_heading() -> None:
    lines = lines_of(LAW)
    assert [text for text, line in lines.items() if line.heading] == ["Nghỉ hằng năm"]
    assert not lines_of("Nghỉ hằng năm")["Nghỉ hằng năm"].heading


def test_the_body_is_what_stands_behind_the_marker() -> None:
    assert lines_of(LAW)["b) 14 ngày làm việc."].body == "14 ngày làm việc."


@given(texts())
def test_every_lead_stands_above_and_ends_in_a_colon(text: str) -> None:
    lines = list(outline(text, tuple(sentences(text))))
    for number, line in enumerate(lines):
        if line.lead is not None:
            assert line.lead < number
            assert lines[line.lead].opens
