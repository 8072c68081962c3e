# `make` alone lists the targets. Each makes .venv by itself.
PYTHON ?= python3
BIN := .venv/bin
HOST := 127.0.0.1
PORT ?= 8000
SEED ?= 1
BACKEND ?= tensorflow
VERSIONS ?= --upgrade
PAGES ?= *
RUNS ?= 1
BROWSERS := chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable

export NO_MKDOCS_2_WARNING := 1
export TF_CPP_MIN_LOG_LEVEL := 3
export DENO_DIR := .venv/deno
export KERAS_BACKEND := tensorflow

ifeq ($(filter tensorflow jax,$(BACKEND)),)
$(error BACKEND=$(BACKEND) is not tested here. Leave it out, or say BACKEND=jax)
endif

# The only date in the site, so that one commit always gives the same bytes. In CI's
# container the files are another user's.
COMMITTED = $(shell git -c safe.directory='*' log -1 --format=%ct 2>/dev/null || echo 0)

# What a notebook printed is kept by its content, in a folder named by all that is
# installed. So it is never shown for another version of anything.
INSTALLED = $(shell { cat .venv/pyvenv.cfg; ls -d .venv/lib/python*/site-packages/*-info; } \
	2>/dev/null | cksum | cut -d ' ' -f 1)
MKDOCS = NOTEBOOKS_KEPT=true NOTEBOOKS=.cache/notebooks/$(INSTALLED) $(BIN)/mkdocs

# Where the site will stand, and where the built one thinks that it does.
ADDRESS = $(or $(SITE_URL),$(shell sed -n 's/^site_url:.*"\(.*\)".*/\1/p' mkdocs.yml))
BUILT_FOR = $(shell sed -n 's/^Sitemap: \(.*\)sitemap.xml$$/\1/p' site/robots.txt 2>/dev/null)

# A file that is missing here, or there, fails the run. Snippets start to run at once,
# in processes of their own: what does not wait for them comes before what does.
TESTS := tests/test_pages.py tests/test_exercises.py tests/test_notebooks.py tests/test_site.py \
	tests/test_html.py tests/test_links.py tests/test_paths.py tests/test_words.py \
	tests/test_commands.py tests/test_pictures.py tests/test_reproducible.py tests/test_tests.py \
	tests/test_snippets.py tests/test_published.py tests/test_audit.py tests/test_share.py \
	tests/test_numbers.py docs tests/test_blocks.py tests/test_lecture.py tests/test_checkers.py \
	tests/test_downloads.py tests/test_offline.py tests/test_zensical.py tests/test_takeaway.py \
	tests/test_workflows.py tests/test_contributing.py tests/test_lighthouse.py \
	tests/test_policy.py tests/test_found.py tests/test_trim.py
BROWSER_TESTS := tests/browser/test_pages_open.py tests/browser/test_controls.py \
	tests/browser/test_without.py tests/browser/test_filter.py tests/browser/test_sorter.py \
	tests/browser/test_exercises.py tests/browser/test_glossary.py tests/browser/test_tabs.py \
	tests/browser/test_lecture.py tests/browser/test_pdf.py tests/browser/test_zensical.py \
	tests/browser/test_offline.py tests/browser/test_copy.py tests/browser/test_policy.py \
	tests/browser/test_trimmed.py
LAB_TESTS := tests/browser/lab/test_settings.py tests/browser/lab/test_channel_mixer.py \
	tests/browser/lab/test_layer_budget.py tests/browser/lab/test_layer_arithmetic.py \
	tests/browser/lab/test_mix_arithmetic.py
# What runs snippets, and so can run them on JAX: in .venv/jax, without TensorFlow.
JAX_TESTS := tests/test_snippets.py tests/test_published.py docs
CHECKED_FIRST := $(if $(filter jax,$(BACKEND)),.venv/jax/installed,lint)

ifneq ($(ADDRESS:/=),$(BUILT_FOR:/=))
.PHONY: site/index.html
endif

# Folders are listed too: deleting a file changes its folder's time.
SOURCES := mkdocs.yml CHANGELOG.md CITATION.cff tests/downloads.py \
	$(shell find docs snippets -name __pycache__ -prune -o -print)

.PHONY: help serve site zip lint test faults outputs bench audit pdf zensical moved requirements vulnerable licences clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: .venv/installed docs/lecture/slides.html ## Serve the site at http://127.0.0.1:8000, reloading as you edit
	@$(BIN)/python -c 'import socket, sys; sys.exit(socket.socket().connect_ex(("$(HOST)", $(PORT))) == 0)' \
	|| { echo "Port $(PORT) is in use. Stop what uses it, or choose another: make serve PORT=8001"; exit 1; }
	$(MKDOCS) serve --livereload --dev-addr $(HOST):$(PORT)

site: site/index.html ## Build the site, strictly, into site/

site/index.html: .venv/installed docs/lecture/slides.html $(SOURCES) tests/test_pages.py \
		$(wildcard tests/publish/*)
	@$(BIN)/pytest -q --no-header tests/test_pages.py
	@rm -rf .site && { SOURCE_DATE_EPOCH=$(COMMITTED) $(MKDOCS) build --strict --site-dir .site \
	&& PYTHONPATH=tests $(BIN)/python -m publish .site && touch .site/built; } 2>&1 \
	| sed -E -e '/^Traceback/,$$d' -e '/^(\[IPKernelApp\]|WARNING: All log|[IW][0-9]{4} )/d'; rm .site/built 2>/dev/null \
	|| { rm -rf .site; echo "The build failed; site/ is as it was. Each WARNING above names a page:"; \
	     echo "mend its link, or give the page a place under nav: in mkdocs.yml."; \
	     echo "An ERROR names a page, or a notebook and the cell that raised: mend that."; exit 1; }
	@rm -rf site && mv .site site && touch $@
	@echo "Built for $(ADDRESS): open site/index.html. For another address: make site SITE_URL=https://…/"

zip: one-by-one.zip ## Pack a copy that opens as files, without a server

one-by-one.zip: site/index.html tests/portable.py
	@PYTHONPATH=tests $(BIN)/python tests/portable.py site $@
	@echo "Packed: unpack $@ and open one-by-one/index.html"

# MkDocs copies the slides of the lecture, and reveal.js, as they are: git ignores them.
docs/lecture/slides.html: .venv/installed mkdocs.yml tests/lecture.py tests/pages.py tests/project.py \
		docs/lecture/slides.md docs/overrides/lecture.html \
		$(shell find snippets -name __pycache__ -prune -o -type f -print)
	@$(BIN)/python tests/lecture.py && touch $@

lint: .venv/installed ## Run the checks of .pre-commit-config.yaml on every file
	@$(BIN)/pre-commit run --all-files

test: .venv/installed $(CHECKED_FIRST) ## Run everything that CI runs; BACKEND=jax: the snippets, on JAX
ifeq ($(BACKEND),jax)
	KERAS_BACKEND=jax .venv/jax/bin/pytest $(JAX_TESTS)
else
	@for browser in $(BROWSERS); do command -v $$browser >/dev/null && exit; done; \
	echo "No Chromium or Chrome on this system: fetching Playwright's own."; \
	$(BIN)/playwright install --only-shell chromium || true
	$(BIN)/pytest $(TESTS)
	$(BIN)/pytest --numprocesses 2 --dist loadfile $(BROWSER_TESTS) $(LAB_TESTS)
endif

faults: .venv/installed ## Plant faults and see each caught: SEED=1, SAMPLE=8 for only some
	$(BIN)/python tests/faults.py --seed $(SEED) $(if $(SAMPLE),--sample $(SAMPLE))

outputs: .venv/installed ## Rewrite every derived file: snippets' outputs, figures, tables, pictures
	$(BIN)/pytest -q --no-header --regen-all tests/test_snippets.py tests/test_audit.py \
		tests/test_share.py tests/test_exercises.py tests/test_pictures.py tests/test_notebooks.py
	$(BIN)/pytest -q --no-header --regen-all tests/test_takeaway.py -k "is_the_page or pins"
	$(BIN)/pytest -q --no-header --regen-all tests/test_contributing.py -k protects

bench: .venv/installed docs/lecture/slides.html ## Print the speed of the suite, the build and the pages, as ratios
	$(BIN)/python tests/bench.py

audit: site/index.html ## Measure each page with Lighthouse, beside other builders': OTHERS=no, PAGES="lab/*", RUNS=5
	@PYTHONPATH=tests $(BIN)/python -m audit --runs $(RUNS) --pages "$(PAGES)" $(if $(filter no,$(OTHERS)),--alone)

pdf: one-by-one.pdf ## Print the whole site as one PDF, with Chromium

one-by-one.pdf: site/index.html tests/pdf.py docs/overrides/pdf.html
	@echo "Printing: this takes a minute."
	@$(BIN)/python tests/pdf.py site $@
	@echo "Printed: open $@"

zensical: .venv/installed docs/lecture/slides.html ## Build all but the notebooks with Zensical, Material's successor
	@$(BIN)/python tests/successor.py site-zensical
	@echo "Built: open site-zensical/index.html"

moved: .venv/installed ## Run everything on the newest versions, or WITH="keras==3.12.0", and list what moved
	$(BIN)/python tests/moved.py $(WITH)

requirements: .venv/installed ## Pin the newest versions, with hashes, into requirements.txt
	$(BIN)/uv pip compile --quiet $(VERSIONS) --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command "make requirements" --output-file requirements.txt requirements.in
	$(BIN)/uv pip compile --quiet $(filter --%,$(VERSIONS)) --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command "make requirements" --constraints requirements.txt \
		--output-file requirements-jax.txt requirements-jax.in

vulnerable: .venv/installed ## Ask whether a vulnerability is known in a pinned package
	@$(BIN)/python tests/vulnerable.py

licences: .venv/installed ## List the licences of all that is installed, and refuse unknown ones
	@$(BIN)/pip-licenses

clean: ## Remove what the other targets made
	rm -rf .venv site .site site-zensical one-by-one.pdf one-by-one.zip .cache .pytest_cache .ruff_cache docs/lecture/slides.html \
		docs/lecture/reveal

# requirements.txt pins uv too; pip installs that one block of it, uv the rest.
.venv/installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	|| { echo "Python 3.11, 3.12 or 3.13 is needed, and '$(PYTHON)' is $$($(PYTHON) --version 2>/dev/null || echo missing)."; \
	     echo "Install one, then name it: make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	|| { echo "'$(PYTHON)' lacks its venv module. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@test ! -L .venv || { echo ".venv is a link, and what it leads to would be emptied. Remove it: rm .venv"; exit 1; }
	@echo "Making .venv: TensorFlow is large, so this takes a minute, once."
	@$(PYTHON) -m venv --clear .venv
	@sed -n '/^uv==/,/^    # via/p' requirements.txt > .venv/uv.txt
	@{ $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.txt \
	&& $(BIN)/uv pip install --python .venv --require-hashes --compile-bytecode -r requirements.txt; } \
	|| { echo "The packages of requirements.txt could not be installed: see above. Is the network there? Then: make again"; exit 1; }
	@touch $@

# The same versions of what both hold; uv links the files that .venv has already.
.venv/jax/installed: requirements-jax.txt .venv/installed
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python .venv/jax
	@$(BIN)/uv pip install --quiet --python .venv/jax --require-hashes -r requirements-jax.txt \
	|| { echo "The packages of requirements-jax.txt could not be installed: see above. Is the network there? Then: make again"; exit 1; }
	@touch $@
