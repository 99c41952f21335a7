# make run     set up if needed, then clean the pages in raw/ into clean/
# make test    set up if needed, then run the fast tests
# make install only set up          make check   style, types, dead code, every test, docs, quality floors
# make train   train the model      make bench   quality and speed
# make fuzz    mutated pages against the laws of the library, eight hours (make fuzz SECONDS=600)
# make wheel   build the wheel, and test it in an empty environment
# make examples  the examples of the docs for pandas, LangChain and others, which it installs
#
# Everything goes into .venv/ here; nothing outside this folder is touched.
# After a change of the dependencies in pyproject.toml, write the locks again:
#   LOCK="uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
#         --no-emit-index-url --no-header"
#   $LOCK --group dev -o requirements.lock
#   $LOCK --extra train --constraint requirements.lock --no-annotate -o requirements-train.lock
#   $LOCK --extra bench --constraint requirements.lock --no-annotate -o requirements-bench.lock
#   $LOCK --group examples --constraint requirements.lock --no-annotate -o requirements-examples.lock

PYTHON ?= python3
BIN := .venv/bin
SECONDS ?= 28800    # of fuzzing
TESTS ?=            # options for pytest in `make check`, for instance: make check TESTS='-m slow'

.PHONY: install run test check fuzz wheel examples train bench
.DELETE_ON_ERROR:

install: .venv/installed

# --no-deps: the lock names everything, and older versions of pip fail on an extra that two packages ask for.

.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "winnow needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Setting up .venv, once: some 180 packages, over 1 GB; one or two minutes where all is fast, ten where it is not"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: .venv/installed
	@$(BIN)/winnow run

test: .venv/installed
	$(BIN)/pytest -m "not slow" -n auto --maxprocesses 4 --dist loadfile

check: .venv/installed-train
	$(BIN)/ruff check .
	$(BIN)/ruff format --check -q .
	$(BIN)/mypy
	$(BIN)/vulture
	$(BIN)/pytest $(TESTS)
	$(BIN)/python -m tests.fuzz --seconds 120 --seed 1

fuzz: .venv/installed-train
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS)

# Needs a package index: all that the wheel asks for is installed anew, at the versions of the lock.
wheel: .venv/installed
	WHEEL_ENV=fresh $(BIN)/pytest tests/test_wheel.py

examples: .venv/installed-examples
	$(BIN)/pytest tests/test_formats.py

.venv/installed-examples: .venv/installed requirements-examples.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps \
	  -r requirements-examples.lock
	@touch $@

train: .venv/installed-train
	$(BIN)/python -m training.wording
	$(BIN)/python -m training.train

# The libraries for training are large, and `make run` does not need them.
.venv/installed-train: .venv/installed requirements-train.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps \
	  -r requirements-train.lock
	@touch $@

bench: .venv/installed-bench
	$(BIN)/python -m bench
	$(BIN)/python -m bench.structure
	$(BIN)/python -m bench.hard_lines

# The extractors that the bench compares with.
.venv/installed-bench: .venv/installed requirements-bench.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps \
	  -r requirements-bench.lock
	@touch $@
