"""Surveys: every child's answer, once each, never lost."""
