# motcua: `make` or `make help` lists what there is. Python 3.11, make, gcc, git and PyPI are enough.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Test files are shared out among this many processes, each with servers of its own.
TESTERS ?= 2
# The demonstration has three minutes; it is timed with nothing beside it.
DEMONSTRATION := tests/supervision/test_demonstration.py::test_the_demonstration_ends_with_0
UV := $(shell command -v uv 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help install demo up test lint bench bench-memory

help:  ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(READY)  ## the virtual environment with everything in it; redone only when the dependencies change

$(READY): pyproject.toml requirements.lock
ifneq ($(UV),)
	@test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) $(VENV)
	$(UV) pip install --quiet --python $(BIN)/python -c requirements.lock -e '.[dev]'
else
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[dev]'
endif
	@touch $@

demo: $(READY)  ## real procedures on a real Temporal server, ending with stuck cases and the on-time report
	$(BIN)/motcua demo

up: $(READY)  ## the whole stack on this machine, kept running; state in ./var
	$(BIN)/motcua up

# The programs the tests start begin several times as fast when what Python compiled is kept.
test: export PYTHONDONTWRITEBYTECODE =
test: $(READY)  ## all tests: real server, real databases, real HTTP
	$(BIN)/pytest -n $(TESTERS) --dist loadfile --no-loadscope-reorder --deselect $(DEMONSTRATION)
	$(BIN)/pytest $(DEMONSTRATION)

lint: $(READY)  ## style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)  ## the benchmark programs beside the bare floor; the last line is one JSON object
	$(BIN)/python -m bench

bench-memory: $(READY)  ## the same, with the worker's memory over 2,000 dossiers; takes some minutes
	$(BIN)/python -m bench --memory
