"""People's decisions about a run: the log of them, the screen on which they are made, and what comes of them."""

from __future__ import annotations

from iqtibas.review.apply import reviewed
from iqtibas.review.calibration import CALIBRATION_FILE, Calibration, calibration_json, read_calibration, recalibrate
from iqtibas.review.log import LOG_FILE, Log, decision_json, read_decisions
from iqtibas.review.model import Change, Decision, State, Subject
from iqtibas.review.pairs import accepted_pairs, distinct
from iqtibas.review.screen import Screen
from iqtibas.review.server import Address, Serving, prepare
from iqtibas.review.workspace import Workspace

__all__ = [
    "CALIBRATION_FILE",
    "LOG_FILE",
    "Address",
    "Calibration",
    "Change",
    "Decision",
    "Log",
    "Screen",
    "Serving",
    "State",
    "Subject",
    "Workspace",
    "accepted_pairs",
    "calibration_json",
    "decision_json",
    "distinct",
    "prepare",
    "read_calibration",
    "read_decisions",
    "recalibrate",
    "reviewed",
]
