# Needs Python 3.11 or newer and make; everything else goes into $(VENV).
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
OUT ?= out/demo
ROOMS := article storage models translate align eval report review cli

.DEFAULT_GOAL := help
.PHONY: help demo catalogue quick test check coverage bench screenshots lock sbom wheel clean

help:
	@echo "make demo    set up, run on samples/ with the embedded models, say where the report is"
	@echo "make test    set up, check the code, run the tests"
	@echo "make quick   set up, run the tests that need no model, process or browser"
	@echo "make check   format, lint and types only"
	@echo "make coverage   the tests again, with the share of lines that they run"
	@echo "make bench   measure everything in docs/figures.md (needs ../shared; hours)"
	@echo "make screenshots   the pictures of the README, of the real pages (needs chromium)"
	@echo "make catalogue   take up new messages for translation, compile what is translated"
	@echo "make lock, sbom, wheel   pinned hashes for development, bill of materials, reproducible wheel"

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Iqtibas needs Python 3.11 or newer; try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing Iqtibas into $(VENV) (some minutes the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(VENV)/.installed
	$(BIN)/iqtibas run samples/ --out $(OUT) --model embedded --offline

check: $(VENV)/.installed-dev build/typed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# What the wheel will hold, for mypy, which does not follow package-dir of pyproject.toml.
build/typed: pyproject.toml
	@rm -rf $@ && mkdir -p $@/iqtibas
	@for file in $(CURDIR)/iqtibas/*; do ln -s "$$file" $@/iqtibas/; done
	@for room in $(ROOMS); do ln -s "$(CURDIR)/$$room" $@/iqtibas/; done

# Takes up new messages of report/wording, which then wait for their translation, and compiles the catalogue.
LOCALE := report/wording/locale
catalogue: $(VENV)/.installed
	@mkdir -p build
	$(BIN)/pybabel -q extract -k message --no-location -w 120 -o build/iqtibas.pot report/wording
	$(BIN)/pybabel -q update -D iqtibas -i build/iqtibas.pot -d $(LOCALE) -w 120 --no-fuzzy-matching --ignore-obsolete \
		--ignore-pot-creation-date
	$(BIN)/pybabel -q compile -D iqtibas -d $(LOCALE)

test: check
	$(BIN)/python -m pytest -n 2 --dist loadfile

quick: $(VENV)/.installed-dev
	$(BIN)/python -m pytest tests/quick -n 2

coverage: $(VENV)/.installed-dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'coverage>=7.10,<8'
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

bench: $(VENV)/.installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	PYTHON=$(BIN)/python bench/all.sh

screenshots: $(VENV)/.installed-dev
	$(BIN)/python -m bench.release.screenshots

$(VENV)/.installed-release: $(VENV)/.installed-dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[release]'
	@touch $@

lock: $(VENV)/.installed-release
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --custom-compile-command 'make lock' -o requirements/dev.txt -q

sbom: $(VENV)/.installed-release
	$(BIN)/python -m bench.release.supply sbom

wheel: $(VENV)/.installed-release
	$(BIN)/python -m bench.release.supply wheel

clean:
	rm -rf $(VENV) out build dist *.egg-info
