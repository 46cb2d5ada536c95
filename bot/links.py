"""Links into a page, to the very words that are quoted from it."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

WHOLE = 8  # words up to which a quote stands whole in its link; of longer ones only both ends
END = 4  # words of each end


def link_to(url: str | None, words: str) -> str:
    """The address of a page with a text fragment, so that a browser shows the words; empty where
    there is no address of a page.

    https://wicg.github.io/scroll-to-text-fragment/: ``#:~:text=start,end``, percent-encoded, a
    dash and a comma too.

    >>> link_to("https://a.vn/1", "Bộ Y tế")
    'https://a.vn/1#:~:text=B%E1%BB%99%20Y%20t%E1%BA%BF'
    """
    if not url or urlsplit(url).scheme not in ("http", "https"):
        return ""
    split = words.split()
    ends = [split] if len(split) <= WHOLE else [split[:END], split[-END:]]
    fragment = ",".join(quote(" ".join(end), safe="").replace("-", "%2D") for end in ends)
    return f"{url}{'' if '#' in url else '#'}:~:text={fragment}"
