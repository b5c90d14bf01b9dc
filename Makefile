# make serve · make test · make test-all · make soak · make check · make bench · make docs · make lock
# Each sets up what it needs; the environment is made anew when a lock file changes.

.PHONY: serve test test-rest test-all coverage soak check bench docs lock
PYTHON ?= python3

serve: .venv/serve
	.venv/bin/kembar serve

# Tests in tiers. The first needs nothing but Python and curl; the rest needs Node.js, the W3C suites (KEMBAR_CONFORMANCE),
# systemd-analyze, nginx, or long. In both, tests that measure time or memory run after the others, alone.
REST = slow or soak or node or conformance or systemd or proxy
COVER = $(if $(COVERAGE),--cov --cov-append --cov-report=)

# make test TESTS="tests/law -k matrix" runs these alone, of all tiers, one after the other.
test: .venv/test
ifdef TESTS
	.venv/bin/pytest $(COVER) $(TESTS)
else
	scripts/test "not ($(REST))" $(COVER)
endif

test-rest: .venv/test .venv/clients .venv/docs
	scripts/test "$(REST)" $(COVER)

# Everything, with the floor of coverage that pyproject.toml names.
test-all:
	rm -f .coverage
	$(MAKE) test test-rest COVERAGE=1
	$(MAKE) coverage

coverage: .venv/test
	.venv/bin/coverage report --skip-covered

# What runs for a few seconds in the tests, for ten minutes each.
soak: .venv/test
	KEMBAR_SOAK_SECONDS=$${KEMBAR_SOAK_SECONDS:-600} .venv/bin/pytest -m soak -rP

check: .venv/test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

# All benchmarks, or those named: make bench BENCH=verdict. Takes an hour and 8 GB; rewrites docs/benchmarks.md.
bench: .venv/test .venv-bench/made
	.venv/bin/python -m bench $(BENCH)

# Other endpoints to measure against; the service needs none of them.
.venv-bench/made: requirements/bench.txt
	"$(PYTHON)" -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	touch $@

# The tables of requirements in the guides for jurists, written from the rules, and the documents as a site in site/.
docs: .venv/test .venv/docs
	.venv/bin/python scripts/requirements.py
	.venv/bin/python scripts/settings.py
	rm -rf site
	.venv/bin/sphinx-build --quiet --fail-on-warning --keep-going -d build/doctrees docs site

.venv/serve: requirements/serve.txt pyproject.toml scripts/environment
	scripts/environment "$(PYTHON)" requirements/serve.txt
	touch $@

.venv/test: requirements/dev.txt pyproject.toml scripts/environment
	scripts/environment "$(PYTHON)" requirements/dev.txt
	touch $@ .venv/serve

# JavaScript: clients for the tests, and what draws the diagrams of the site. Without npm these tests are skipped, and the site shows diagrams as text.
.venv/clients: tests/clients/package-lock.json
.venv/docs: docs/package-lock.json
.venv/clients .venv/docs:
	if command -v npm >/dev/null; then \
		mkdir -p $@ && cp $(<D)/package*.json $@ && npm ci --prefix $@ --ignore-scripts --no-audit --no-fund --loglevel=error && touch $@; \
	fi

# With hashes, without index addresses, for every platform and Python from 3.11. Keeps the versions that still fit; make lock UPGRADE=--upgrade takes new ones.
COMPILE = .venv/bin/uv pip compile --quiet $(UPGRADE) --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
NPM_LOCK = npm install --package-lock-only --save-exact --omit-lockfile-registry-resolved=true --no-audit --no-fund
lock: .venv/test
	$(COMPILE) --extra build-backend pyproject.toml -o requirements/serve.txt
	$(COMPILE) --extra build-backend --extra dev pyproject.toml -o requirements/dev.txt -c requirements/serve.txt
	printf 'oxigraph\nrdflib-endpoint[web]\n' | $(COMPILE) - -o requirements/bench.txt
	cd tests/clients && $(NPM_LOCK) @comunica/query-sparql@4
	cd docs && $(NPM_LOCK) @mermaid-js/tiny@12
