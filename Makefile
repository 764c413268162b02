# What one does with this checkout. Everything installed goes into .venv, everything made at run time into var.

PYTHON ?= python3
PORT ?= 8000

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help install run test lint format typecheck bench lock opensearch opensearch-stop clean

help: ## List what can be asked for
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name what; do \
	  printf '%-24s %s\n' "$$name" "$$what"; done

# Each stamp says that an installation step was finished with the files it depends on; a second run skips it.

.venv/stamp-created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed, and $(PYTHON) is not: try make PYTHON=python3.13 ..." >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/stamp-packages: requirements.lock | .venv/stamp-created
	$(PIP) install --quiet --require-hashes -r requirements.lock
	@touch $@

.venv/stamp-tools: requirements-dev.lock | .venv/stamp-created
	$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@touch .venv/stamp-packages $@

# setuptools builds the project itself; it comes from a lock too, so the build is not isolated.
.venv/stamp-project: pyproject.toml requirements.in deploy/requirements-build.lock | .venv/stamp-created
	$(PIP) install --quiet --require-hashes -r deploy/requirements-build.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

install: .venv/stamp-packages .venv/stamp-project ## Create .venv with the service and its commands

run: install ## Start the demo on 127.0.0.1:8000 (PORT=... for another port)
	@PORT=$(PORT) exec $(BIN)/shikaku demo

test: lint typecheck ## Everything CI runs: style, types, all tests (with a real OpenSearch, PostgreSQL and Chromium)
	$(BIN)/python -m pytest

lint: .venv/stamp-tools .venv/stamp-project ## Check style and layout
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: .venv/stamp-tools ## Lay out the code and repair what can be repaired
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

typecheck: .venv/stamp-tools .venv/stamp-project ## Check types
	$(BIN)/mypy

bench: .venv/stamp-tools .venv/stamp-project ## Measure
	$(BIN)/python -m bench

opensearch: .venv/stamp-tools ## Start or find a local OpenSearch node; its address is the last line
	@$(BIN)/python -m deploy.local_node start

opensearch-stop: .venv/stamp-tools ## Stop the node that was started from this checkout
	@$(BIN)/python -m deploy.local_node stop

UV := var/uv/bin/uv
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

lock: .venv/stamp-created ## Make the locks again from requirements*.in
	@test -x $(UV) || { $(PYTHON) -m venv var/uv && var/uv/bin/python -m pip install --quiet uv; }
	$(COMPILE) requirements.in --output-file requirements.lock
	$(COMPILE) requirements-dev.in --output-file requirements-dev.lock
	$(COMPILE) deploy/requirements-build.in --output-file deploy/requirements-build.lock

clean: ## Remove caches and build products (neither .venv nor what lies in var)
	rm -rf build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -path ./.venv -prune -o -path ./var -prune -o -name __pycache__ -type d -print0 | xargs -0r rm -rf
