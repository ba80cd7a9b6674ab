"""A few fixed sentences that every model must translate, before a user reads anything that it wrote.

Converted Marian checkpoints that load without an error and translate to nonsense are a known failure: layers in the
wrong order, a vocabulary off by one, the tensors of another model. Files cannot show that; a translation does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from iqtibas.article.errors import ModelError

# Our own, plain enough for the weakest model that we ship; (source, reference).
SENTENCES = (
    ("لكل شخص الحق في التعليم.", "Everyone has the right to education."),
    ("يعيش ثلاثة ملايين شخص في هذه المدينة.", "Three million people live in this city."),
    ("أين يقع المستشفى الجديد؟", "Where is the new hospital located?"),
    (
        "أعلنت الحكومة عن خطة جديدة لحماية البيئة.",
        "The government announced a new plan to protect the environment.",
    ),
    ("يمكنك تغيير كلمة المرور من صفحة الإعدادات.", "You can change the password from the settings page."),
    ("افتتحت المدرسة أبوابها في عام 1998.", "The school opened its doors in 1998."),
    ("سافر الطلاب إلى الصين في شهر مارس.", "The students travelled to China in March."),
    ("كان الجو باردا والسماء صافية.", "The weather was cold and the sky was clear."),
)
# The embedded model scores 94.8. Damaged in one place it scores 48 and less where it talks nonsense, and from 73 up
# where it lost some sense; 75 refuses the worse of these (bench/measure/canary.py).
EMBEDDED_FLOOR = 75.0
# Of other models we know only that they translate: no eight FLORES sentences of opus-mt-ar-en, drawn 2000 times from
# its published output, scored less than 40, and these sentences are plainer.
FLOOR = 40.0


def canary_score(translate: Callable[[Sequence[str]], Sequence[str]]) -> float:
    """Corpus chrF2 (Popović 2015) of the model on the canary sentences, 0 to 100."""
    from sacrebleu.metrics.chrf import CHRF

    sources, references = zip(*SENTENCES, strict=True)
    return float(CHRF().corpus_score(list(translate(sources)), [list(references)]).score)


def require_sense(translate: Callable[[Sequence[str]], Sequence[str]], where: str, floor: float) -> None:
    """Raises ModelError if the canary score is under the floor."""
    score = canary_score(translate)
    if score < floor:
        raise ModelError(
            where,
            f"the model talks nonsense: chrF {score:.0f} on plain sentences, where {floor:.0f} is the least",
            "its files or their conversion are damaged: pull or reinstall it, or use another model",
        )
