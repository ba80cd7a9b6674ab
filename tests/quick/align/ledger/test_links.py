"""Links in running text: no reader of words and numbers sees anything in them, wherever they point."""

from __future__ import annotations

import time

import pytest

from iqtibas.align.find.query import clean
from iqtibas.article.links import mask_links
from iqtibas.article.quantities.arabic import arabic_values
from iqtibas.article.quantities.compare import compare
from iqtibas.article.quantities.english import english_values

ADDRESSES = (
    *("pic.x.com/a12b34", "pic.twitter.com/a12b34", "Pic.Twitter.com/a12b34", "t.co/a12b34", "x.com/i/status/12b"),
    *("twitter.com/a/status/12", "mobile.twitter.com/12b", "fb.me/12b", "fb.watch/12b_34", "m.facebook.com/12"),
    *("youtu.be/12b-34", "youtube.com/watch?v=12b", "instagram.com/p/12b", "instagr.am/p/12b", "t.me/s/12"),
    *("bit.ly/12b", "vm.tiktok.com/12b", "who.int/12b", "news.un.org/ar/12b", "www.gov.uk/12b"),
)


@pytest.mark.parametrize("behind", ["", ".", ")", "!", "…", "\u200f", " ."])
@pytest.mark.parametrize("scheme", ["", "https://", "http://", "https://www."])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_link_holds_no_number_and_no_word(address: str, scheme: str, behind: str) -> None:
    said, arabic = f"We will open 3 bridges. ({scheme}{address}{behind}", f"سنفتح 3 جسور {scheme}{address}{behind}"
    assert [q.value for q in english_values(said)] == [3]
    assert [q.value for q in arabic_values(arabic)] == [3]
    assert not compare(said, "سنفتح 3 جسور.")
    assert clean(said).rstrip(" .") == "We will open 3 bridges. ("


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("60 million.pic.x.com/a1", "60 million."),
        ("60 million.https://t.co/a1", "60 million."),
        ("60 million.www.who.int", "60 million."),
        ("وyoutu.be/12b", "و"),
    ],
)
def test_the_word_before_a_link_stays(text: str, masked: str) -> None:
    assert mask_links(text) == masked.ljust(len(text))


@pytest.mark.parametrize(
    "text",
    [
        *("3/4 of 5", "9/11", "2.5/3.5", "10 km/h", "9 a.m./10 p.m.", "the U.S./UK talks on 5 May", "5.30/6.30", "e.g./12"),
        *("and/or 5", "It ended.He/she said 5", "U.S.-led/12", "24.3.2021/5", "5.5km/h", "No.5/6", "12,5/3"),
    ],
)  # fmt: skip
def test_a_slash_alone_makes_no_link(text: str) -> None:
    assert mask_links(text) == text


@pytest.mark.parametrize("piece", ["a.", "a-", "a", "www.", "pic.", "a.bc", "a.bc/", "http://", "x.com"])
def test_masking_is_linear(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    start = time.process_time()
    assert len(mask_links(text)) == len(text)
    assert time.process_time() - start < 5
