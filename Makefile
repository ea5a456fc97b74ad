# Everything runs in .venv, with the exact versions of requirements.lock.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: engines agreement help run test check lint types contracts schemas outputs quality registry bench test-spark lock clean

help: ## Show this list.
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

run: .venv/ready ## Set up, extract every record of corpus/ into out/, and validate what came out.
	$(BIN)/trial-extract run corpus --out out
	$(BIN)/trial-extract check out

test: .venv/ready ## Set up and run the tests.
	$(BIN)/python -m pytest -n auto

check: lint types contracts schemas outputs quality test ## All that CI checks.

lint: .venv/ready ## Style.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/ready ## mypy, strict.
	$(BIN)/mypy

contracts: .venv/ready ## Who may import whom.
	$(BIN)/lint-imports

schemas: .venv/ready ## The published schemas are those that the types make (WRITE=1 writes them).
	$(BIN)/python -m extract.checking.publish $(if $(WRITE),--write)

outputs: .venv/ready ## outputs/ is what this release makes of corpus/ (WRITE=1 writes it).
	$(BIN)/python -m extract.checking.drift corpus outputs $(if $(WRITE),--write)

engines: ## Install what tests take from npm: a CQL engine and the schema of SARIF.
	npm install --prefix tests/export/cql --no-package-lock --no-audit --no-fund --silent
	npm install --prefix tests/checking/sarif --no-package-lock --no-audit --no-fund --silent --ignore-scripts

agreement: .venv/ready engines ## Ten studies, forty participants each: CIRCE and CQL say what the evaluator says.
	TRIAL_EXTRACT_AGREEMENT=10 $(BIN)/python -m pytest -n auto tests/export/test_agreement.py

quality: .venv/ready ## The release reads corpus/ as well as its floors say.
	$(BIN)/python -m benchmarks.quality

registry: .venv/ready ## Documents of all records in TRIAL_EXTRACT_SHARED/registry have no error.
	$(BIN)/trial-extract run $(TRIAL_EXTRACT_SHARED)/registry/ctg-studies.json.zip --out out/registry --quiet
	$(BIN)/trial-extract check out/registry --workers 2 --ignore plausible-value --ignore known-names

bench: .venv/ready ## Speed: by stage, beside others, growth with the length of a text.
	$(BIN)/python -m pip install --quiet -r requirements-bench.lock
	$(BIN)/python -m benchmarks.speed $(SOURCES)

test-spark: .venv/ready ## The Spark adapter on a local cluster (needs Java 17).
	$(BIN)/python -m pip install --quiet -r requirements-spark.lock
	TRIAL_EXTRACT_SPARK='local-cluster[2,1,1024]' $(BIN)/python -m pytest tests/spark

lock: .venv/ready ## Renew requirements.lock.
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --upgrade pyproject.toml --extra dev --extra review --no-header --no-annotate --no-emit-index-url -o requirements.lock
	for extra in bench spark; do $(BIN)/uv pip compile --quiet pyproject.toml --extra $$extra -c requirements.lock --no-header --no-annotate --no-emit-index-url -o requirements-$$extra.lock; done

clean: ## Remove what was built.
	rm -rf .venv out dist build .mypy_cache .ruff_cache .pytest_cache
