#!/usr/bin/env bash
# Every figure that the README quotes, one JSON file each in bench/results/. Needs ../shared beside the checkout.
set -euo pipefail
cd "$(dirname "$0")/.."
PYTHON=${PYTHON:-python}
EVAL=../shared/eval
mkdir -p bench/results
"$PYTHON" bench/articles.py --json bench/results/articles.json
"$PYTHON" bench/translation.py --json bench/results/translation.json
"$PYTHON" bench/canary.py --json bench/results/canary.json
"$PYTHON" bench/number_check.py --json bench/results/number_check.json
"$PYTHON" bench/segmentation.py --json bench/results/segmentation.json
"$PYTHON" bench/aligner.py $EVAL/quotebench-dev.jsonl --ablate --json bench/results/aligner.json
"$PYTHON" -m bench.coverage $EVAL/quotebench-dev.jsonl --json bench/results/coverage.json
"$PYTHON" -m bench.names --json bench/results/names.json
"$PYTHON" -m bench.negation --json bench/results/negation.json
"$PYTHON" bench/quotebench.py --json bench/results/quotebench.json
