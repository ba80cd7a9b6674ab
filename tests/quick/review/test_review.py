"""What people decide: logged for good, folded the same way by everybody, never lost to one another."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from commands import iqtibas
from decisions import ACCEPT, MOMENT, REJECT, REOPEN, SUBJECT, decide, item_of, logged, sole, workspace_of
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import article_of, ledger_result, port_result, run_info, span
from served import invented_run

from iqtibas.article import IqtibasError, Segment
from iqtibas.eval import Fidelity
from iqtibas.report import ArticleResult, Review, articles_lines, json_line
from iqtibas.review import (
    LOG_FILE,
    Change,
    Decision,
    accepted_pairs,
    distinct,
    read_decisions,
    reviewed,
)
from iqtibas.review.errors import RefusedError, StaleError, UnknownItemError
from iqtibas.review.model import UNTOUCHED
from iqtibas.review.queue import queue
from iqtibas.review.replay import in_force, last_of, last_undone, replay
from iqtibas.review.rules import MAX_PARTS, MAX_WORDS
from iqtibas.review.view import runs, work_view
from iqtibas.translate import Memory

# ---- The replay


def test_the_last_word_holds() -> None:
    state = replay(logged(REJECT, ACCEPT, Change("note", note="ask again")))
    assert (state.status, state.spans, state.verdict) == ("accepted", (Segment(3, 9),), "altered")
    assert (state.note, state.reviewer, state.version) == ("ask again", "Mira", 3)
    assert replay([]) == UNTOUCHED


def test_what_is_linked_or_judged_anew_is_open_again() -> None:
    linked = replay(logged(ACCEPT, Change("link", (Segment(1, 2),))))
    assert (linked.status, linked.spans, linked.verdict) == ("open", (Segment(1, 2),), "altered")
    assert replay(logged(ACCEPT, Change("verdict", verdict="partial"))).status == "open"
    assert replay(logged(Change("verdict", (), "missing"), Change("link", (Segment(1, 2),)))).verdict is None


def test_undo_takes_back_one_step_and_redo_gives_it_again() -> None:
    steps = [REJECT, ACCEPT, Change("undo", target=2)]
    assert replay(logged(*steps)).status == "rejected"
    assert replay(logged(*steps, Change("redo", target=2))).status == "accepted"
    assert replay(logged(*steps, Change("undo", target=1))).status == "open"


def test_a_redo_is_over_once_something_new_is_decided() -> None:
    steps = [REJECT, Change("undo", target=1)]
    undone = last_undone(logged(*steps), "Mira")
    assert undone is not None
    assert undone.id == 1
    assert last_undone(logged(*steps, ACCEPT), "Mira") is None
    assert last_undone(logged(*steps, Change("redo", target=1)), "Mira") is None
    assert last_undone(logged(*steps), "Omar") is None


changes = st.sampled_from(
    [
        ACCEPT,
        REJECT,
        REOPEN,
        Change("note", note="x"),
        Change("link", (Segment(1, 5),)),
        Change("verdict", (), "missing"),
    ]
)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["Mira", "Omar"]), st.one_of(changes, st.sampled_from(["undo", "redo"])))))
def test_undo_and_redo_are_inverse_whatever_people_do(steps: list[tuple[str, Change | str]]) -> None:
    log: list[Decision] = []
    for reviewer, step in steps:
        if isinstance(step, Change):
            change = step
        else:
            found = (last_of if step == "undo" else last_undone)(log, reviewer)
            if found is None or any(d.id > found.id for d in in_force(log)):
                continue
            change = Change("undo" if step == "undo" else "redo", target=found.id)
        before = replay(log)
        log.append(Decision(len(log) + 1, MOMENT, reviewer, "a.txt", SUBJECT, change))
        if not isinstance(step, Change):
            continue
        back = Decision(len(log) + 1, MOMENT, reviewer, "a.txt", SUBJECT, Change("undo", target=log[-1].id))
        assert replace(replay([*log, back]), version=0) == replace(before, version=0)
        again = replace(back, id=back.id + 1, change=Change("redo", target=log[-1].id))
        assert replace(replay([*log, back, again]), version=0) == replace(replay(log), version=0)


# ---- The workspace


def test_the_least_sure_comes_first_and_an_article_given_twice_once() -> None:
    results = invented_run()
    items = queue([*results, *results])
    assert [item.confidence for item in items] == [0.58, 0.74, 0.82, 0.93]
    assert [item.place for item in items] == [1, 2, 3, 4]
    assert queue([]) == ()


def test_a_change_on_what_was_not_seen_is_refused_with_what_the_other_did(tmp_path: Path) -> None:
    with workspace_of(tmp_path) as mine, workspace_of(tmp_path) as theirs:
        item = item_of(mine, "faithful")
        other = decide(theirs, item, REJECT, "Omar")
        with pytest.raises(StaleError, match="Omar changed it") as caught:
            mine.decide(item.key, "Mira", 0, ACCEPT)
        assert caught.value.others == (other,)
        assert mine.state(item).status == "rejected"
        assert len(read_decisions(tmp_path)) == 1
        assert decide(mine, item, ACCEPT).id == 2
        assert theirs.refresh() == 2
        assert theirs.state(item) == mine.state(item)
        assert [(i.key, d.id) for i, d in theirs.since(0)] == [(item.key, 1), (item.key, 2)]
        assert [d.id for _, d in theirs.since(1)] == [2]
        assert theirs.since(2) == []


def test_two_statements_that_share_a_sentence_do_not_overwrite_its_english(tmp_path: Path) -> None:
    result = port_result()
    with workspace_of(tmp_path, result) as workspace:
        first, second = item_of(workspace, "altered"), item_of(workspace, "faithful")
        shared = result.translations[-2]
        edit = Change("translate", segment=shared.segment, english="Edited.")
        workspace.decide(first.key, "Mira", 0, edit, was=shared.english)
        with pytest.raises(StaleError, match="Mira"):
            workspace.decide(second.key, "Omar", 0, replace(edit, english="Other."), was=shared.english)
        workspace.decide(second.key, "Omar", 0, replace(edit, english="Other."), was="Edited.")


def test_undo_goes_back_over_statements_but_never_over_somebody_else(tmp_path: Path) -> None:
    with workspace_of(tmp_path) as workspace:
        first, second = item_of(workspace, "faithful"), item_of(workspace, "altered")
        decide(workspace, first, ACCEPT)
        decide(workspace, second, REJECT)
        decide(workspace, first, REJECT, "Omar")
        assert workspace.undo("Mira").subject == second.subject
        assert workspace.state(second).status == "open"
        with pytest.raises(StaleError, match="Omar"):
            workspace.undo("Mira")
        assert workspace.redo("Mira").change.target == 2
        assert workspace.state(second).status == "rejected"
        assert workspace.undo("Omar").subject == first.subject
        assert workspace.state(first).status == "accepted"
        with pytest.raises(RefusedError, match="nothing to undo"):
            workspace.undo("Nobody")


def test_unknown_keys_are_refused(tmp_path: Path) -> None:
    with workspace_of(tmp_path) as workspace, pytest.raises(UnknownItemError):
        workspace.item("0" * 16)


@pytest.mark.parametrize(
    ("label", "change", "words"),
    [
        ("missing", Change("verdict", verdict="faithful"), "no rendering to judge"),
        ("missing", Change("link", ()), "already"),
        ("altered", Change("verdict", verdict="altered"), "already"),
        ("altered", Change("verdict"), "no verdict"),
        ("altered", Change("reopen"), "open already"),
        ("altered", Change("link", (Segment(0, 10**9),)), "outside of the text"),
        ("altered", Change("link", (Segment(5, 5),)), "outside of the text"),
        ("altered", Change("link", (Segment(0, 10), Segment(9, 20))), "overlap"),
        ("altered", Change("link", (Segment(0, 400),)), "statement itself"),
        ("altered", Change("link", tuple(Segment(i, i + 1) for i in range(MAX_PARTS + 1))), "more than"),
        ("altered", Change("translate", segment=Segment(0, 3), english="x"), "no sentence"),
        ("altered", Change("note", note="x" * (MAX_WORDS + 1)), "longer than"),
        ("altered", Change("note", note="  "), "says this already"),
        ("altered", Change("undo", target=1), "no change of its own"),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, label: str, change: Change, words: str) -> None:
    with workspace_of(tmp_path) as workspace:
        with pytest.raises(RefusedError, match=words):
            decide(workspace, item_of(workspace, label), change)
        assert workspace.version == 0


def test_white_space_alone_is_no_rendering(tmp_path: Path) -> None:
    result = port_result()
    gap = result.article.text.index("\n")
    with workspace_of(tmp_path, result) as workspace, pytest.raises(RefusedError, match="white space"):
        decide(workspace, item_of(workspace, "faithful"), Change("link", (Segment(gap, gap + 1),)))


# ---- What comes of it


def test_untouched_results_stay_as_they_are() -> None:
    results = invented_run()
    after = reviewed(results, [])
    assert [replace(r, reviews=()) for r in after] == results
    assert after[0].reviews == (Review(),) * 3
    assert after[2].reviews == ()


def test_a_linked_rendering_replaces_the_run_s_own(tmp_path: Path) -> None:
    result = port_result()
    a, b = span(result.article, "توسيع الحوض الغربي"), span(result.article, "بناء محطة للقطارات")
    with workspace_of(tmp_path, result) as workspace:
        item = item_of(workspace, "altered")
        decide(workspace, item, Change("link", (replace(b, end=b.end + 1), a)))  # trimmed, and put in order
        decide(workspace, item, ACCEPT, "Omar")
    alignment, review = sole(reviewed([result], read_decisions(tmp_path)), 0)
    assert alignment.rendering is not None
    assert alignment.rendering.spans == (a, b)
    assert alignment.rendering.confidence == 1.0
    assert alignment.rendering.alternatives == ()
    assert (alignment.verdict.label, alignment.verdict.findings) == ("altered", ())
    assert review == Review("accepted", "Omar", "", ("rendering",))
    after = reviewed([result], read_decisions(tmp_path))[0]
    assert after.fidelities[0] == Fidelity(None, None, None, "")
    assert after.fidelities[1:] == result.fidelities[1:]


def test_a_rendering_of_what_was_missing_needs_a_verdict(tmp_path: Path) -> None:
    result = port_result()
    where = span(result.article, "ويرى صيادون")
    with workspace_of(tmp_path, result) as workspace:
        item = item_of(workspace, "missing")
        decide(workspace, item, Change("link", (where,)))
        assert reviewed([result], read_decisions(tmp_path))[0].alignments == result.alignments
        with pytest.raises(RefusedError, match="no verdict yet"):
            decide(workspace, item, ACCEPT)
        decide(workspace, item, Change("verdict", verdict="partial"))
        decide(workspace, item, ACCEPT)
        alignment, review = sole(reviewed([result], read_decisions(tmp_path)), 2)
        assert alignment.rendering is not None
        assert (alignment.verdict.label, alignment.verdict.confidence) == ("partial", 1.0)
        assert review.changed == ("rendering", "verdict")
        decide(workspace, item, Change("verdict", verdict="missing"))
        alignment, review = sole(reviewed([result], read_decisions(tmp_path)), 2)
        assert alignment == result.alignments[2]
        assert review == Review("open", "Mira")


def test_another_verdict_keeps_the_findings(tmp_path: Path) -> None:
    result = port_result()
    with workspace_of(tmp_path, result) as workspace:
        decide(workspace, item_of(workspace, "altered"), Change("verdict", verdict="faithful"))
    alignment, review = sole(reviewed([result], read_decisions(tmp_path)), 0)
    assert alignment.verdict.findings == result.alignments[0].verdict.findings
    assert (alignment.verdict.label, alignment.verdict.confidence) == ("faithful", 1.0)
    assert review == Review("open", "Mira", "", ("verdict",))


def test_edited_english_is_accepted_english(tmp_path: Path) -> None:
    result = port_result()
    segment = result.translations[4].segment
    with workspace_of(tmp_path, result) as workspace:
        item = item_of(workspace, "altered")
        decide(workspace, item, Change("translate", segment=segment, english="  Twenty\n new docks. "))
        decide(workspace, item, Change("note", note=" check the number\r\n"))
    after = reviewed([result], read_decisions(tmp_path))[0]
    assert (after.translations[4].english, after.translations[4].accepted) == ("Twenty new docks.", True)
    assert after.translations[4].notes == ()
    assert after.reviews[0] == Review("open", "Mira", "check the number", ("translation",))


def test_what_was_accepted_stays_so_when_a_later_run_finds_something_else(tmp_path: Path) -> None:
    result = port_result()
    with workspace_of(tmp_path, result) as workspace:
        decide(workspace, item_of(workspace, "altered"), ACCEPT)
    own = result.alignments[0]
    later = replace(own, rendering=None, verdict=replace(own.verdict, label="missing", findings=()))
    again = replace(result, alignments=(later, *result.alignments[1:]))
    alignment, review = sole(reviewed([again], read_decisions(tmp_path)), 0)
    assert alignment.rendering is not None
    assert own.rendering is not None
    assert alignment.rendering.spans == own.rendering.spans
    assert alignment.verdict.label == "altered"
    assert review.status == "accepted"


def test_decisions_about_an_earlier_text_are_shown_and_hold_for_nothing(tmp_path: Path) -> None:
    result = port_result()
    with workspace_of(tmp_path, result) as workspace:
        decide(workspace, item_of(workspace, "altered"), ACCEPT)
        assert workspace.earlier(item_of(workspace, "altered")) == UNTOUCHED
    changed = replace(result, article=replace(result.article, sha256="cd" * 32))
    assert reviewed([changed], read_decisions(tmp_path))[0].reviews[0].status == "open"
    with workspace_of(tmp_path, changed) as workspace:
        item = item_of(workspace, "altered")
        assert workspace.state(item) == UNTOUCHED
        assert workspace.earlier(item).status == "accepted"
        assert work_view(workspace, item).earlier.reviewer == "Mira"


@settings(deadline=None)
@given(st.text("ا ب\n\u202e\u2066\r\ud800🚢e\u0301", min_size=1), st.data())
def test_the_runs_of_a_text_are_the_text(text: str, data: st.DataObject) -> None:
    article = article_of((("paragraph", text),))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = runs(article, start, end)
    assert "".join(run.text for run in found) == text[start:end]
    assert all(text[run.start : run.start + len(run.text)] == run.text for run in found)
    assert all(len(run.text) == 1 for run in found if run.chip)


# ---- The memory and the confidence


def test_only_what_was_accepted_reaches_the_memory(tmp_path: Path) -> None:
    result = port_result()
    segment = result.translations[4].segment
    edit = Change("translate", segment=segment, english="Twenty new docks.")
    with workspace_of(tmp_path, result) as workspace:
        altered, faithful = item_of(workspace, "altered"), item_of(workspace, "faithful")
        decide(workspace, altered, edit)
        decide(workspace, faithful, ACCEPT, "Omar")
        assert remembered(tmp_path, result) == [(faithful_pair(result), "review: Omar")]
        decide(workspace, altered, ACCEPT)  # what is altered is no translation of the statement; the sentence is
        assert remembered(tmp_path, result)[0] == ((result.article.slice(segment), "Twenty new docks."), "review: Mira")
        decide(workspace, faithful, Change("verdict", verdict="altered"), "Omar")
        assert len(remembered(tmp_path, result)) == 1


def remembered(folder: Path, result: ArticleResult) -> list[tuple[tuple[str, str], str]]:
    decisions = read_decisions(folder)
    pairs = list(accepted_pairs(reviewed([result], decisions), decisions))
    assert distinct([*pairs, *pairs]) == pairs
    return [((pair.arabic, pair.english), pair.origin) for pair in pairs]


def faithful_pair(result: ArticleResult) -> tuple[str, str]:
    own = result.alignments[1]
    assert own.rendering is not None
    return result.article.slice(own.rendering), own.embed.text


# ---- The commands


def test_log_and_remember_on_a_run(tmp_path: Path) -> None:
    results = [port_result()]
    lines = [json_line(result, run_info()) + "\n" for result in results]
    (tmp_path / "results.jsonl").write_text("".join(lines), encoding="utf-8")
    (tmp_path / "articles.jsonl").write_text("".join(articles_lines(results)), encoding="utf-8")
    with workspace_of(tmp_path, *results) as workspace:
        decide(workspace, item_of(workspace, "faithful"), ACCEPT)
    told = iqtibas("review", "log", tmp_path)
    assert json.loads(told.stdout)["action"] == "accept"
    memory = tmp_path / "memory.sqlite"
    assert iqtibas("review", "remember", tmp_path, "--memory", memory).stdout == "1 pairs accepted\n"
    with Memory(memory) as opened:
        assert [(pair.arabic, pair.english) for pair in opened.accepted()] == [faithful_pair(results[0])]
    refused = iqtibas("review", "calibrate", tmp_path)
    assert refused.exit_code == 2
    assert "a fit needs 20 of each" in refused.stderr
    assert not (tmp_path / "calibration.json").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--host", "0.0.0.0"], "other machines could reach this address"),
        (["--host", "192.168.0.9", "--allow-remote"], "in the clear"),
        (["--calibration", "none.json"], "cannot be read"),
    ],
)
def test_serve_refuses_before_it_listens(tmp_path: Path, options: list[str], words: str) -> None:
    results = [port_result()]
    (tmp_path / "results.jsonl").write_text(json_line(results[0], run_info()) + "\n", encoding="utf-8")
    (tmp_path / "articles.jsonl").write_text("".join(articles_lines(results)), encoding="utf-8")
    refused = iqtibas("serve", tmp_path, *options)
    assert refused.exit_code in (1, 2)
    assert words in " ".join(refused.stderr.split())


def test_serve_needs_a_log_that_it_can_write(tmp_path: Path) -> None:
    (tmp_path / "results.jsonl").write_text(json_line(port_result(), run_info()) + "\n", encoding="utf-8")
    (tmp_path / "articles.jsonl").write_text("".join(articles_lines([port_result()])), encoding="utf-8")
    (tmp_path / LOG_FILE).mkdir()
    refused = iqtibas("serve", tmp_path)
    assert refused.exit_code == 1
    assert "log of review decisions" in " ".join(refused.stderr.split())
    assert "http" not in refused.stdout


def test_serve_needs_a_run(tmp_path: Path) -> None:
    assert "is not there" in " ".join(iqtibas("serve", tmp_path).stderr.split())
    assert not list(tmp_path.iterdir())


def test_the_log_names_errors_in_one_line(tmp_path: Path) -> None:
    with workspace_of(tmp_path, ledger_result()) as workspace, pytest.raises(IqtibasError) as caught:
        decide(workspace, workspace.items[0], Change("note"))
    assert str(caught.value) == "invented/gate.txt: the note says this already"
