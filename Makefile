# `make run` starts the site, `make test` proves it. Paths are relative, so that the folder's own may hold a space.
SHELL := /bin/sh
.DEFAULT_GOAL := help

PYTHON ?= python3
PORT ?= 8000
ARGS ?=

BIN := .venv/bin
EMBEDDED := $(BIN)/python -m petition.embedded
# What stands in for our type until that arrives, as on readers' machines: static/css/fallbacks.css measures it.
LIBERATION := /usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf
PRIVATE := $(EMBEDDED) with -- env DEBUG=1

.PHONY: help run stop test check pytest bench lock chromium independent wrk witness clean

help: ## print this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' Makefile | expand -t 14

run: .venv/stamp ## start the whole site on this machine (PORT=8000)
	@PORT='$(PORT)' exec $(EMBEDDED) run

stop: ## stop the site that `make run` started in this folder
	@if [ -x $(BIN)/python ]; then exec $(EMBEDDED) stop; fi

test: .venv/stamp chromium witness independent ## install what is needed, then run every check and every test
	@$(PRIVATE) sh -c '$(MAKE) --no-print-directory check && exec $(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)'

check: .venv/stamp ## the checks that need no test: style, types, floors, migrations
	@$(PRIVATE) sh .ci/check

pytest: .venv/stamp ## some tests: make pytest ARGS="tests/letters/signing -n 2"
	@$(PRIVATE) $(BIN)/python -m pytest $(ARGS)

bench: .venv/stamp wrk ## measure the speed goals against durable engines of their own
	@$(EMBEDDED) with --fsync on -- $(BIN)/python -m tests.bench $(ARGS)

lock: .venv/stamp ## resolve the dependencies anew, with hashes
	@sh .ci/lock

chromium:
	@sh .ci/need chromium chromium chromium-browser google-chrome
	@sh .ci/need fonts-liberation $(LIBERATION) /System/Library/Fonts/Supplemental/Arial.ttf

independent:
	@sh .ci/independent

witness:
	@sh .ci/witness

wrk:
	@sh .ci/need wrk wrk

clean: stop ## remove the environment, the caches and all data
	rm -rf .venv var .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

.venv/stamp: requirements-dev.lock .ci/venv
	@PYTHON='$(PYTHON)' sh .ci/venv
