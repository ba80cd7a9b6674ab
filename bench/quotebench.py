"""The scorer's figures on QuoteBench, from the command line's own JSON lines.

usage: python bench/quotebench.py [--gold ../shared/eval/quotebench-dev.jsonl] [--json OUT]

The matcher and the coverage check are fitted on this very set, so these are fitted figures; bench/aligner.py and
bench/coverage.py print the cross-validated ones.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=SHARED / "eval" / "quotebench-dev.jsonl")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as predictions:
        align = [sys.executable, str(ROOT / "main.py"), "align", str(args.gold), "--json", predictions.name, "--quiet"]
        subprocess.run(align, check=True)
        scorer = [sys.executable, str(SHARED / "tools" / "score_quotebench.py"), str(args.gold), predictions.name]
        scored = subprocess.run([*scorer, "--json"], check=True, capture_output=True, text=True).stdout
    result = json.loads(scored)
    print(json.dumps(result, indent=1))
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
