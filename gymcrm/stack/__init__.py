"""Starts the whole system on one machine: for `make run`, for the tests, and for `manage.py` without a DATABASE_URL."""
