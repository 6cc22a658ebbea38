# Two commands do everything: `make demo` and `make test`. The rest is for those who change Knipsel.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
DATA ?= ../shared
LOCK ?= locks
CATALOGUE := webapp/translations/en/LC_MESSAGES/messages.po
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header

.PHONY: help demo fast test check format lock audit bench soak translations clean

help:
	@echo "make demo    index the sample archive, search it, serve the page (PORT=$(PORT))"
	@echo "make fast    compile what makes indexing quick (Rust 1.88 or later, some minutes)"
	@echo "make test    run the tests"
	@echo "make check   run everything CI runs"
	@echo "make lock    pin the newest versions of all libraries, in locks/"
	@echo "make soak    run the suites of crashes, faults and load in their long form (an hour)"
	@echo "make bench   measure indexing, searching and relevance"

# Both install what locks/ pins. LOCK= takes the newest versions that pyproject.toml allows instead,
# for which pip has to know dependency groups. Nothing is compiled for a look at the demo: cargo that
# fails is to the installation what a machine without Rust is.
$(BIN)/knipsel: pyproject.toml $(LOCK:%=%/runtime.txt)
	@$(PYTHON) -c 'import sys; sys.exit("Knipsel needs Python 3.11 or later, not %d.%d. Name one: make PYTHON=python3.12" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
ifdef LOCK
	$(BIN)/pip install --quiet --require-hashes --requirement $(LOCK)/runtime.txt
	CARGO=false $(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
else
	$(BIN)/pip install --quiet --upgrade 'pip>=25.1'
	CARGO=false $(BIN)/pip install --quiet --upgrade --upgrade-strategy eager --editable .
endif
	@touch $@

# What was compiled before stays where Rust is gone.
$(VENV)/.fast: $(BIN)/knipsel $(wildcard kernel/Cargo.* kernel/segments/Cargo.toml \
	kernel/src/*.rs kernel/src/*/*.rs kernel/segments/src/*.rs kernel/segments/src/*/*.rs)
ifdef LOCK
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
else
	$(BIN)/pip install --quiet --no-deps --editable .
endif
	@$(BIN)/knipsel --version
	@touch $@

$(VENV)/.dev: $(VENV)/.fast $(LOCK:%=%/development.txt)
ifdef LOCK
	$(BIN)/pip install --quiet --require-hashes --requirement $(LOCK)/development.txt
else
	$(BIN)/pip install --quiet --upgrade --upgrade-strategy eager --editable '.[opensearch,mcp,ocr]' --group dev
endif
	@touch $@

demo: $(BIN)/knipsel
	$(BIN)/knipsel --index index index --rebuild seeds
	$(BIN)/knipsel --index index search navo-top --limit 3
	@echo
	@$(BIN)/knipsel --version | grep -q "compiled" || echo "Indexing takes an eighth of the time once its kernel is compiled, by Rust: make fast" >&2
	$(BIN)/knipsel --index index serve --port $(PORT)

fast: $(VENV)/.fast

# What is compiled of a module is kept for the hundreds of processes that the tests start, whatever the
# machine's own setting.
test: $(VENV)/.dev
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses auto --dist loadscope --no-loadscope-reorder

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# For every Python from 3.11 and every system at once, with hashes and without addresses: uv alone does that.
lock: $(VENV)/.dev
	$(BIN)/pip install --quiet --upgrade uv
	$(COMPILE) pyproject.toml --upgrade --extra opensearch --extra mcp --extra ocr --group dev --output-file locks/development.txt
	$(COMPILE) pyproject.toml --constraint locks/development.txt --group build --output-file locks/runtime.txt
	$(COMPILE) pyproject.toml --constraint locks/development.txt --extra opensearch --group build --output-file locks/cluster.txt
	$(COMPILE) --constraint locks/development.txt --group pyproject.toml:release --output-file locks/release.txt
	cargo update --manifest-path kernel/Cargo.toml

# What the suites that draw at random or go on for long do in CI, they do here for longer;
# one suite alone by `make soak SUITE=tests/trust/test_load.py`.
soak: $(VENV)/.dev
	KNIPSEL_SOAK=1 PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -s -m soak $(SUITE)

# Without --strict what PyPI says nothing of would count as sound.
audit: $(VENV)/.dev
	$(BIN)/pip freeze --exclude-editable | $(BIN)/pip-audit --strict --no-deps --disable-pip -r /dev/stdin

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/speed.py --data $(DATA)
	KNIPSEL_DATA=$(DATA) $(BIN)/python benchmarks/language.py
	$(BIN)/python benchmarks/relevance.py --data $(DATA)

# Message ids are the Dutch texts; the English ones stand in the catalogue, compiled beside it.
translations: $(VENV)/.dev
	@mkdir -p build
	$(BIN)/pybabel -q extract -F pyproject.toml -k Message -k note:2 --no-wrap --add-location=file -o build/messages.pot indexer webapp
	$(BIN)/pybabel -q update --no-wrap --ignore-obsolete --no-fuzzy-matching -i build/messages.pot -o $(CATALOGUE) -l en
	$(BIN)/pybabel -q compile -i $(CATALOGUE) -o $(CATALOGUE:.po=.mo) -l en

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
