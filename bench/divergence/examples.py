"""Examples for the tagger: two word lists, what each word is, and what the pair is.

Three sources. Pairs that authors wrote, with marks on what differs (`read_marked`). The same pairs with a change
planted in a faithful one. And parallel text, with a change planted on either side, a clause taken out of either, two
pairs joined (`bench.divergence.changes`), or a phrase put in (`bench.divergence.insertions`). Everything is drawn from
one seeded generator, so that a run can be repeated.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path

from bench.divergence.changes import ALTERATIONS, Changer, words_of
from bench.divergence.insertions import Inserted, Inserter, Slots
from iqtibas.article.arabic.letters import normalize
from iqtibas.models.divergence.tagger import KINDS
from iqtibas.models.divergence.texts import TRIMMINGS

UNKNOWN = -1
SAME, ALTERED, UNSAID = 0, 1, 2
ATTRIBUTED = 0.15  # of examples, as renderings are found in articles
INSERTED = 0.4  # of faithful examples, which get a phrase on one side or on both
# What an outlet says around a rendering. It is no part of what is compared, and never an addition.
_INTRODUCTIONS = (
    "وقال {} إن|وأضاف {} أن|وأوضح {} أن|وأكد {} أن|وذكر {} أن|وأعلن {} أن|مضيفا أن|مشيرا إلى أن|مؤكدة أن|وتابع قائلا|"
    "وكتب {} على منصة إكس :|ونشر {} على حسابه :|في المقابل ، قال {} إن|من جهته ، أفاد {} بأن|وشددت على أن|وبحسب {} ،"
).split("|")
_ATTRIBUTIONS = (
    "، وفق {}|، بحسب ما قال {}|، حسبما أعلن {}|، على حد قوله|، كما قال {}|، وفقا لما كتبه {} على حسابه|"
    "، على حد تعبير {}"
).split("|")
_SPEAKERS = (
    "الوزير|الوزيرة|المتحدث|المتحدثة باسم المنظمة|البيان|الرئيس|مسؤول في الوزارة|المفوضية|المدير التنفيذي للشركة|"
    "السفير|المنظمة|رئيس الوزراء|قائد الشرطة|الوكالة"
).split("|")


@dataclass(frozen=True, slots=True)
class Example:
    """A statement and a rendering.

    english, arabic: their words. english_tags, arabic_tags: of each word SAME, ALTERED, UNSAID (the other side has
    nothing of it) or UNKNOWN. labels: 1.0, 0.0 or nan for LABELS. kinds: the same for KINDS. group: of pairs of one
    statement, which are ranked against each other, or "".
    """

    english: Sequence[str]
    arabic: Sequence[str]
    english_tags: Sequence[int]
    arabic_tags: Sequence[int]
    labels: tuple[float, float, float]
    kinds: tuple[float, float, float, float]
    group: str = ""


@dataclass(slots=True)
class Marked:
    """A pair as its author wrote it. Marks are substrings of the texts.

    twin: of an altered rendering, the statement that it would be faithful to, or "".
    """

    group: str
    english: str
    arabic: str
    verdict: str
    kinds: Sequence[str]
    english_marks: Sequence[str] = ()
    arabic_marks: Sequence[str] = ()
    accept: Sequence[str] = field(default_factory=tuple)
    has_marks: bool = False
    twin: str = ""


def read_marked(paths: Sequence[Path]) -> list[Marked]:
    """Pairs of JSON lines (`bench.data.sets.GoldPair`), with `english_marks` and `arabic_marks` where there are."""
    found = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found.append(
                Marked(
                    f"{path.stem} {row['group']}",
                    row["english"],
                    row["arabic"],
                    row["verdict"],
                    row["kinds"],
                    row.get("english_marks", ()),
                    row.get("arabic_marks", ()),
                    row.get("accept", ()),
                    "english_marks" in row,
                    row.get("twin", ""),
                )
            )
    return found


def example_of(pair: Marked) -> Example:
    """An author's pair as an example."""
    english, arabic = cleaned(pair.english), cleaned(pair.arabic)
    omitted, added = "omission" in pair.kinds, "addition" in pair.kinds
    altered = pair.verdict == "altered"
    labels = (float(altered), float(omitted), float(added))
    kinds = tuple(float(altered and kind in pair.kinds) for kind in KINDS)
    assert len(kinds) == len(KINDS)
    sides = []
    for text, marks, unsaid in ((english, pair.english_marks, omitted), (arabic, pair.arabic_marks, added)):
        words = words_of(text)
        if not pair.has_marks and pair.verdict != "faithful":
            sides.append((words, [UNKNOWN] * len(words)))
            continue
        tag = UNKNOWN if altered and unsaid else UNSAID if unsaid else ALTERED
        sides.append((words, _tags(text, words, [cleaned(mark) for mark in marks], tag)))
    (ours, our_tags), (theirs, their_tags) = sides
    return Example(ours, theirs, our_tags, their_tags, labels, kinds, pair.group)


