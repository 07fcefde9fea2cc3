"""Screens texts from standard input, to measure the screening step on examples."""

import json
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandParser

from engagement.screening import screen

HELP = """Sorts texts by urgency and marks identifying details, without storing anything.

Reads JSON lines from standard input, one object a line: {"id": "1", "text": "what somebody wrote"}.
Writes one JSON line for each: {"id", "urgency", "categories", "spans": [[start, end, type]], "score"}.
A line that cannot be read is named by its number on standard error, the others are still answered, and the exit
status is then 1."""


class Command(BaseCommand):
    """`manage.py screen`: needs neither the database nor the network."""

    help = HELP
    requires_system_checks = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(prog_name, subcommand, formatter_class=_KeepLines, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """No options: what is read and written is said in the help text."""

    def handle(self, *args: Any, **options: Any) -> None:
        unread = answer_lines(sys.stdin, self.stdout, self.stderr)
        if unread:
            sys.exit(1)


class _KeepLines(RawDescriptionHelpFormatter):
    """Keeps the line breaks of the help text."""


def answer_lines(lines: TextIO, answers: Any, errors: Any) -> int:
    """Answers each line and returns how many could not be read. Words are never repeated in an error."""
    unread = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            identity, text = item["id"], item["text"]
            if not isinstance(text, str):
                raise TypeError
        except (ValueError, KeyError, TypeError):
            unread += 1
            errors.write(f'Line {number} was left out: it should look like {{"id": "1", "text": "some words"}}.')
            continue
        answers.write(json.dumps({"id": identity, **screen(text).as_answer()}, ensure_ascii=False))
    return unread
