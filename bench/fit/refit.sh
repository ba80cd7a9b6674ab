#!/usr/bin/env bash
# After new weights of the embedded model: everything that is fitted to what it says, in the order in which the fits
# depend on each other. About half an hour of a core. Needs ../shared; then run bench/all.sh.
set -euo pipefail
cd "$(dirname "$0")/../.."
PYTHON=${PYTHON:-python}
"$PYTHON" -m bench.measure.canary
"$PYTHON" -m bench.fit.chrf_scale --write
"$PYTHON" -m bench.fit.guard --write
"$PYTHON" -m bench.fit.quality --write
"$PYTHON" -m bench.fit.negation --write
"$PYTHON" -m bench.fit.polarity --write
"$PYTHON" -m bench.fit.modality --write
"$PYTHON" -m bench.fit.aligner --write
"$PYTHON" -m bench.fit.check fit --write
