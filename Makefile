# Needs git, make and a Python of 3.11 or later; everything is put into .venv.
# PYTHON=/path/to/python chooses another one.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:

fit := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c "$(fit)" 2>/dev/null && echo $$python && break; done)

bin := .venv/bin
pip := $(bin)/python -m pip --disable-pip-version-check
# Spark's package is a source of 450 MB, and its tests need Java: without Java neither is wanted.
java := $(shell java -version >/dev/null 2>&1 && echo yes)
spark := $(if $(java),.venv/spark.stamp)
compile = $(bin)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras \
	--no-emit-index-url --custom-compile-command "make requirements" $(if $(upgrade),--upgrade)
code := src lints tests examples bench
rooms := kit links terms sweep

.PHONY: help install run rehearse test test-postgres lint format bench proof requirements wheel clean

help:  ## List these verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: .venv/runtime.stamp  ## Put Yellowcart and what it needs into .venv

run: .venv/runtime.stamp  ## Serve a platform as it was on 1 March 2022, on http://127.0.0.1:8000/
	@exec $(bin)/python examples/kuaishou-2022/site.py

rehearse: .venv/runtime.stamp  ## Rehearse the cut-over of 1 March 2022 on a million links
	$(bin)/python examples/kuaishou-2022/rehearse.py

test: lint $(spark)  ## Check everything: lint, types, floors, tests, branch coverage
	rm -f .coverage .coverage.*
	$(bin)/python -m pytest -n 2 --dist loadgroup --cov --cov-report= --cov-report=json:.coverage.json
	$(bin)/python -m lints.coverage .coverage.json $(rooms)

test-postgres: .venv/dev.stamp  ## Test what uses the database on Debian's PostgreSQL 15; all=1: everything
	$(bin)/python -m tests.on_debian_postgres -n 2 $(if $(all),,-m django_db)

lint: .venv/dev.stamp  ## Lint, check the types, hold the floors apart
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy $(wildcard $(code))
	$(bin)/lint-imports --no-logo
	$(bin)/python -m lints $(wildcard $(code))

format: .venv/dev.stamp  ## Lay the code out and mend what can be mended
	$(bin)/ruff format .
	$(bin)/ruff check --fix .

bench: .venv/bench.stamp  ## Measure against the field and rewrite docs/benchmarks.md
	$(bin)/python -m bench

proof: .venv/dev.stamp  ## Hold compiled terms and links against their slow references, by millions
	$(bin)/python -m tests.terms.proof
	$(bin)/python -m tests.links.proof

requirements: .venv/dev.stamp  ## Compile requirements/ anew from pyproject.toml; upgrade=1 takes the latest
	$(compile) --output-file requirements/build.txt --group pyproject.toml:build
	$(compile) --output-file requirements/runtime.txt pyproject.toml
	for extra in dev bench spark; do \
		$(compile) --output-file requirements/$$extra.txt --extra $$extra \
			--constraints requirements/runtime.txt pyproject.toml || exit 1; \
	done

wheel: .venv/runtime.stamp  ## Build the wheel into dist/
	$(pip) wheel --no-deps --no-build-isolation --wheel-dir dist .

clean:  ## Remove .venv and whatever was built or cached
	rm -rf .venv build dist out .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache \
		.ruff_cache .import_linter_cache
	find src lints tests -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/python.stamp:
ifeq ($(strip $(PYTHON)),)
	@echo "Yellowcart needs a Python of 3.11 or later with its venv module, and found none." >&2
	@echo "Install one (Debian, Ubuntu: python3-venv), or name it: make PYTHON=/path/to/python" >&2
	@exit 1
endif
	@$(PYTHON) -c "$(fit)" || { \
		echo "$(PYTHON) is no Python of 3.11 or later with its venv module." >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/runtime.stamp: .venv/python.stamp pyproject.toml requirements/build.txt requirements/runtime.txt
	$(pip) install --quiet --require-hashes -r requirements/build.txt -r requirements/runtime.txt
	$(pip) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/%.stamp: .venv/runtime.stamp requirements/%.txt
	$(pip) install --quiet --require-hashes --no-build-isolation -r requirements/$*.txt
	@touch $@
