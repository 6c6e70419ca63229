# Each target sets up what it needs first (tools/setup); the second time that takes a moment.
# ARGS="..." is passed on: make demo ARGS="--scenario day", make test ARGS="-k osdp -x".

SHELL := /bin/bash
PYTHON := .venv/bin/python
# A site is a dozen processes: each would compile a thousand modules anew where this is set.
unexport PYTHONDONTWRITEBYTECODE
CODE := benchmarks drivers firmware_profiles gate simulators tests tools web
CHECKS := check-style check-types check-imports check-profiles check-docs
ARGS ?=
JOBS ?= 2

.DEFAULT_GOAL := help
.PHONY: help demo test test-faults check $(CHECKS) format bench screenshots lock clean setup-run setup-test

help:
	@echo 'make demo    the hq site on simulated hardware, console on http://127.0.0.1:8080'
	@echo 'make test    all tests'
	@echo 'make test-faults  ROUNDS=20: kills, torn files, full disks under load; nothing lost, nothing twice'
	@echo 'make check   style, types, import contracts, generated files'
	@echo 'make bench   all benchmarks; make bench-NAME for one'
	@echo 'make screenshots  every page in both languages into docs/images/'
	@echo 'make format  format the code and sort its imports'
	@echo 'make lock    write the dependency locks anew (ARGS=--upgrade for newer versions)'
	@echo 'make clean   remove everything that was installed or built'

setup-run:
	@tools/setup run

setup-test:
	@tools/setup test

demo: setup-run
	@.venv/bin/gate demo $(ARGS)

test: setup-test
	@$(PYTHON) -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder $(ARGS)

# Not part of make test, which has a short form of it: ROUNDS=200 takes an hour for each store.
test-faults: setup-test
	@$(PYTHON) -m tests.faults --rounds $(or $(ROUNDS),20) $(ARGS)

# Every check runs, also after one has failed: one run shows everything.
check: setup-test
	@$(MAKE) --no-print-directory --keep-going $(CHECKS)

check-style:
	$(PYTHON) -m ruff check $(CODE)
	$(PYTHON) -m ruff format --check $(CODE)

check-types:
	$(PYTHON) -m mypy

check-imports:
	.venv/bin/lint-imports --no-logo

check-profiles:
	$(PYTHON) -m firmware_profiles.lint

check-docs:
	$(PYTHON) -m gate.bus.docs --check

screenshots: setup-test
	@$(PYTHON) -m tests.web.screenshots docs/images $(ARGS)

format: setup-test
	$(PYTHON) -m ruff check --fix $(CODE)
	$(PYTHON) -m ruff format $(CODE)

bench: setup-test
	@$(PYTHON) -m benchmarks $(ARGS)

bench-%: setup-test
	@$(PYTHON) -m benchmarks $* $(ARGS)

lock:
	@tools/lock $(ARGS)

clean:
	rm -rf .venv .venv-libosdp node_modules web/static/vendor build *.egg-info
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find $(CODE) -name __pycache__ -prune -exec rm -rf {} +
	find $(CODE) -name '*.mo' -delete
