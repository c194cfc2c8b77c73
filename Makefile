# The two commands: `make book` and `make test`. Each sets up what it needs, once; after that no network.
PYTHON ?=
export PYTHON
VENV := .venv/bin
# Learners' own progress and cache stay out of what is built and checked here.
SCRATCH_HOME := $(CURDIR)/.setup/home
RUN := DCMTEACH_HOME=$(SCRATCH_HOME) $(VENV)

.PHONY: book test lab bench lessons help lint unit prove built proved browser setup setup-test setup-bench data format clean

help:
	@echo "make book    set up, run every lesson, build the book into book/_build/html"
	@echo "make test    set up, and run all the checks"
	@echo "make lab     open the lessons in JupyterLab"
	@echo "make bench   measure speed, as ratios"
	@echo "make lessons after editing lessons/: derive notebooks and pages anew"
	@echo "make data    after editing the synthesis: make the artificial data anew"

setup:
	@DCMTEACH_HOME=$(SCRATCH_HOME) tools/setup.sh book
setup-test:
	@DCMTEACH_HOME=$(SCRATCH_HOME) tools/setup.sh test
setup-bench:
	@DCMTEACH_HOME=$(SCRATCH_HOME) tools/setup.sh bench

book: setup
	$(RUN)/python tools/build_book.py

lab:
	@tools/setup.sh book
	$(VENV)/dcmteach lab

lessons: setup
	$(RUN)/python -m dcmteach.course.lessons build

data: setup
	$(RUN)/python tools/make_data.py

bench: setup-bench
	$(RUN)/python -m bench

test: setup-test
	@$(MAKE) --no-print-directory lint unit prove browser

lint:
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/mypy
	$(VENV)/lint-imports
	$(RUN)/python -m dcmteach.course.lessons check

unit:
	$(RUN)/python -m pytest -q -n 2 -m "not browser and not lessons and not book"

# The lessons' three states, beside the building of the book, which its tests then read.
prove:
	@$(MAKE) --no-print-directory -j 2 -O built proved
	$(RUN)/python -m pytest -q -n 2 -m "book and not browser"
built:
	$(RUN)/python tools/build_book.py
proved:
	$(RUN)/python -m pytest -q -n 2 -m "lessons and not book and not browser"

browser:
	$(RUN)/python -m pytest -q -n 2 --dist loadfile -m browser

format:
	$(VENV)/ruff check --fix .
	$(VENV)/ruff format .

clean:
	rm -rf book/_build dist build .setup/home
