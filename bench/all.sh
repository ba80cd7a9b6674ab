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
"$PYTHON" -m bench.spacing --json bench/results/spacing.json
"$PYTHON" -m bench.aligner $EVAL/quotebench-dev.jsonl --ablate --fits bench/results/matchers.pickle --json bench/results/aligner.json --plot bench/results/reliability.svg
"$PYTHON" -m bench.links --attention --json bench/results/links.json
"$PYTHON" -m bench.coverage --json bench/results/coverage.json
"$PYTHON" -m bench.invented_quotes --json bench/results/invented_quotes.json
"$PYTHON" -m bench.transliteration --json bench/results/transliteration.json
"$PYTHON" -m bench.exchanged --json bench/results/exchanged.json
"$PYTHON" -m bench.rerank --json bench/results/rerank.json
"$PYTHON" -m bench.report --json bench/results/report.json
"$PYTHON" -m bench.names --json bench/results/names.json
"$PYTHON" -m bench.negation --json bench/results/negation.json
"$PYTHON" -m bench.polarity --json bench/results/polarity.json
"$PYTHON" -m bench.modality --json bench/results/modality.json
"$PYTHON" -m bench.quotation $EVAL/quotebench-dev.jsonl --json bench/results/quotation.json
"$PYTHON" bench/quotebench.py --held-out-matcher bench/results/matchers.pickle --json bench/results/quotebench.json
"$PYTHON" -m bench.guard --json bench/results/guard.json
"$PYTHON" -m bench.quality --json bench/results/quality.json
"$PYTHON" -m bench.verbatim --json bench/results/verbatim.json
"$PYTHON" -m bench.gist --json bench/results/gist.json
"$PYTHON" -m bench.batch --json bench/results/batch.json
"$PYTHON" -m bench.cluster --json bench/results/cluster.json
"$PYTHON" -m bench.speed --json bench/results/speed.json
"$PYTHON" bench/documents.py --json bench/results/documents.json
"$PYTHON" bench/index.py --full --graph --json bench/results/index.json
"$PYTHON" -m bench.index_cluster --json bench/results/index_cluster.json
"$PYTHON" -m bench.mutation article eval ledger --sample 200 --seed 11 --json bench/results/mutation.json
"$PYTHON" -m bench.check near quotebench documents officials copies speed --fits bench/results/check-fits.pickle --json bench/results/check.json
"$PYTHON" -m bench.serve --browser --json bench/results/serve.json
"$PYTHON" -m bench.load --plain --drop --json bench/results/load.json
