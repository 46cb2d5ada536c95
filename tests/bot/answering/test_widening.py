"""Quotes grown by what stands around them: always verbatim, never less than before."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine import Engine
from bot.types import Quote
from embeddings.build import build
from embeddings.encoder import Encoder
from tests.bot.asking import TODAY, verbatim
from tests.conftest import BULLETINS
from tests.embeddings.building import write

FIRST = "Đoàn đến thăm bệnh viện Bạch Mai vào buổi sáng."
LINES = (
    "Chuyến thăm các bệnh viện",
    f"{FIRST} Bệnh viện tiếp nhận 20 máy thở.",
    "Buổi chiều đoàn thăm bệnh viện Chợ Rẫy. Bệnh viện tiếp nhận 35 xe cứu thương.",
    "Buổi tối đoàn họp với sở y tế. Sở báo cáo về 12 trạm y tế.",
)
VISIT = "\n\n".join(LINES) + "\n"
QUESTIONS = (
    "Đại hội Đảng bộ Bộ Y tế được tổ chức trong mấy ngày?",
    "Nanocovax đang thử nghiệm giai đoạn mấy?",
    "Nhiệm vụ trọng tâm tháng 4 năm 2021 là gì?",
    "Ai là Bộ trưởng Bộ Y tế?",
    "Bản tin về nhiệm vụ tháng 4 đăng ngày nào?",
    "Phòng nào đăng bản tin về nhiệm vụ tháng 4?",
    "Việt Nam chống dịch lần 3 thành công thế nào?",
    "Đảng ủy Bộ Y tế được tặng gì?",
)


@pytest.fixture(scope="module")
def visit(model: Encoder) -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as folder:
        corpus, index = Path(folder) / "corpus", Path(folder) / "index"
        write(corpus, visit=VISIT, other="Tin khác\n\nKhoa nhi sơn lại tường.\n")
        build(corpus, index, model)
        engine = Engine.open(corpus, index, may_build=False)
        yield engine
        engine.close()


def quotes(engine: Engine, question: str) -> tuple[Quote, ...]:
    found = engine.ask(question, today=TODAY).quotes
    assert found
    return found


def contains(wide: Quote, narrow: Quote) -> bool:
    one, other = wide.slice, narrow.slice
    return one.bulletin == other.bulletin and one.start <= other.start <= other.end <= one.end


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def test_a_sentence_grows_to_its_passage(visit: Engine) -> None:
    [quote] = quotes(visit, "Bệnh viện Bạch Mai được thăm vào buổi nào?")[:1]
    assert quote.slice.text == FIRST
    [wider] = visit.wider([quote])
    assert wider.slice.text == LINES[1]


def test_a_passage_grows_to_its_neighbours(visit: Engine) -> None:
    [quote] = quotes(visit, "Bệnh viện Bạch Mai được thăm vào buổi nào?")[:1]
    [wider] = visit.wider(visit.wider([quote]))
    assert wider.slice.text == "\n\n".join(LINES[:3])


def test_a_bulletin_quoted_whole_grows_no_more(visit: Engine) -> None:
    title = next(
        hit
        for hit in visit.ask("Chuyến thăm các bệnh viện", today=TODAY).hits
        if hit.passage.text == LINES[0]
    )
    grown = visit.whole([title])
    for _ in LINES:
        grown = visit.wider(grown)
    assert grown[0].slice.text == VISIT.strip()
    assert visit.wider(grown) == grown


def test_any_quote_grows_until_its_bulletin_is_quoted_whole(visit: Engine) -> None:
    grown = quotes(visit, "Bệnh viện Bạch Mai được thăm vào buổi nào?")[:1]
    for _ in LINES:
        grown = visit.wider(grown)
    assert grown[0].slice.text == VISIT.strip()
    assert visit.wider(grown) == grown


def test_quotes_that_meet_become_one(visit: Engine) -> None:
    both = (
        quotes(visit, "Bệnh viện Bạch Mai được thăm vào buổi nào?")[0],
        quotes(visit, "Bệnh viện tiếp nhận bao nhiêu xe cứu thương?")[0],
    )
    assert len(visit.wider(both)) == 2
    [joined] = visit.wider(visit.wider(both))
    assert all(contains(joined, quote) for quote in both)


def test_the_order_of_bulletins_stays(visit: Engine) -> None:
    both = (
        quotes(visit, "Bệnh viện tiếp nhận bao nhiêu xe cứu thương?")[0],
        quotes(visit, "Khoa nhi làm gì?")[0],
    )
    for order in (both, both[::-1]):
        given_ = [quote.slice.bulletin for quote in visit.wider(order)]
        assert given_ == [quote.slice.bulletin for quote in order]


def test_nothing_quoted_grows_to_nothing(visit: Engine) -> None:
    assert visit.wider([]) == ()
    assert visit.whole([]) == ()


def test_passages_are_quoted_whole_and_placed(shipped: Engine) -> None:
    hits = shipped.ask(QUESTIONS[0], top=6, today=TODAY).hits
    for hit, quote in zip(hits, shipped.whole(hits), strict=True):
        assert quote.slice.text == hit.passage.text
        assert quote.passage == hit.passage.id
        assert quote.where is not None


@settings(max_examples=20)
@given(st.lists(st.sampled_from(QUESTIONS), min_size=1, max_size=3), st.integers(1, 3))
def test_wider_quotes_are_verbatim_and_contain_the_old_ones(
    shipped: Engine, asked: list[str], times: int
) -> None:
    before = tuple(quote for question in asked for quote in shipped.ask(question).quotes)
    after = before
    for _ in range(times):
        after = shipped.wider(after)
    for quote in after:
        one = quote.slice
        assert verbatim(BULLETINS, one.bulletin)[one.start : one.end] == one.text
    if times < 3:  # more often they reach a bulletin's start
        assert all(any(contains(wide, quote) for wide in after) for quote in before)
    by_place = sorted((q.slice.bulletin, q.slice.start, q.slice.end) for q in after)
    for (bulletin, _, end), (other, start, _) in pairwise(by_place):
        assert bulletin != other or end < start  # what meets is joined


def test_a_quote_never_shrinks_and_reaches_the_whole_bulletin(shipped: Engine) -> None:
    for question in QUESTIONS:
        grown = shipped.ask(question, today=TODAY).quotes[:1]
        for _ in range(30):
            before, grown = grown, shipped.wider(grown)
            assert contains(grown[0], before[0])
        assert shipped.wider(grown) == grown
        whole, held = verbatim(BULLETINS, grown[0].slice.bulletin), grown[0].slice.text
        assert len(plain(held)) > 0.9 * len(plain(whole))  # all but noise at the ends
