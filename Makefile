# `make help` says what can be made. The default is the PDFs.
PYTHON_HERE = .venv/bin/python
PYTEST = $(PYTHON_HERE) -m pytest
# One file of tests stays on one core: its tests share what was built for them.
ALL_CORES = -n logical --maxprocesses 8 --dist loadfile --no-loadscope-reorder

# Byte code is kept whatever the shell says: tests start hundreds of processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: pdf test test-fast check format art pictures schema bench lock clean help set-up set-up-dev

pdf: set-up
	@$(PYTHON_HERE) make_pdf.py build $(ARGS)

set-up:
	@./setup.sh

set-up-dev:
	@./setup.sh --dev

test: set-up-dev
	$(PYTEST) $(ALL_CORES) $(ARGS)

test-fast: set-up-dev
	$(PYTEST) $(ALL_CORES) -m "not slow" $(ARGS)

check: set-up-dev
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports

format: set-up-dev
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

art: set-up
	$(PYTHON_HERE) -m brochure.art $(ARGS)

pictures: set-up-dev
	$(PYTEST) tests/pieces tests/typeset/test_specimen.py tests/preflight/test_docs.py --record $(ARGS)

schema: set-up
	$(PYTHON_HERE) make_pdf.py schema > brochure/content/content.schema.json

bench: set-up-dev
	$(PYTHON_HERE) benchmarks/run.py $(ARGS)
	$(PYTHON_HERE) benchmarks/composer.py
	$(PYTHON_HERE) benchmarks/check.py
	$(PYTHON_HERE) benchmarks/preview.py
	$(PYTHON_HERE) benchmarks/batch.py

# uv comes for this one command; nothing else here needs it.
LOCK = uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url
lock: set-up
	$(PYTHON_HERE) -m venv .venv/lock
	.venv/lock/bin/python -m pip install --quiet uv
	.venv/lock/bin/$(LOCK) requirements.in -o requirements.txt
	.venv/lock/bin/$(LOCK) -c requirements.txt requirements-dev.in -o requirements-dev.txt
	.venv/lock/bin/$(LOCK) requirements-cluster.in -o requirements-cluster.txt

clean:
	rm -rf out .venv .cache .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find brochure tests -name __pycache__ -prune -exec rm -rf {} +

help:
	@echo 'make pdf         PDF を out/ に作ります                   the PDFs, in out/'
	@echo 'make pdf ARGS="poster --size A1"   一部だけ               only some of them'
	@echo 'make test        すべての試験                             all tests'
	@echo 'make test-fast   1 分以内の試験                           the tests that take less than a minute'
	@echo 'make check       書式・型・段階の順序の検査               format, lint, types, order of the stages'
	@echo 'make format      書式を整える                             let ruff format the code'
	@echo 'make art         地図を描き直す                           draw the world map again'
	@echo 'make pictures    見本の画像を更新する                     refresh the reviewed page images'
	@echo 'make schema      content.yaml のスキーマを書き直す        write the JSON Schema again'
	@echo 'make bench       速さを測る                               measure the speed'
	@echo 'make lock        パッケージの版を新しくする               newest packages into requirements*.txt'
	@echo 'make clean       作ったものを消す                         remove all that was made'
