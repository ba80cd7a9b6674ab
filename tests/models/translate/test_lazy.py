"""A translator that is loaded for what is new only."""

from __future__ import annotations

from pathlib import Path

from iqtibas.translate import Hypothesis, Memory, load_lazy
from iqtibas.translate.memory import system_key


def test_a_late_translator_knows_its_options_and_loads_for_what_is_new_only(tmp_path: Path) -> None:
    with Memory(tmp_path / "memory.sqlite") as memory:
        use(memory)


def use(memory: Memory) -> None:
    late = load_lazy("embedded", "ctranslate2", offline=True)
    late.use_memory(memory)
    key = system_key(late.model.digest, late.options)
    memory.keep(key, {"خبر": Hypothesis("news", -0.5)})
    assert [h.text for h in late.translate_texts(["خبر", "plain"])] == ["news", "plain"]
    assert late._started is None  # type: ignore[attr-defined]
    assert late.translate_texts(["أين يقع المستشفى الجديد؟"])[0].text
    assert late._started.options == late.options  # type: ignore[attr-defined]
    assert "أين يقع المستشفى الجديد؟" in memory.find(key, ["أين يقع المستشفى الجديد؟"])
