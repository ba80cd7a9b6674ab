"""The ideas that `ablate.py` compares: what each one changes, and the words of its row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bench.train.data import Corpus

# One batch an update and a short warm-up, as there are few updates.
SCHEDULE = {"accumulate": 1, "warm_up": 20, "cool_down": 0.5, "clock": "cpu", "evaluate_every": float("inf")}
STARTED, FRESH = "starter", "nothing"  # what an arm begins with
BASELINE = "baseline"  # what others are compared with: the arms of this name, a seed each

Mixed = Callable[[Sequence[Corpus]], list[Corpus]]


def every_pair_once(corpora: Sequence[Corpus]) -> list[Corpus]:
    """No weighting: each pair of each file once a pass."""
    return [replace(corpus, passes=1.0, short_passes=1.0) for corpus in corpora]


def unjoined(corpora: Sequence[Corpus]) -> list[Corpus]:
    """No neighbours joined."""
    return [replace(corpus, join=0.0) for corpus in corpora]


@dataclass(frozen=True, slots=True)
class Arm:
    """One idea. told: the table's words. start: STARTED or FRESH. changed: settings that differ. mixed: the corpora
    that it draws from. depth: layers of the encoder and the decoder, where FRESH. distilled: with a teacher's text.
    """

    name: str
    told: str
    start: str = STARTED
    changed: Mapping[str, object] = field(default_factory=dict)
    mixed: Mixed = list
    depth: tuple[int, int] = (6, 2)
    distilled: bool = False


ARMS = (
    Arm(f"{BASELINE}-1", "baseline, seed 1"),
    Arm(f"{BASELINE}-2", "baseline, seed 2", changed={"seed": 2}),
    Arm("unweighted", "no weighting: every pair once a pass", mixed=every_pair_once),
    Arm("distilled", "a quarter of the draws with a better model's English", distilled=True),
    Arm(
        "names",
        "a tenth of the pairs in a frame with a name, half of known names swapped",
        changed={"names": 0.1, "swaps": 0.5},
    ),
    Arm("denoise", "a tenth of the sources damaged English", changed={"denoise": 0.1}),
    Arm("copies", "a link, handle or hashtag in a twentieth of the pairs", changed={"copies": 0.05}),
    Arm("guided", "cross-attention guided by e5", changed={"guide": 0.5}),
    Arm("unjoined", "no neighbours joined", mixed=unjoined),
    Arm("unsampled", "no subword sampling", changed={"sampled_sources": 0.0, "sampled_targets": 0.0}),
    Arm("unsmoothed", "no label smoothing", changed={"smoothing": 0.0}),
    Arm("undropped", "no dropout", changed={"dropout": 0.0}),
    Arm("fresh-6-2", "6 + 2 layers, guided", FRESH),
    Arm("fresh-unguided", "6 + 2 layers, not guided", FRESH, {"guide": 0.0}),
    Arm("fresh-12-2", "12 + 2 layers, guided", FRESH, depth=(12, 2)),
    Arm(f"{BASELINE}-3", "baseline, seed 3", changed={"seed": 3}),
    Arm("steady", "the rate does not fall", changed={"cool_down": 0.0}),
    Arm("more-dropout", "dropout .2", changed={"dropout": 0.2}),
    Arm("more-sampled", "subwords of every text sampled", changed={"sampled_sources": 1.0, "sampled_targets": 0.5}),
    Arm("fresh-6-4", "6 + 4 layers, guided", FRESH, depth=(6, 4)),
)
AVERAGED = (f"{BASELINE}-1", "steady")  # scored with their last weights too
# The rates: what starts from nothing can take more. The warm-started encoder takes less than the rest.
RATES: dict[str, dict[str, object]] = {
    STARTED: {"peak": 2e-4},
    FRESH: {"peak": 1e-3, "encoder_rate": 0.5, "guide": 0.5},
}
