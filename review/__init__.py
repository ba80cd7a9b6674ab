"""People's decisions about a run: the log of them, the screen on which they are made, and what comes of them."""

from __future__ import annotations

from review.apply import reviewed
from review.calibration import CALIBRATION_FILE, Calibration, calibration_json, read_calibration, recalibrate
from review.desk import Desk
from review.log import LOG_FILE, Log, decision_json, read_decisions
from review.model import Change, Decision, State, Subject
from review.pairs import accepted_pairs, distinct
from review.screen import Screen
from review.server import Address, Serving, prepare

__all__ = [
    "CALIBRATION_FILE",
    "LOG_FILE",
    "Address",
    "Calibration",
    "Change",
    "Decision",
    "Desk",
    "Log",
    "Screen",
    "Serving",
    "State",
    "Subject",
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
