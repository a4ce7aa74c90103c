# varv: `make run` starts it, `make test` tests it. Each target first sets up .venv, once.
# PORT and VARV_HOME are honoured:  make run PORT=8001 VARV_HOME=~/varv-data

BIN = .venv/bin
REGION = regions/jamtland-harjedalen
REHEARSE = 2020-05-25T09:00
TESTS = tests

.PHONY: help run test check bench setup setup-dev
help:
	@echo "make run     start varv and rehearse the dialogue of Jämtland Härjedalen in spring 2020"
	@echo "make test    run all checks and all tests"
	@echo "make check   run the checks only: style, types, layers, templates, migrations, translations"
	@echo "make bench   measure speed; see bench/README.md"

run: setup
	@exec $(BIN)/varv up --region $(REGION) --rehearse $(REHEARSE)

test: setup-dev
	@CHROMIUM=`scripts/find_chromium.sh` && export CHROMIUM && \
	  echo "Checking, then walking the stories in $$CHROMIUM, then testing with two processes ..." && \
	  if scripts/check.sh; then checked=0; else checked=1; \
	    echo "The checks found mistakes (above). The tests run all the same." ; fi ; \
	  if $(BIN)/python -m pytest -n 2 --dist loadgroup tests/journeys; then walked=0; else walked=1; fi ; \
	  $(BIN)/python -m pytest -n 2 --dist loadgroup --ignore tests/journeys $(TESTS) && \
	  exit $$((checked + walked))

check: setup-dev
	@scripts/check.sh

bench: setup-dev
	@$(BIN)/python -m bench

setup:
	@scripts/setup.sh web

setup-dev:
	@scripts/setup.sh dev
