# make run · make test · make check · make bench · make faults · make proofs · make audit · make lock · make messages: see CONTRIBUTING.md
PY := .venv/bin/python
export PYTHON

# What a production server sets, with a key made for this one call.
PRODUCTION = SECRET_KEY=$$($(PY) -c "import secrets; print(secrets.token_urlsafe(60))") \
	SITE_URL=https://portal.example IGF_DATA_DIR=$(CURDIR)/.venv/check-data \
	DATABASE_URL= REDIS_URL= EMAIL_URL= DEBUG= IGF_SAMPLE=

.PHONY: run test check bench faults proofs audit lock messages

run:
	@bin/setup
	@exec $(PY) -m igfportal.embedded

test:
	@bin/setup dev
	@exec $(PY) -m tests.suite $(ARGS) </dev/null

check:
	@bin/setup dev
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	@$(PRODUCTION) $(PY) -m mypy .
	$(PY) -m djlint templates --lint --quiet
	@$(PRODUCTION) $(PY) manage.py makemigrations --check --dry-run
	@$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING
	$(PY) bin/vendored.py
	@$(PRODUCTION) $(PY) bin/catalogues.py

bench:
	@bin/setup dev
	@exec $(PY) -m bench $(ARGS) </dev/null

faults:
	@bin/setup dev
	@exec $(PY) -m bench.faults $(ARGS) </dev/null

proofs:
	@bin/setup dev
	@exec $(PY) -m bench.proofs $(ARGS) </dev/null

audit:
	@bin/setup dev
	$(PY) -m pip_audit --requirement requirements.txt --disable-pip

lock:
	@bin/setup dev
	$(PY) bin/lock.py $(ARGS)

messages:
	@bin/setup dev
	@$(PRODUCTION) $(PY) bin/catalogues.py write
