# make serve · make test · make soak · make check · make docs · make lock
# Each sets up what it needs; the environment is made anew when a lock file changes.

.PHONY: serve test soak check docs lock
PYTHON ?= python3

serve: .venv/serve
	.venv/bin/kembar serve

test: .venv/test
	.venv/bin/pytest $(TESTS)

# What runs for a few seconds in the tests, for ten minutes.
soak: .venv/test
	KEMBAR_SOAK_SECONDS=$${KEMBAR_SOAK_SECONDS:-600} .venv/bin/pytest -m soak -rP

check: .venv/test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

docs: .venv/test
	.venv/bin/python scripts/requirements.py

.venv/serve: requirements.txt pyproject.toml scripts/environment
	scripts/environment "$(PYTHON)" requirements.txt
	touch $@

.venv/test: requirements-dev.txt pyproject.toml scripts/environment
	scripts/environment "$(PYTHON)" requirements-dev.txt
	touch $@ .venv/serve

# New versions: with hashes, without index addresses, for every platform and Python from 3.11.
lock: .venv/test
	.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra build-backend pyproject.toml -o requirements.txt
	.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra build-backend --extra dev pyproject.toml -o requirements-dev.txt -c requirements.txt
