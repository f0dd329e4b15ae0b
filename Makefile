# Every target makes the virtual environment it needs from constraints.txt. PYTHON, VENV and WORKERS may be set.
PYTHON ?= python3
VENV   ?= .venv
# How many files of tests run at once; 0: all in one process.
WORKERS ?= 2
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help install report test lab notebooks docs golden check fuzz mutants hashes sbom matrix clean

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

$(VENV)/core: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("newsan needs Python 3.11 or newer; set PYTHON=... (this is %s)" % sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --editable .
	@touch $@

$(VENV)/all: pyproject.toml constraints.txt
	@$(MAKE) --no-print-directory $(VENV)/core
	$(PIP) --editable ".[all]"
	@touch $@

install: $(VENV)/all  ## make the virtual environment with everything in it

report: $(VENV)/core  ## analyse data/articles; frames and report.html in build/
	$(BIN)/newsan analyse data/articles --out build
	$(BIN)/newsan report build

test: $(VENV)/all  ## everything that must pass: unit, property, golden, doctests, notebooks, browser
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder

lab: $(VENV)/all  ## open JupyterLab on the notebooks
	$(BIN)/jupyter lab --notebook-dir=notebooks

notebooks: $(VENV)/all  ## run the notebooks again, in place; leaves no diff when nothing changed
	$(BIN)/python notebooks/run.py

docs: $(VENV)/all  ## the documentation as pages, in build/site; needs no network
	$(BIN)/mkdocs build -f docs/site/mkdocs.yml

golden: $(VENV)/all  ## write the golden files again; read the diff before committing it
	NEWSAN_GOLDEN=write $(BIN)/python -m pytest tests/golden

check: $(VENV)/all  ## lint, formatting and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

fuzz: $(VENV)/all  ## read damaged files, texts and frames for five minutes; goes on where it ended
	$(BIN)/python benchmarks/fuzz.py

$(VENV)/mutants: $(VENV)/all
	$(PIP) --editable ".[mutants]"
	@touch $@

mutants: $(VENV)/mutants  ## change the code in small ways, for ten minutes, and list what no test notices; goes on where it ended
	$(BIN)/python benchmarks/mutants.py

$(VENV)/release: $(VENV)/core
	$(PIP) --editable ".[release]"
	@touch $@

hashes: $(VENV)/release  ## write hashes.txt again: what newsan needs, pinned, with the hash of every file of it
	$(BIN)/python -m uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-annotate \
		--constraint constraints.txt --output-file hashes.txt --quiet

sbom: $(VENV)/release  ## install what hashes.txt names, verified, and list it in docs/sbom.cdx.json
	$(PYTHON) -m venv --clear build/lean
	build/lean/bin/python -m pip install --quiet --require-hashes -r hashes.txt
	build/lean/bin/python -m pip uninstall --quiet --yes setuptools pip
	$(BIN)/python benchmarks/sbom.py build/lean/bin/python

matrix: $(VENV)/release  ## what installs from wheels on which Python and system; resolves only
	$(BIN)/python benchmarks/platforms.py

clean:  ## remove what was built, with the virtual environment
	rm -rf build $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis
