# Jianzhen: the two commands a newcomer needs are `make demo` and `make test`.
PY := .venv/bin/python
.PHONY: help setup demo test lint bench bench-pages bench-match bench-evidence bench-replay lock docs clean bench-words bench-pictures bench-crawl bench-desk bench-kills bench-notices bench-days

help:            ## this list
	@grep -hE '^[a-z-]+: .*##|^[a-z-]+:  *##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup:           ## packages into .venv, and a browser; safe to run again
	@bin/setup

demo: setup      ## one night on a test marketplace, to a verified bundle (ONCE=1 stops at the end)
	@$(PY) -m tests.shop.demo $(if $(ONCE),--once)

test: setup      ## the whole test suite, on SQLite, PostgreSQL and a real browser
	@$(PY) -m pytest -q -n auto --dist loadfile

lint: setup      ## format, style, types, import contracts
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports

bench: bench-pages bench-match bench-evidence bench-words   ## every benchmark that needs no network

bench-pages: setup   ## page objects against the labelled real pages, field by field
	@$(PY) -m bench.pages

bench-crawl: setup   ## the HTTP lane beside plain Scrapy, then the browser lane and its memory
	@$(PY) -m bench.crawl
	@$(PY) -m bench.crawl browser

bench-match: setup   ## prints and mentions against named peers in the same run
	@$(PY) -m bench.match

bench-evidence: setup   ## 10,000 spoilt bundles, two writers of one log, kills, and what evidence costs
	@$(PY) -m bench.evidence

bench-replay: setup   ## the wacz validator and ReplayWeb.page on a recording (fetches both; not shipped)
	@$(PY) -m bench.replay

bench-words: setup   ## names, disguises and short forms against named peers
	@$(PY) -m bench.words
	@$(PY) -m bench.words_aliases

bench-pictures: setup   ## copies, cartons, marks and words on pictures beside peers (QUICK=1: a tenth of it)
	@$(PY) -m bench.pictures $(if $(QUICK),--quick)
	@$(PY) -m bench.pictures_marks

bench-desk: setup   ## 100,000 candidates waiting: the next item, a new order, eight people at once
	@$(PY) -m bench.desk

bench-kills: setup   ## twenty kills of a crawl over 500 listings: what was lost, doubled, asked early
	@$(PY) -m bench.kills

bench-days: setup    ## ninety simulated days with a thousand cases: days of ours that went by unsaid
	@$(PY) -m bench.days

bench-notices: setup   ## 1,000 listings to finished bundles at each of five channels, twice, beside peers
	@$(PY) -m bench.notices

lock: setup      ## resolve the newest allowed versions into requirements.lock
	@bin/lock

.PHONY: words
words: setup     ## compile the desk's message catalogues (review/web/locale)
	@$(PY) -m bin.words

docs: setup      ## rewrite the generated pages of docs/
	@$(PY) -m bin.reference

clean:           ## remove what setup and the demo made
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
