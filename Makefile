# Every command of the house. Python 3.11 or later and make are all a machine needs.
.POSIX:
.SILENT:
.DEFAULT_GOAL := help
.PHONY: help demo test test-fast check fmt bench messages lock clean

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
PREPARE = "$(if $(PYTHON),$(PYTHON),python3)" scripts/prepare.py
RUN = .venv/bin/python
DEMO =
TESTS =
# A demo is five Pythons and a test run hundreds: each would compile everything again, three seconds of Django alone.
PYTHONDONTWRITEBYTECODE =

##@ Using it
demo: ## run everything on this machine until Ctrl-C (DEMO="--port 9000 --data var/other")
	$(PREPARE) demo
	exec $(RUN) -m skaffa.cli.main demo --with-parent $(DEMO)

##@ Working on it
test: ## everything: the checks, then all tests, browsers included (TESTS="tests/cli -k leash")
	$(PREPARE) browser
	$(RUN) scripts/check.py
	$(RUN) -m pytest --measure $(TESTS)

test-fast: ## the tests that need neither a browser nor real processes
	$(PREPARE) dev
	$(RUN) -m pytest -m "not browser and not processes" $(TESTS)

check: ## style, types, layers, templates, dependencies, spelling, migrations, translations
	$(PREPARE) dev
	$(RUN) scripts/check.py

fmt: ## put code and templates into the house's form
	$(PREPARE) dev
	.venv/bin/ruff check --fix-only --quiet .
	.venv/bin/ruff format --quiet .
	$(RUN) -m djlint skaffa packages --reformat --quiet

bench: ## measure what we promise about speed
	$(PREPARE) bench
	$(RUN) -m bench

##@ Keeping it
messages: ## bring the translations' catalogues up to date with the sources, and compile them
	$(PREPARE) dev
	$(RUN) scripts/messages.py extract
	$(RUN) scripts/messages.py compile

lock: ## resolve the newest allowed versions into requirements*.lock and package-lock.json
	$(PREPARE) dev
	$(RUN) scripts/lock.py

clean: ## remove what was installed and made (the demo's data too)
	rm -rf .venv node_modules var build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

help: ## show this
	awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile
