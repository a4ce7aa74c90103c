# varv: `make run` starts it, `make test` tests it. Each target first sets up .venv, once.
# PORT and VARV_HOME are honoured:  make run PORT=8001 VARV_HOME=~/varv-data

BIN = .venv/bin
REGION = regions/jamtland-harjedalen
REHEARSE = 2020-05-25T09:00

.PHONY: help run test check bench setup setup-dev
help:
	@echo "make run     start varv and rehearse the dialogue of Jämtland Härjedalen in spring 2020"
	@echo "make test    run all checks and all tests"
	@echo "make check   run the checks only: style, types, layers, templates, migrations, translations"
	@echo "make bench   measure speed; see bench/README.md"

run: setup
	@exec $(BIN)/varv up --region $(REGION) --rehearse $(REHEARSE)

test: setup-dev
	@scripts/test.sh

check: setup-dev
	@scripts/check.sh

bench: setup-dev
	@$(BIN)/python -m bench

setup:
	@scripts/setup.sh web

setup-dev:
	@scripts/setup.sh dev
