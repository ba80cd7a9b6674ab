"""What is said of a machine translated segment."""

from __future__ import annotations

from collections.abc import Iterable

from iqtibas.eval import Fidelity
from iqtibas.report.wording.catalogue import SOURCE, Language, Ours, filled, message, translated
from iqtibas.translate import Translation
from iqtibas.translate.guard import RESTORED
from iqtibas.translate.quality import RELIABLE

UNRELIABLE, ACCEPTED = message("unreliable"), message("accepted")
"""Said of an English segment beside the guard's notes."""
WARNING = "warning"


def unreliable_words(language: Language = SOURCE) -> str:
    """What `UNRELIABLE` means."""
    said = message("The chance that it is usable gist is estimated at under {share} %: do not rely on it.")
    return filled(said, {"share": f"{100 * RELIABLE:.0f}"}, language)


UNRELIABLE_WORDS = unreliable_words()


def is_unreliable(translation: Translation) -> bool:
    """Whether the English is probably not even gist; never said of what a person accepted."""
    return _is_low(translation.quality) and not translation.accepted


def is_hypothesis_unreliable(fidelity: Fidelity) -> bool:
    """The same of a rendering that was translated back: one such sentence is enough."""
    return _is_low(fidelity.quality)


def _is_low(quality: float | None) -> bool:
    return quality is not None and quality < RELIABLE


def warnings(translation: Translation) -> list[str]:
    """The notes that say that something is wrong."""
    return [note for note in translation.notes if not note.startswith(RESTORED)]


def restored(translation: Translation) -> list[str]:
    """The notes that only say what was put right."""
    return [note for note in translation.notes if note.startswith(RESTORED)]


def segment_labels(translation: Translation, language: Language = SOURCE) -> list[str]:
    """All that is to be said of an English segment, the gravest first. The guard's notes are as it made them."""
    unreliable = [translated(UNRELIABLE, language)] if is_unreliable(translation) else []
    accepted = [translated(ACCEPTED, language)] if translation.accepted else []
    return [*unreliable, *warnings(translation), *restored(translation), *accepted]


def unit_notes(translation: Translation) -> list[str]:
    """What a unit of an exchange file says of its English, each a note of its own, in English.

    First, in a sentence, that it is unreliable: a unit travels without the page that explains the label. Then the
    guard's notes as it made them.
    """
    unreliable = [f"{UNRELIABLE}: {UNRELIABLE_WORDS}"] if is_unreliable(translation) else []
    return [*unreliable, *translation.notes]


def legend(translations: Iterable[Translation], language: Language = SOURCE) -> dict[str, str]:
    """The labels that these segments bear, explained; {} where there is nothing to explain."""
    borne: set[str] = set()
    for translation in translations:
        borne |= {UNRELIABLE} if is_unreliable(translation) else set()
        borne |= {WARNING} if warnings(translation) else set()
        borne |= {RESTORED} if restored(translation) else set()
        borne |= {ACCEPTED} if translation.accepted else set()
    return {label: words for label, words in _explained(language).items() if label in borne}


def _explained(language: Language) -> dict[str, str]:
    grey = message("Grey, with a dotted line. {unreliable}")
    wrong = message("Something is visibly wrong with the English before it, for example “numbers: 16 missing”.")
    put_right = message("For information: a number, name or term that the model had lost was put back from the Arabic.")
    read = message("A person has accepted this English; it comes from the translation memory.")
    return {
        UNRELIABLE: filled(grey, {"unreliable": Ours(unreliable_words(language))}, language),
        WARNING: translated(wrong, language),
        RESTORED: translated(put_right, language),
        ACCEPTED: translated(read, language),
    }
