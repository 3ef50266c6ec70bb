# The only door for development. `make help` lists the verbs.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PY := .venv/bin/python
ARGS ?=

.venv/.ready: requirements/bootstrap.lock requirements/dev.lock pyproject.toml package-lock.json tools/setup
	@tools/setup

setup: .venv/.ready  ## make .venv with everything in it; quick when nothing changed

translations: .venv/.ready
	@$(PY) -m tools.translations compile

demo: translations  ## a believable lender and a working day in progress, in your browser (ARGS="--port 8000")
	@.venv/bin/tagih demo $(ARGS)

test: translations  ## the test suite on PostgreSQL (ARGS="tests/cases -x"); DATABASE_URL for another server than the embedded one
	@$(PY) -m pytest $(if $(ARGS),$(ARGS),-q -n 2 -m "not journey and not asterisk")

asterisk: translations  ## the suite against a real Asterisk (tools/asterisk install makes it)
	@$(PY) -m pytest -q -m "asterisk and not journey" -p no:randomly $(ARGS)
	@PYTHONWARNINGS="ignore:unclosed file:ResourceWarning" $(PY) -m pytest -q -m "asterisk and journey" -W "ignore:unclosed file:ResourceWarning" -p no:randomly tests/journeys

spark: translations  ## the conditions of strategies in Spark too, in an environment of its own (tools/spark)
	@tools/spark $(ARGS)

journey: translations  ## the stories in a real browser
	@# a story that kills the server in the middle of a request leaves its upload to be closed by the collector
	@PYTHONWARNINGS="ignore:unclosed file:ResourceWarning" $(PY) -m pytest $(if $(ARGS),,-n 2 --dist loadfile) -q -m "journey and not asterisk" -W "ignore:unclosed file:ResourceWarning" $(ARGS)

screenshots: translations  ## the pictures in docs/screenshots, wide and narrow, taken by the stories
	@mkdir -p docs/screenshots
	@TAGIH_PICTURES=docs/screenshots $(PY) -m pytest -q -m journey -p no:randomly $(if $(ARGS),$(ARGS),tests/journeys)

check: translations  ## lint, contracts, migrations, translations, generated docs
	@.venv/bin/ruff check .
	@.venv/bin/lint-imports --no-cache
	@$(PY) -m django makemigrations --check --dry-run --settings tests.settings
	@$(PY) -m tools.translations missing
	@$(PY) -m tools.states --check

fix: .venv/.ready  ## format and mend what ruff can mend
	@.venv/bin/ruff check --fix . ; .venv/bin/ruff format src tests tools

bench: translations  ## the benchmarks (ARGS="nightly --json")
	@.venv/bin/tagih bench $(ARGS)

docs: translations  ## write the generated pages: state diagrams
	@$(PY) -m tools.states

messages: .venv/.ready  ## collect new texts into the catalogues, drop those said no longer
	@$(PY) -m tools.translations collect

lock: .venv/.ready  ## resolve the requirements anew
	@.venv/bin/uv pip compile -q --universal --generate-hashes --no-header --no-annotate pyproject.toml -o requirements/runtime.lock
	@.venv/bin/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --extra dev pyproject.toml -o requirements/dev.lock
	@.venv/bin/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --extra dev --extra spark -c requirements/dev.lock pyproject.toml -o requirements/spark.lock

clean:  ## remove .venv, node_modules and test data
	@[ ! -x .venv/bin/tagih ] || TAGIH_HOME=var/test-home .venv/bin/tagih stop >/dev/null 2>&1 || true
	@rm -rf .venv node_modules var .pytest_cache .ruff_cache .hypothesis

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {split($$1, name, ":"); printf "  make %-10s %s\n", name[1], $$2}' $(MAKEFILE_LIST)

.PHONY: spark screenshots setup translations demo test asterisk journey check fix bench docs messages lock clean help
