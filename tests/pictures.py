"""The picture of a conversation in the documents; ``python -m tests.pictures`` draws it anew."""

from __future__ import annotations

import io
import tempfile
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from bot.texts import Texts
from embeddings.build import build
from embeddings.loading import load_encoder
from tests.conftest import BULLETINS
from tests.terminal import BANTIN, ROOT, terminal

PICTURE = ROOT / "docs" / "console.svg"
COLUMNS, ROWS = 100, 200  # more rows than the conversation needs: it is shown without pages
TODAY = "2021-04-20"
MESSAGES = (
    "Bộ Y tế đề ra mấy nhiệm vụ trong tháng 4?",
    "nhiệm vụ thứ ba?",
    "nguồn ở đâu?",
    "ai trình bày báo cáo của Đảng ủy?",
    "giá vàng hôm nay",
)
PROMPT = Texts("vi").say("prompt").strip()
SVG = "{http://www.w3.org/2000/svg}"

THEME = TerminalTheme(
    background=(24, 27, 34), foreground=(222, 226, 232), normal=[(222, 226, 232)] * 8
)
FORMAT = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
  font-size: {char_height}px;
  line-height: {line_height}px;
}}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def played(index: Path, state: Path) -> str:
    """What a terminal shows of the conversation over this index, with its escape sequences."""
    folders = {"BANTIN_INDEX": str(index), "BANTIN_STATE": str(state)}
    with terminal(*BANTIN, columns=COLUMNS, rows=ROWS, BANTIN_TODAY=TODAY, **folders) as shown:
        shown.wait_for_end(PROMPT)
        for message in MESSAGES:
            shown.say(message, PROMPT)
        return shown.screen(styled=True)


def drawn(screen: str) -> str:
    """A screen as an SVG that needs nothing from elsewhere."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(screen), soft_wrap=True)
    return console.export_svg(
        title="bantin", theme=THEME, code_format=FORMAT, unique_id="bantin-console"
    )


def words(picture: str) -> list[str]:
    """The words in a picture, row by row."""
    rows: dict[float, list[tuple[float, str]]] = defaultdict(list)
    for group in ElementTree.fromstring(picture).iter(f"{SVG}g"):
        if str(group.get("class")).endswith("-matrix"):
            for text in group.iter(f"{SVG}text"):
                at = float(text.get("x", 0)), text.text or ""
                rows[float(text.get("y", 0))].append(at)
    lines = ("".join(text for _, text in sorted(row)) for _, row in sorted(rows.items()))
    return " ".join(lines).split()


def main() -> None:
    """Draws the picture over an index of the shipped bulletins."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(BULLETINS, folder / "index", load_encoder())
        PICTURE.write_text(drawn(played(folder / "index", folder)), "utf-8")


if __name__ == "__main__":
    main()
