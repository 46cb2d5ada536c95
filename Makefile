# Two commands do everything: `make run` and `make test`.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
# What stands on standard input are questions, and standard output is for answers alone.
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: run test bench clean

# One stamp for each way of installing, so that a second `make run` starts at once.
$(VENV)/run.stamp: pyproject.toml constraints.txt | $(VENV)/bin/pip
	@echo "Installing into $(VENV); the first time takes minutes." >&2
	@$(PIP_INSTALL) -e . </dev/null >&2
	@touch $@

$(VENV)/test.stamp: pyproject.toml constraints.txt | $(VENV)/bin/pip
	@$(PIP_INSTALL) -e '.[dev]' </dev/null
	@touch $@ $(VENV)/run.stamp

# pip comes last into a new environment, so one that was interrupted is made again.
$(VENV)/bin/pip:
	@$(PYTHON) -m venv $(VENV) </dev/null >&2

run: $(VENV)/run.stamp
	@$(BIN)/bantin

test: $(VENV)/test.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q

# What is measured, and with which data, is an option: make bench ARGS="--news FILE --beir DIR"
bench: $(VENV)/test.stamp
	$(BIN)/python -m tests.bench $(ARGS)

clean:
	rm -rf $(VENV) build dist
