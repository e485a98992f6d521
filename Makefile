# Everything needs Python 3.11 or newer, and nothing else. CI calls these targets.

PYTHON3 := $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$name; break; fi; done)
PYTHON := .venv/bin/python
LOCK := UV_CUSTOM_COMPILE_COMMAND='make lock' .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate

.PHONY: run reset test lint format bench lock types client stack-environment dev-environment

run: stack-environment  ## Bring the whole system up. Ports: PORT, REDIS_PORT, AWS_PORT.
	@exec $(PYTHON) -m gymcrm.stack run

reset: stack-environment  ## Clear its data.
	@$(PYTHON) -m gymcrm.stack reset

test: dev-environment  ## Every check, with one summary.
	@exec $(PYTHON) -m gymcrm.stack checks

lint: dev-environment  ## The checks that run no test.
	@exec $(PYTHON) -m gymcrm.stack checks --lint

format: dev-environment
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix --quiet .
	$(PYTHON) -m gymcrm.stack.client packages
	$(PYTHON) -m gymcrm.stack.client format

bench: dev-environment
	$(PYTHON) -m benchmarks

types: dev-environment  ## Files that are made from the code.
	$(PYTHON) -m gymcrm.stack.client packages
	$(PYTHON) -m gymcrm.stack.generated

client: stack-environment  ## Install its packages and build it, where they have changed.
	$(PYTHON) -m gymcrm.stack.client packages
	$(PYTHON) -m gymcrm.stack.client build

lock: dev-environment  ## Pin what requirements/*.in ask for.
	$(LOCK) requirements/base.in --output-file requirements/base.txt
	$(LOCK) requirements/stack.in --constraint requirements/base.txt --output-file requirements/stack.txt
	$(LOCK) requirements/dev.in --constraint requirements/stack.txt --output-file requirements/dev.txt
	@for function in send_reminder process_picture answer; do \
		$(LOCK) lambda/$$function/requirements.in --constraint requirements/dev.txt --output-file lambda/$$function/requirements.txt; done

stack-environment dev-environment:
ifeq ($(PYTHON3),)
	@echo "Gym CRM needs Python 3.11 or newer: none of python3, python3.14 to python3.11 is one." >&2; exit 1
endif
	@$(PYTHON3) gymcrm/stack/environment.py $(@:-environment=)
