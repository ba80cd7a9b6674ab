#!/usr/bin/env bash
# Every figure that the README quotes, one JSON file each in bench/results/. Needs ../shared beside the checkout.
set -euo pipefail
cd "$(dirname "$0")/.."
PYTHON=${PYTHON:-python}
EVAL=../shared/eval
mkdir -p bench/results
"$PYTHON" bench/load/articles.py --json bench/results/articles.json
"$PYTHON" bench/measure/translation.py --json bench/results/translation.json
"$PYTHON" bench/measure/canary.py --json bench/results/canary.json
"$PYTHON" bench/measure/number_check.py --json bench/results/number_check.json
"$PYTHON" bench/measure/segmentation.py --json bench/results/segmentation.json
"$PYTHON" -m bench.fit.spacing --json bench/results/spacing.json
"$PYTHON" -m bench.fit.aligner $EVAL/quotebench-dev.jsonl --ablate --fits bench/results/matchers.pickle --json bench/results/aligner.json --plot bench/results/reliability.svg
"$PYTHON" -m bench.measure.links --attention --json bench/results/links.json
"$PYTHON" -m bench.fit.completeness --json bench/results/coverage.json
"$PYTHON" -m bench.measure.invented_quotes --json bench/results/invented_quotes.json
"$PYTHON" -m bench.fit.transliteration --json bench/results/transliteration.json
"$PYTHON" -m bench.fit.exchanged --json bench/results/exchanged.json
"$PYTHON" -m bench.measure.rerank --json bench/results/rerank.json
"$PYTHON" -m bench.load.report --json bench/results/report.json
"$PYTHON" -m bench.fit.names --json bench/results/names.json
"$PYTHON" -m bench.fit.negation --json bench/results/negation.json
"$PYTHON" -m bench.fit.polarity --json bench/results/polarity.json
"$PYTHON" -m bench.fit.modality --json bench/results/modality.json
"$PYTHON" -m bench.measure.quotation $EVAL/quotebench-dev.jsonl --json bench/results/quotation.json
"$PYTHON" bench/measure/quotebench.py --held-out-matcher bench/results/matchers.pickle --json bench/results/quotebench.json
"$PYTHON" -m bench.fit.guard --json bench/results/guard.json
"$PYTHON" -m bench.fit.quality --json bench/results/quality.json
"$PYTHON" -m bench.measure.verbatim --json bench/results/verbatim.json
"$PYTHON" -m bench.measure.gist --json bench/results/gist.json
"$PYTHON" -m bench.load.batch --json bench/results/batch.json
"$PYTHON" -m bench.load.cluster --json bench/results/cluster.json
"$PYTHON" -m bench.load.speed --json bench/results/speed.json
"$PYTHON" bench/measure/documents.py --json bench/results/documents.json
"$PYTHON" bench/measure/index.py --full --graph --json bench/results/index.json
"$PYTHON" -m bench.load.index_cluster --json bench/results/index_cluster.json
"$PYTHON" -m bench.measure.mutation article eval ledger --sample 200 --seed 11 --json bench/results/mutation.json
"$PYTHON" -m bench.fit.check near quotebench documents officials copies speed --fits bench/results/check-fits.pickle --json bench/results/check.json
"$PYTHON" -m bench.load.serve --browser --json bench/results/serve.json
"$PYTHON" -m bench.load.many_articles --plain --drop --json bench/results/load.json