def twins_of(pair: Marked, faithful: Sequence[Example]) -> list[Example]:
    """The twin of an altered pair's statement with that rendering, and with one that was faithful to the statement."""
    ours, theirs = words_of(cleaned(pair.twin)), words_of(cleaned(pair.arabic))
    same = Example(ours, theirs, [SAME] * len(ours), [SAME] * len(theirs), (0.0,) * 3, (0.0,) * 4, f"{pair.group} twin")
    kinds = tuple(float(kind in pair.kinds) for kind in KINDS)
    assert len(kinds) == len(KINDS)
    changed = _changed(words_of(cleaned(pair.english)), ours)
    return [same] + [
        Example(ours, one.arabic, changed, [UNKNOWN] * len(one.arabic), (1.0, 0.0, 0.0), kinds, f"{pair.group} twin")
        for one in faithful
    ]


def _changed(old: Sequence[str], new: Sequence[str]) -> list[int]:
    """Of each new word whether it is another; where words were only taken out, their neighbour before is."""
    tags = [SAME] * len(new)
    for operation, _, _, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation != "equal" and new:
            start, end = (start, end) if end > start else (max(0, start - 1), max(1, start))
            tags[start:end] = [ALTERED] * (end - start)
    return tags


def cleaned(text: str) -> str:
    """A text as the program normalises it, without links, hashtags, emoji and counters of threads."""
    return " ".join(TRIMMINGS.sub(" ", normalize(text).text).split())


def _tags(text: str, words: Sequence[str], marks: Sequence[str], tag: int) -> list[int]:
    spans = [(at, at + len(mark)) for mark in marks if mark and (at := text.find(mark)) >= 0]
    tags, at = [], 0
    for word in words:
        at = text.index(word, at)
        tags.append(tag if any(start < at + len(word) and at < end for start, end in spans) else SAME)
        at += len(word)
    return tags


def with_phrase(made: Inserted) -> Example:
    """The example of words with a phrase put in."""
    tag = SAME if made.same else ALTERED if made.english_at and made.arabic_at else UNSAID
    sides = []
    for words, at in ((made.english, made.english_at), (made.arabic, made.arabic_at)):
        start, end = at or (0, 0)
        sides.append([tag if start <= i < end else SAME for i in range(len(words))])
    unsaid = tag == UNSAID
    labels = (float(tag == ALTERED), float(unsaid and bool(made.english_at)), float(unsaid and bool(made.arabic_at)))
    kinds = tuple(float(kind == made.kind) if made.kind or tag != ALTERED else float("nan") for kind in KINDS)
    assert len(kinds) == len(KINDS)
    return Example(made.english, made.arabic, *sides, labels, kinds)


