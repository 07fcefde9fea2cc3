"""A form of stock Wagtail with the same 20 questions, to measure ours against. Installed by tests/load/surveys.py."""
