"""What is taken away from a run, read back by the Translate Toolkit and by LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hard_texts import HARD, PAIRS, said
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import ledger_result, port_result, run_info
from readers import Toolkit

from iqtibas.report.exchange.docx import docx_of_article
from iqtibas.report.exchange.pairs import pairs_of
from iqtibas.report.exchange.tmx import tmx_of_article, tmx_of_pairs
from iqtibas.report.exchange.xliff import xliff_of_article
from iqtibas.report.exchange.xml import ILLEGAL, legal
from iqtibas.report.wording import UNRELIABLE_WORDS, is_unreliable

RUN = run_info()
TIDY = HARD.filter(lambda text: not ILLEGAL.search(text))


@pytest.fixture(scope="module")
def toolkit() -> Iterator[Toolkit]:
    made = Toolkit()
    yield made
    made.close()


@settings(deadline=None, max_examples=40)
@given(pairs=PAIRS)
def test_tmx_comes_back_from_the_translate_toolkit(pairs: list[tuple[str, str]], toolkit: Toolkit) -> None:
    data = b"".join(tmx_of_pairs(pairs_of([said(pairs)]), "0.1.0"))
    assert toolkit.read("tmx", data) == [(legal(arabic), legal(english)) for english, arabic in pairs]


@settings(deadline=None, max_examples=40)
@given(pairs=st.lists(st.tuples(TIDY.filter(bool), TIDY.filter(bool)), min_size=1, max_size=4))
def test_xliff_comes_back_from_the_translate_toolkit(pairs: list[tuple[str, str]], toolkit: Toolkit) -> None:
    data = xliff_of_article(said(pairs), RUN)
    assert toolkit.read("xliff", data) == [(arabic, english) for english, arabic in pairs]


def test_the_translate_toolkit_sees_what_is_unreliable(toolkit: Toolkit) -> None:
    result = ledger_result()
    for kind, data in (("tmx", tmx_of_article(result, RUN)), ("xliff", xliff_of_article(result, RUN))):
        for unit, translation in zip(toolkit.facts(kind, data), result.translations, strict=True):
            unreliable = is_unreliable(translation)
            if kind == "tmx":
                assert unit.get("creationid") == (None if translation.accepted else "MT!")
                assert (UNRELIABLE_WORDS in str(unit["notes"])) == unreliable
            else:
                assert (unit["translated"], unit["state"] == "initial") == (not unreliable, unreliable)


def test_libreoffice_opens_the_document(tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        pytest.skip("needs LibreOffice")
    (tmp_path / "port.docx").write_bytes(docx_of_article(port_result(), RUN))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", tmp_path]
    subprocess.run([*command, tmp_path / "port.docx"], check=True, capture_output=True, timeout=120)
    text = (tmp_path / "port.txt").read_text(encoding="utf-8-sig")
    assert port_result().alignments[0].embed.text in text