class Source:
    """Draws examples. natural: authors' pairs. parallel: (Arabic, English) sentences. lexicon: of names."""

    def __init__(
        self, natural: Sequence[Marked], parallel: Sequence[tuple[str, str]], lexicon: Path, seed: int
    ) -> None:
        self._seed, self._random = seed, random.Random(seed)
        self._parallel = [(cleaned(arabic), cleaned(english)) for arabic, english in parallel]
        self._groups: dict[str, list[Marked]] = {}
        for pair in natural:
            self._groups.setdefault(pair.group, []).append(pair)
        self._changer = Changer([english for _, english in self._parallel], self._random)
        self._inserter = Inserter(Slots(lexicon, self._random), self._random)

    def corpus(self, parallel: int) -> Iterator[Example]:
        """All examples of the authors, each group once, and so many draws from parallel text."""
        for name in sorted(self._groups):
            yield from map(self._dressed, self._of_authors(self._groups[name]))
        self._random.seed(self._seed + 1)  # the draws are encoded once: they are not to hang on the authors' pairs
        for at in range(parallel):
            yield from (self._dressed(replace(one, group=f"parallel {at}")) for one in self._of_parallel())

    def _dressed(self, one: Example) -> Example:
        return self._attributed(one) if self._random.random() < ATTRIBUTED else one

    def _attributed(self, one: Example) -> Example:
        """With who said it before or behind the rendering, as spans that were found in articles sometimes have it."""
        before = self._random.random() < 0.6
        form = self._random.choice(_INTRODUCTIONS if before else _ATTRIBUTIONS)
        words = form.format(self._random.choice(_SPEAKERS)).split()
        same = [SAME] * len(words)
        arabic = [*words, *one.arabic] if before else [*one.arabic, *words]
        tags = [*same, *one.arabic_tags] if before else [*one.arabic_tags, *same]
        return replace(one, arabic=arabic, arabic_tags=tags)

    def _of_authors(self, group: Sequence[Marked]) -> list[Example]:
        found = [example_of(pair) for pair in group]
        faithful = [one for one, pair in zip(found, group, strict=True) if pair.verdict == "faithful"]
        for pair in group:
            if pair.twin:
                found += twins_of(pair, self._random.sample(faithful, min(2, len(faithful))))
        for one in faithful:
            if self._random.random() < 0.5 and (changed := self._altered(one)):
                found.append(changed)
            if self._random.random() < INSERTED:
                found += self._inserted(one)
        return found

    def _inserted(self, one: Example) -> list[Example]:
        """A faithful example with a phrase put into both sides, or one."""
        made = self._inserter.insert(one.english, one.arabic)
        return [replace(with_phrase(each), group=f"{one.group} inserted" if one.group else "") for each in made]

    def _of_parallel(self) -> list[Example]:
        """A pair, and with a change planted where one fits; sometimes two in a row, or one with less on a side."""
        draw = self._random.random
        made = self._plain(*self._random.choice(self._parallel))
        if draw() < INSERTED:
            return self._inserted(made)
        if draw() < 0.2:
            made = self._joined(made, self._plain(*self._random.choice(self._parallel)))
        elif draw() < 0.2:
            made = self._cut(made)
        altered = self._altered(made)
        return [made, altered] if altered else [made]

    def _plain(self, arabic: str, english: str) -> Example:
        ours, theirs = words_of(english), words_of(arabic)
        return Example(ours, theirs, [SAME] * len(ours), [SAME] * len(theirs), (0.0,) * 3, (0.0,) * 4)

    def _joined(self, one: Example, other: Example) -> Example:
        """Two pairs in a row; a third of the time one side lacks the second, and sometimes the order is another."""
        ours, theirs = [*one.english, *other.english], [*one.arabic, *other.arabic]
        kept_ours, kept_theirs = len(one.english), len(one.arabic)
        chance = self._random.random()
        if chance < 0.25:
            tags = [SAME] * kept_ours + [UNSAID] * len(other.english)
            return Example(ours, one.arabic, tags, [SAME] * kept_theirs, (0.0, 1.0, 0.0), (0.0,) * 4)
        if chance < 0.5:
            tags = [SAME] * kept_theirs + [UNSAID] * len(other.arabic)
            return Example(one.english, theirs, [SAME] * kept_ours, tags, (0.0, 0.0, 1.0), (0.0,) * 4)
        if chance < 0.7:
            theirs = [*other.arabic, *one.arabic]
        return Example(ours, theirs, [SAME] * len(ours), [SAME] * len(theirs), (0.0,) * 3, (0.0,) * 4)

    def _cut(self, one: Example) -> Example:
        """Words taken out of one side, so that the other says more; where its words for them stand is unknown."""
        if min(len(one.english), len(one.arabic)) < 10:
            return one
        if self._random.random() < 0.5:
            kept = self._without_run(one.arabic)
            unknown = [UNKNOWN] * len(one.english)
            return Example(one.english, kept, unknown, [SAME] * len(kept), (0.0, 1.0, 0.0), (0.0,) * 4)
        kept = self._without_run(one.english)
        unknown = [UNKNOWN] * len(one.arabic)
        return Example(kept, one.arabic, [SAME] * len(kept), unknown, (0.0, 0.0, 1.0), (0.0,) * 4)

    def _without_run(self, words: Sequence[str]) -> list[str]:
        length = self._random.randint(3, max(3, len(words) // 3))
        start = self._random.randint(1, len(words) - length)
        return [*words[:start], *words[start + length :]]

    def _altered(self, one: Example) -> Example | None:
        """The example with one more change, on a side whose tags are known."""
        sides = [ALTERATIONS[0]] * 2 + [ALTERATIONS[1]]
        made = self._changer.change(self._random.choice(sides), one.english, one.arabic)
        if made is None:
            return None
        old = one.english_tags if made.side == "english" else one.arabic_tags
        if any(tag != SAME for tag in old):
            return None
        tags = [ALTERED if changed else SAME for changed in made.changed]
        kinds = tuple(float(kind == made.kind) if made.kind else float("nan") for kind in KINDS)
        assert len(kinds) == len(KINDS)
        labels = (1.0, one.labels[1], one.labels[2])
        if made.side == "english":
            other = [UNKNOWN if tag == SAME else tag for tag in one.arabic_tags]
            return Example(made.words, one.arabic, tags, other, labels, kinds, "")
        other = [UNKNOWN if tag == SAME else tag for tag in one.english_tags]
        return Example(one.english, made.words, other, tags, labels, kinds, "")
