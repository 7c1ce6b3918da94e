# The commands of the house. `make` alone lists them.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/klantboek

.PHONY: help handbook serve test fuzz test-spark check bench screenshots goldens lock clean browser

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Each stamp holds one installed state; a changed lock file installs again.
.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "klantboek needs Python 3.11 or newer; $$($(PYTHON) --version) is what '$(PYTHON)' starts. Try: make PYTHON=python3.12 handbook"; exit 2; }
	@$(PYTHON) -m venv .venv || { echo "No virtual environment could be made. On Debian or Ubuntu: apt install python3-venv"; exit 2; }
	@touch $@

.venv/.run: .venv/.made requirements/run.lock pyproject.toml
	@echo "Installing klantboek and what it needs in .venv ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
	@touch $@

.venv/.dev: .venv/.run requirements/dev.lock
	@echo "Installing what the tests need in .venv ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@touch $@

handbook: .venv/.run ## check and compile the example book, build its handbook in build/handbook
	@$(RUN) build

serve: .venv/.run ## the handbook at http://127.0.0.1:8000, rebuilt when a record changes
	@$(RUN) serve

browser: # the browser tests drive Debian's Chromium
	@command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  echo "Installing Chromium for the browser tests ..."; \
	  apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null; \
	else echo "The browser tests need Chromium: apt install chromium (they are skipped until then)"; fi

test: .venv/.dev browser ## every test
	@$(BIN)/python -m pytest -n 2 --dist worksteal

fuzz: .venv/.dev ## the tests of laws with new examples; prints how to repeat what fails
	@KLANTBOEK_FUZZ=1 $(BIN)/python -m pytest -n 2 --dist worksteal -m hypothesis

test-spark: .venv/.dev ## figures and the search for duplicates on Spark, in an environment of its own; needs Java 17
	@command -v java >/dev/null || { echo "Spark needs Java 17: apt install openjdk-17-jre-headless"; exit 2; }
	@test -d build/spark || $(PYTHON) -m venv build/spark
	@build/spark/bin/python -m pip install --quiet --disable-pip-version-check --editable ".[spark]" pytest hypothesis
	@build/spark/bin/python -m pytest tests/duplicates/test_spark.py tests/aggregates/test_figures_on_spark.py

check: .venv/.dev browser ## what a change must pass: ruff, mypy --strict, every test with coverage
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -n 2 --dist worksteal --cov --cov-report=term

bench: .venv/.dev ## measure ours beside the peers, and print the ratios
	@$(BIN)/python bench/run.py

screenshots: .venv/.dev browser ## pictures of every kind of page in build/screenshots, to be looked at
	@$(BIN)/python bench/screenshots.py

goldens: .venv/.dev ## write the expected outputs again; review them as a diff
	@KLANTBOEK_GOLDENS=write $(BIN)/python -m pytest $$(grep -rlE "golden\(|KLANTBOEK_GOLDENS" tests --include="test_*.py") -m "not slow"
	@git status --short

lock: .venv/.dev ## resolve the dependencies again and pin them with hashes
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url pyproject.toml requirements/build.in -o requirements/run.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --extra dev -c requirements/run.lock pyproject.toml -o requirements/dev.lock

clean: ## remove what was generated (not .venv)
	@rm -rf build dist .mypy_cache .ruff_cache .hypothesis
