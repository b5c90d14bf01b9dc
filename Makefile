# make serve · make test · make soak · make check · make bench · make docs · make lock
# Each sets up what it needs; the environment is made anew when a lock file changes.

.PHONY: serve test soak check bench docs lock
PYTHON ?= python3

serve: .venv/serve
	.venv/bin/kembar serve

test: .venv/test .venv/clients
	.venv/bin/pytest $(TESTS)

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

docs: .venv/test
	.venv/bin/python scripts/requirements.py

.venv/serve: requirements/serve.txt pyproject.toml scripts/environment
	scripts/environment "$(PYTHON)" requirements/serve.txt
	touch $@

.venv/test: requirements/dev.txt pyproject.toml scripts/environment
	scripts/environment "$(PYTHON)" requirements/dev.txt
	touch $@ .venv/serve

# Clients in JavaScript, where there is npm; without it their tests are skipped.
.venv/clients: tests/clients/package-lock.json
	if command -v npm >/dev/null; then \
		mkdir -p $@ && cp tests/clients/package*.json $@ && npm ci --prefix $@ --ignore-scripts --no-audit --no-fund --loglevel=error && touch $@; \
	fi

# New versions: with hashes, without index addresses, for every platform and Python from 3.11.
lock: .venv/test
	.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra build-backend pyproject.toml -o requirements/serve.txt
	.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra build-backend --extra dev pyproject.toml -o requirements/dev.txt -c requirements/serve.txt
	printf 'oxigraph\nrdflib-endpoint[web]\n' | .venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header - -o requirements/bench.txt
	cd tests/clients && npm install --package-lock-only --save-exact --omit-lockfile-registry-resolved=true --no-audit --no-fund @comunica/query-sparql@4
