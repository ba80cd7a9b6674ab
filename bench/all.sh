#!/usr/bin/env bash
# Every figure of docs/figures.md, one JSON file each in bench/results/, and the page anew. Needs ../shared beside the
# checkout, and hours; a line run by itself refreshes its figures alone.
set -euo pipefail
cd "$(dirname "$0")/.."
PYTHON=${PYTHON:-python}
mkdir -p out/bench
"$PYTHON" -m bench.measure.natural bench/data/natural/held-out-articles.jsonl bench/data/natural/held-out-pairs.jsonl --groups --json bench/results/natural-held-out.json
"$PYTHON" -m bench.fit.verdict collect --rows out/bench/verdict
"$PYTHON" -m bench.fit.verdict fit --rows out/bench/verdict --json bench/results/verdict.json
"$PYTHON" -m bench.load.articles --json bench/results/articles.json
"$PYTHON" -m bench.measure.translation --json bench/results/translation.json
"$PYTHON" -m bench.measure.canary --json bench/results/canary.json
"$PYTHON" -m bench.measure.number_check --json bench/results/number_check.json
"$PYTHON" -m bench.measure.segmentation --json bench/results/segmentation.json
"$PYTHON" -m bench.measure.speakers --json bench/results/speakers.json
"$PYTHON" -m bench.fit.spacing --json bench/results/spacing.json
"$PYTHON" -m bench.fit.aligner --ablate --fits out/bench/matchers.pickle --plot out/bench/reliability.svg --json bench/results/aligner.json
"$PYTHON" -m bench.measure.links --attention --json bench/results/links.json
"$PYTHON" -m bench.fit.completeness --json bench/results/completeness.json
"$PYTHON" -m bench.measure.invented_quotes --sample 400 --json bench/results/invented_quotes.json
"$PYTHON" -m bench.fit.transliteration --json bench/results/transliteration.json
"$PYTHON" -m bench.fit.exchanged --json bench/results/exchanged.json
"$PYTHON" -m bench.measure.rerank --json bench/results/rerank.json
"$PYTHON" -m bench.load.report --json bench/results/report.json
"$PYTHON" -m bench.fit.names --json bench/results/names.json
"$PYTHON" -m bench.fit.negation --json bench/results/negation.json
"$PYTHON" -m bench.fit.polarity --json bench/results/polarity.json
"$PYTHON" -m bench.fit.modality --json bench/results/modality.json
"$PYTHON" -m bench.measure.quotation --json bench/results/quotation.json
"$PYTHON" -m bench.measure.quotebench --json bench/results/quotebench.json
"$PYTHON" -m bench.measure.quotebench --held-out-matcher out/bench/matchers.pickle --json bench/results/quotebench-held-out.json
"$PYTHON" -m bench.measure.quotebench --held-out-matcher out/bench/matchers.pickle --sampled --json bench/results/quotebench-sampled.json
"$PYTHON" -m bench.fit.guard --json bench/results/guard.json
"$PYTHON" -m bench.fit.quality --json bench/results/quality.json
"$PYTHON" -m bench.measure.verbatim --json bench/results/verbatim.json
"$PYTHON" -m bench.measure.gist --json bench/results/gist.json
"$PYTHON" -m bench.load.batch --json bench/results/batch.json
"$PYTHON" -m bench.load.cluster --json bench/results/cluster.json
"$PYTHON" -m bench.load.speed --json bench/results/speed.json
"$PYTHON" -m bench.measure.documents --json bench/results/documents.json
"$PYTHON" -m bench.measure.index --full --graph --json bench/results/index.json
"$PYTHON" -m bench.load.index_cluster --json bench/results/index_cluster.json
"$PYTHON" -m bench.measure.mutation article eval ledger --sample 200 --seed 11 --json bench/results/mutation.json
"$PYTHON" -m bench.fit.check fit near officials copies speed --fits out/bench/check-fits.pickle --json bench/results/check.json
"$PYTHON" -m bench.fit.check quotebench documents --every 2 --fits out/bench/check-fits.pickle --json bench/results/check-end-to-end.json
"$PYTHON" -m bench.load.serve --browser --json bench/results/serve.json
"$PYTHON" -m bench.load.many_articles --plain --drop --json bench/results/many_articles.json
"$PYTHON" -m bench.release.figures --write
