# `make chat` and `make test` are all one needs; `make check` is what to run while writing: no minute and a half.
# Each does its own set-up in .venv; a second run finds it done.
PYTHON ?= python3
FOLDER ?=
SETS ?=
PAIRS ?=
STORE ?=
OUT ?=
BIN := .venv/bin

.PHONY: chat test check lint benchmark store train domains clean

chat: .venv/ready
ifeq ($(FOLDER),)
	@$(BIN)/footnote serve samples --collection samples
else
	@$(BIN)/footnote serve "$(FOLDER)"
endif

test: .venv/ready-dev lint
	$(BIN)/pytest

check: .venv/ready-dev lint
	$(BIN)/pytest tests -m "unit or contract"

lint: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Our own figures, from the sets that FOOTNOTE_DATA names: benchmarks/README.md. SETS="samples clapnq" for some of them.
benchmark: .venv/ready-dev
	$(BIN)/python -m benchmarks $(SETS)
	$(BIN)/python -m benchmarks.document

store: .venv/ready-dev # hours: each harness keeps its figures in benchmarks/results as it goes
	for harness in kill faults damage days crowd backups shuffled; do $(BIN)/python -m benchmarks.store.$$harness; done
	$(BIN)/python -m benchmarks.growth
	$(BIN)/python -m benchmarks.ingest

# The evidence model: training/README.md. Four minutes on a large GPU, half a day and more on two cores; goes on where it
# was stopped.
# PAIRS=my.jsonl trains the shipped one further on your own pairs, whose documents are in STORE.
train: .venv/ready-dev
ifeq ($(PAIRS),)
	$(BIN)/python -m training $(if $(OUT),--out "$(OUT)")
else
	$(BIN)/python -m training.own "$(PAIRS)" $(if $(STORE),--store "$(STORE)") $(if $(OUT),--out "$(OUT)")
endif

# Reading by domain, each left out once: six runs of two rounds. SETS="wiki nq" for some of them.
domains: .venv/ready-dev
	$(BIN)/python -m training.domains $(SETS)

.venv/ready: requirements.txt constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Footnote needs Python 3.11 or newer: make chat PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Setting up .venv: a few minutes, once."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/ready-dev: .venv/ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

clean:
	rm -rf .venv build *.egg-info
