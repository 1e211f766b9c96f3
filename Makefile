# `make demo` plays an election, `make test` runs the tests; both build .venv first and need nothing but make and Python >= 3.11.
# Targets that build write a stamp in .venv, so that a second run starts at once and `make -j` builds once.
.DELETE_ON_ERROR:
.PHONY: demo test coverage check format docs wheel clean

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet

demo: .venv/demo.stamp
	@$(BIN)/mailvote demo $(DEMO)

test: .venv/dev.stamp
	$(BIN)/python -m pytest -n auto $(TESTS)

coverage: .venv/dev.stamp
	$(BIN)/python -m pytest -n auto --cov=mailvote.rules --cov-branch --cov-fail-under=100 -k "not from_every_minute" tests/rules

check: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

# The wheel, installed in an environment of its own and run from elsewhere: everything it needs is inside.
wheel: .venv/dev.stamp
	$(BIN)/python -m pytest -n0 -m wheel tests/test_wheel.py

format: .venv/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The tables in docs/rulesets.md, from the rule sets as they are.
docs: .venv/dev.stamp
	$(BIN)/python -m tests.rewrite

clean:
	rm -rf .venv .hypothesis .mypy_cache .ruff_cache .pytest_cache .import_linter_cache build dist

# Debian keeps ensurepip in a package of its own: where it is missing, pip from elsewhere does as well.
.venv/created.stamp:
	@test -n "$(PYTHON)" || { echo "mailvote needs Python 3.11 or newer; name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null && $(PYTHON) -m venv --clear .venv || { \
		$(PYTHON) -m venv --clear --without-pip .venv && $(PYTHON) -m pip --python .venv/bin/python install --quiet pip; } || { \
		echo "$(PYTHON) has no pip for the new environment; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@touch $@

.venv/demo.stamp: pyproject.toml .venv/created.stamp
	$(PIP) --editable '.[demo,reports]'
	@touch $@

.venv/dev.stamp: pyproject.toml .venv/created.stamp .venv/demo.stamp
	$(PIP) --editable '.[demo,dev,postgres,reports]'
	@touch $@ .venv/demo.stamp
