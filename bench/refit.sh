#!/usr/bin/env bash
# After new weights of the embedded model: everything that is fitted to what it says, in the order in which the fits
# depend on each other. About half an hour of a core. Needs ../shared; then run bench/all.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
PYTHON=${PYTHON:-python}
"$PYTHON" bench/canary.py
"$PYTHON" -m bench.chrf_scale --write
"$PYTHON" -m bench.guard --write
"$PYTHON" -m bench.quality --write
"$PYTHON" -m bench.negation --write
"$PYTHON" -m bench.polarity --write
"$PYTHON" -m bench.modality --write
"$PYTHON" -m bench.aligner ../shared/eval/quotebench-dev.jsonl --write
"$PYTHON" -m bench.check fit --write
