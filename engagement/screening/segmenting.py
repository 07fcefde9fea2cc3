"""Cuts up text typed without spaces, in time that grows evenly with its length."""

LONGEST_WORD = 13
UNKNOWN_LETTER = 4.0
# Words so common that a cut through them is believed before a longer but rarer word ("me at", not "meat").
EVERYDAY = frozenset(
    [
        "a",
        "i",
        "am",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "being",
        "but",
        "by",
        "can",
        "cant",
        "come",
        "comes",
        "could",
        "cry",
        "day",
        "did",
        "do",
        "does",
        "dont",
        "down",
        "every",
        "eat",
        "for",
        "from",
        "get",
        "gets",
        "give",
        "go",
        "going",
        "gone",
        "good",
        "got",
        "had",
        "has",
        "hate",
        "have",
        "he",
        "her",
        "here",
        "hes",
        "him",
        "his",
        "home",
        "house",
        "how",
        "if",
        "im",
        "in",
        "is",
        "it",
        "its",
        "ive",
        "just",
        "know",
        "let",
        "life",
        "like",
        "live",
        "lock",
        "made",
        "make",
        "me",
        "mum",
        "dad",
        "more",
        "my",
        "myself",
        "need",
        "never",
        "night",
        "no",
        "not",
        "now",
        "of",
        "off",
        "on",
        "one",
        "or",
        "our",
        "out",
        "over",
        "own",
        "please",
        "put",
        "room",
        "said",
        "say",
        "says",
        "see",
        "she",
        "shes",
        "so",
        "some",
        "sorry",
        "stop",
        "take",
        "talk",
        "tell",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "they",
        "this",
        "time",
        "to",
        "today",
        "told",
        "too",
        "two",
        "up",
        "us",
        "very",
        "want",
        "wants",
        "was",
        "wanna",
        "gonna",
        "way",
        "we",
        "well",
        "went",
        "were",
        "what",
        "when",
        "where",
        "who",
        "why",
        "will",
        "wish",
        "with",
        "wont",
        "work",
        "would",
        "you",
        "your",
        "school",
        "scared",
        "die",
        "dead",
        "kill",
        "hurt",
        "hurts",
        "hit",
        "hits",
        "alone",
        "sleep",
        "safe",
        "help",
        "nobody",
        "someone",
        "everyone",
        "always",
        "anymore",
        "really",
        "hungry",
        "food",
        "cope",
        "feel",
        "bed",
        "mate",
        "friend",
    ]
)


class Segmenter:
    """Splits one long unknown token into known words, or declines."""

    def __init__(self, rule_words: frozenset[str], english: frozenset[str], speak: frozenset[str]) -> None:
        self._rule_words = frozenset(word for word in rule_words if len(word) > 2)
        self._costs: dict[str, float] = {word: 1.5 for word in english if len(word) > 2}
        self._costs.update({word: 1.3 for word in speak if len(word) > 2})
        self._costs.update(dict.fromkeys(self._rule_words, 1.5))
        self._costs.update(dict.fromkeys(EVERYDAY, 0.7))

    def cut(self, token: str) -> list[tuple[str, int, int]] | None:
        """The words of the token with their places, or None where it does not read as several words."""
        if len(token) < 8:
            return None
        costs = self._costs
        best = [0.0] + [0.0] * len(token)
        step = [0] * (len(token) + 1)
        for end in range(1, len(token) + 1):
            cheapest, length = best[end - 1] + UNKNOWN_LETTER, -1
            for size in range(1, min(LONGEST_WORD, end) + 1):
                cost = costs.get(token[end - size : end])
                if cost is not None and best[end - size] + cost < cheapest:
                    cheapest, length = best[end - size] + cost, size
            best[end], step[end] = cheapest, length
        pieces: list[tuple[str, int, int]] = []
        end, unknown = len(token), 0
        while end:
            size = abs(step[end])
            unknown += step[end] < 0
            pieces.append((token[end - size : end], end - size, end))
            end -= size
        pieces.reverse()
        if unknown * 5 > len(token) or len(pieces) < 2 or len(token) / len(pieces) < 2.2:
            return None
        if len(pieces) == 2 and not all(word in self._rule_words or word in EVERYDAY for word, _, _ in pieces):
            return None
        return self._joined_unknowns(pieces)

    def _joined_unknowns(self, pieces: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
        joined: list[tuple[str, int, int]] = []
        for word, start, end in pieces:
            if joined and word not in self._costs and joined[-1][0] not in self._costs:
                before = joined.pop()
                word, start = before[0] + word, before[1]
            joined.append((word, start, end))
        return joined
