"""Finds phrases in a sentence: a small automaton walked outwards from each phrase's rarest word."""

from collections.abc import Iterable

from engagement.screening.patterns import GAP, Phrase, PhraseBook, Step

Memo = dict[str, tuple[frozenset[int], tuple[int, ...]]]  # what each word of a text may stand for
Place = tuple[int, int]  # first word, and the word after the last
MOST_PLACES = 12  # per phrase and sentence; more would say nothing new


class Matches:
    """The phrases found in one sentence, looked up by phrase number."""

    def __init__(self, book: PhraseBook, words: list[str], memo: Memo) -> None:
        self.book = book
        self.items: list[frozenset[int]] = []
        self.phrases: dict[int, list[Place]] = {}
        self._where: dict[int, list[Place]] = {}  # item to begin a search from -> the places of its single words
        for place, word in enumerate(words):
            found = memo.get(word)
            if found is None:
                items = book.items_of(word)
                found = memo[word] = (items, tuple(item for item in items if item in book.begins))
            self.items.append(found[0])
            for item in found[1]:
                self._where.setdefault(item, []).append((place, place + 1))
        self._longer: dict[tuple[int, int], set[int]] = {}  # (item, first word) -> ends of longer group entries
        self._longer_back: dict[tuple[int, int], set[int]] = {}
        self._longer_places: dict[int, list[Place]] = {}  # item -> the places of its entries of several words
        self._present: set[int] = set().union(*self.items)
        self._groups_with_longer: set[int] = set()
        if self._present:
            self._find_group_phrases()
            self._find_phrases()

    def _find_group_phrases(self) -> None:
        """Entries of several words; those that use other groups are looked for again once these are found."""
        book = self.book
        tried: set[int] = set()
        while True:
            begins = self._present & book.group_anchored.keys()
            waiting = sorted({entry for item in begins for entry in book.group_anchored[item]} - tried)
            if not waiting:
                return
            tried.update(waiting)
            for entry in waiting:
                name, number = book.group_phrases[entry]
                phrase = book.phrases[number]
                places = self._places(phrase) if phrase.needed <= self._present else []
                if places:
                    self.phrases[number] = places
                    self._add_longer(book.groups[name], places)

    def _add_longer(self, group: int, places: list[Place]) -> None:
        for item in (group, *self.book.including.get(group, ())):
            self._present.add(item)
            self._groups_with_longer.add(item)
            self._longer_places.setdefault(item, []).extend(places)
            for begin, end in places:
                self._longer.setdefault((item, begin), set()).add(end)
                self._longer_back.setdefault((item, end), set()).add(begin)

    def _find_phrases(self) -> None:
        book, present = self.book, self._present
        for item in present & book.anchored.keys():
            for number in book.anchored[item]:
                phrase = book.phrases[number]
                if number not in self.phrases and phrase.needed <= present:
                    places = self._places(phrase)
                    if places:
                        self.phrases[number] = places

    def _places(self, phrase: Phrase) -> list[Place]:
        places: list[Place] = []
        for begin, end in self._anchor_places(phrase.anchor):
            ends = self._walk(phrase.after, {end}, forward=True) if phrase.after else {end}
            if not ends:
                continue
            begins = self._walk(phrase.before, {begin}, forward=False) if phrase.before else {begin}
            if begins:
                places.append((max(begins), max(ends)))
                if len(places) == MOST_PLACES:
                    break
        return places

    def _anchor_places(self, item: int) -> Iterable[Place]:
        yield from self._where.get(item, ())
        yield from self._longer_places.get(item, ())

    def _walk(self, steps: Iterable[Step], places: set[int], *, forward: bool) -> set[int]:
        longer = self._longer if forward else self._longer_back
        items, last = self.items, len(self.items)
        for step in steps:
            reached: set[int] = set(places) if step.optional else set()
            for place in places:
                if step.item < 0:
                    sign = 1 if forward else -1
                    reached.update(place + sign * skip for skip in range(GAP + 1) if 0 <= place + sign * skip <= last)
                    continue
                neighbour = place if forward else place - 1
                if 0 <= neighbour < last and step.item in items[neighbour]:
                    reached.add(place + 1 if forward else place - 1)
                if step.item in self._groups_with_longer:
                    reached.update(longer.get((step.item, place), ()))
            places = reached
            if not places:
                break
        return places
