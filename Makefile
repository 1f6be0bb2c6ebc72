# Everything one does with this checkout. Prerequisites: python3, make and apt.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PY := .venv/bin/python
# Translations of the content lie beside it, so that another Jobcenter brings its own.
CATALOGUES := $(wildcard translations/*/LC_MESSAGES/*.po content/translations/*/LC_MESSAGES/*.po)
COMPILED := $(CATALOGUES:.po=.mo)
FLASK := TERMINBRUECKE_DEVELOPMENT=1 $(PY) -m flask --app backend

# Three processes on two cores, since much of a test is waiting; those that measure how servers bear
# outages and crowds run alone.
SHORT := not all_languages and not long and not bench

.PHONY: help run test test-quick test-all bench lint fix check-content translations \
	translations-report css lock prepare prepare-test catalogues site
.NOTPARALLEL:

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 22

run: prepare catalogues compressed ## serve the portal on http://127.0.0.1:8000 (PORT=8123 make run: elsewhere)
	@exec $(PY) .ci/serve

test: prepare-test lint compressed ## lint, types, floors and all tests but the long ones, under 10 minutes
	$(PY) -m pytest -q -n 3 -m "not browser and $(SHORT)" --ignore=tests/faults
	$(PY) -m pytest -q -m "$(SHORT)" tests/faults
	$(PY) -m pytest -q -n 3 --dist loadfile -m "browser and $(SHORT)"

test-quick: prepare catalogues ## only the tests that need neither browser nor PostgreSQL
	TEST_QUICK=1 $(PY) -m pytest -q -m "not browser and not postgres and $(SHORT)"

test-all: prepare-test lint compressed ## every language in the browser, the whole suite on PostgreSQL too
	$(PY) -m pytest -q -n 2 --dist loadfile -m "not bench" --ignore=tests/faults
	$(PY) -m pytest -q -m "not bench" tests/faults
	TEST_EVERYTHING_ON=postgresql $(PY) -m pytest -q -n 2 --dist loadfile -m "not bench and not browser" --ignore=tests/faults

bench: prepare-test catalogues compressed ## measure against a bare Flask page and a bare insert
	$(PY) -m pytest -q -s -m bench tests/bench

lint: prepare-test catalogues ## style, types and floors, without the tests
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -c "from importlinter.cli import lint_imports_command as lint; lint()"

fix: prepare-test ## let ruff put right what it can
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

check-content: prepare catalogues ## name what nobody has verified in content/ yet
	$(FLASK) check-content

translations: prepare ## gather new texts into every catalogue
	$(PY) -m translations.gathering

translations-report: prepare ## what is missing or unsure in each language
	$(PY) -m translations.report

# Without TERMINBRUECKE_… for production the pages are those of the demo.
site: prepare catalogues ## freeze the public pages into site/build, for the web server in front
	@TERMINBRUECKE_DEVELOPMENT=$${TERMINBRUECKE_DEVELOPMENT-1} $(PY) site/freeze.py

css: ## build the style sheets from site/styles (needs Node)
	sh site/styles/build.sh

lock: prepare-test ## write requirements.lock from pyproject.toml
	$(PY) -m pip --disable-pip-version-check --quiet install uv==0.13.8
	PATH="$(CURDIR)/.venv/bin:$$PATH" $(PY) .ci/lock

prepare:
	@.ci/prepare run

prepare-test:
	@.ci/prepare test

# Compiled catalogues are not committed; only those older than their source are made again.
catalogues: | prepare
	@$(MAKE) --no-print-directory --silent compiled

# Static files lie beside their compressed copies, which are not committed either.
STATIC := $(wildcard site/static/*.css site/static/*.js site/static/*.svg)

.PHONY: compiled compressed
compressed: | prepare
	@$(MAKE) --no-print-directory --silent $(STATIC:=.br)

%.br: %
	$(PY) -m whitenoise.compress --quiet site/static

compiled: $(COMPILED)

%.mo: %.po
	$(PY) .ci/catalogues $<
