"""A run over an index that is killed is taken up where it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from news_index import NEWS, build, texts
from news_index import news as news
from places import python_path

from iqtibas.align.index.file import PARTS, read_manifest

KILLED = """
import sys, time
from pathlib import Path
from hashed import Hashed
from iqtibas.align.index import build as index_build
from iqtibas.align.index.rows import LocalRows
index_build.COMMIT_ROWS = 1
class Slow(Hashed):
    def encode(self, texts):
        if len(self.asked) > 3:
            print("ready", flush=True)
            time.sleep(60)
        return super().encode(texts)
index_build.build_index([sys.argv[1]], Path(sys.argv[2]), maker=LocalRows(Slow()))
"""


def test_a_killed_run_is_taken_up_where_it_was(news: Path, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    environment = os.environ | {"PYTHONPATH": python_path(Path(__file__).parent)}
    command = [sys.executable, "-c", KILLED, str(news), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(signal.SIGKILL)
    finished = set(texts(folder))
    assert finished
    (folder / PARTS / "orphan").mkdir()
    done, asked = build(folder, news)
    assert done == (3 - len(finished), 0, len(finished), 0)
    assert not any(text in NEWS[name] for name in finished for text in asked)
    assert set(texts(folder)) == set(NEWS)
    assert {p.name for p in (folder / PARTS).iterdir()} == {p.name for p in read_manifest(folder).parts}
