# The two commands a newcomer needs are `make run` and `make test`; both begin with `make install`.
# Where make is missing: python3 dev.py run, python3 dev.py test.
PYTHON ?= python3

.PHONY: install run test

install:
	@$(PYTHON) dev.py install

run:
	@$(PYTHON) dev.py run

test:
	@$(PYTHON) dev.py test
