"""Runs the examples that every rule carries, so that a rule set is tried before it is published."""

from engagement.screening.judging import judge
from engagement.screening.matching import Matches
from engagement.screening.reading import read
from engagement.screening.ruleset import Problem, Rule, RuleSet
from engagement.screening.signs import add_up, signs_in


def fires(rule: Rule, text: str, ruleset: RuleSet) -> bool:
    """Whether this one rule applies to a text."""
    guess = not rule.language
    for sentence in read(text, ruleset.emoji, ruleset.speller, ruleset.joins, guess=guess):
        matches = Matches(ruleset.book, sentence.words, {})
        if any(found.id == rule.id for found, _, _ in judge(ruleset, sentence.words, matches)):
            return True
    return False


def weigh(text: str, ruleset: RuleSet) -> bool:
    """Whether the signs in a text add up even where the learned score does not confirm them."""
    sentences = read(text, ruleset.emoji, ruleset.speller, ruleset.joins)
    table = ruleset.adding_up
    found = [signs_in(table, sentence, Matches(ruleset.book, sentence.words, {})) for sentence in sentences]
    return any(True for _ in add_up(table, sentences, found, table.soon_from))


def check_rule(rule: Rule, ruleset: RuleSet) -> list[Problem]:
    """The rule's own examples that come out otherwise than promised."""
    problems: list[Problem] = []
    if not rule.must_match and not rule.language:
        problems.append(Problem(rule.id, "has no example that must match"))
    problems.extend(
        Problem(rule.id, f"should match: {example}") for example in rule.must_match if not fires(rule, example, ruleset)
    )
    problems.extend(
        Problem(rule.id, f"should not match: {example}")
        for example in rule.must_not_match
        if fires(rule, example, ruleset)
    )
    return problems


def check_rules(ruleset: RuleSet) -> list[Problem]:
    """What is wrong with a rule set: faults found on loading, and examples that come out otherwise than promised."""
    problems = list(ruleset.problems)
    ids: set[str] = set()
    for rule in ruleset.rules:
        if rule.id in ids:
            problems.append(Problem(rule.id, "two rules have this id"))
        ids.add(rule.id)
        problems.extend(check_rule(rule, ruleset))
    table = ruleset.adding_up
    problems.extend(Problem("signs", f"should match: {text}") for text in table.must_match if not weigh(text, ruleset))
    problems.extend(
        Problem("signs", f"should not match: {text}") for text in table.must_not_match if weigh(text, ruleset)
    )
    return problems
