"""Which cells to hide: few and small ones, so that no secret one can be worked out (secondary suppression).

Integer programming with cuts, after Fischetti and Salazar: choose a pattern, attack it, and demand of the next pattern
that every attack which came too close finds more freedom.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from engagement.disclosure.attacking import WIDTH, Attacks
from engagement.disclosure.systems import System

MOST_ROUNDS = 60
MOST_NODES, GAP = 400, 0.01  # where the solver stops looking for something cheaper
FREE_ROUNDS = 8  # from then on a pattern only grows: the last few secrets would cost most of the time
DEAR = 50.0  # a true zero is worth showing: it is hidden only where nothing else protects


def choose(
    system: System, *, fixed_hidden: np.ndarray, fixed_shown: np.ndarray, start: np.ndarray | None = None
) -> np.ndarray | None:
    """A pattern that protects every secret, or None where there is none. `start` is a pattern to begin from."""
    may = ~fixed_shown & ~system.unsaid
    without_zeros = may & ((system.values > 0) | fixed_hidden)
    attacks = Attacks(system)
    for allowed in (without_zeros, may):
        found = _choose(system, attacks, fixed_hidden, allowed, start)
        if found is not None:
            return found
    return None


def _choose(
    system: System, attacks: Attacks, fixed_hidden: np.ndarray, allowed: np.ndarray, start: np.ndarray | None
) -> np.ndarray | None:
    must = (system.secret | fixed_hidden) & ~system.unsaid
    everything = allowed | system.unsaid
    if not attacks.safe(everything):
        return None
    cost = np.where(system.values > 0, 1 + 0.02 * np.sqrt(system.values) + 0.02 * system.margins, DEAR)
    cost *= np.maximum(system.cells, 1)
    rules = _Rules(system, must, allowed)
    pattern, settled = start, False
    for number in range(MOST_ROUNDS):
        if pattern is None or number:
            pattern, settled = rules.cheapest(cost, pattern if number > FREE_ROUNDS else None)
            if pattern is None:
                break
        hidden = (pattern & allowed) | must | system.unsaid
        close = attacks.too_close(hidden)
        if not close:
            hidden = hidden if settled else _thinned(system, attacks, hidden, must, cost)
            return np.asarray(hidden & ~system.unsaid)
        for reach in close:
            rules.demand(reach.gains, reach.width)
    return np.asarray(_thinned(system, attacks, everything, must, cost) & ~system.unsaid)


def _thinned(system: System, attacks: Attacks, hidden: np.ndarray, must: np.ndarray, cost: np.ndarray) -> np.ndarray:
    """The pattern without the cells that it does not need, dearest first."""
    kept = hidden.copy()
    spare = np.flatnonzero(kept & ~must & ~system.unsaid)
    for cell in spare[np.argsort(-cost[spare], kind="stable")]:
        kept[cell] = False
        if not attacks.safe(kept):
            kept[cell] = True
    return kept


class _Rules:
    """What a pattern has to keep to, as far as it is known by now."""

    def __init__(self, system: System, must: np.ndarray, allowed: np.ndarray) -> None:
        self._low, self._high = must.astype(float), allowed.astype(float)
        self._unsaid = system.unsaid
        self._cuts = [csr_array((1, len(must)))]  # says nothing, so that there always is one
        self._bounds = [0.0]
        self._together(system)

    def _together(self, system: System) -> None:
        """A cell hidden alone in its equation is found by subtraction: whatever is hidden needs another beside it."""
        for number in range(system.equations.shape[0]):
            cells = system.equations[[number], :].nonzero()[1]
            if system.unsaid[cells].any():
                continue
            for cell in cells:
                if self._high[cell]:
                    line = np.zeros(len(self._high))
                    line[[other for other in cells if other != cell and self._high[other]]] = 1
                    line[cell] = -1
                    self._cuts.append(csr_array(line.reshape(1, -1)))
                    self._bounds.append(0.0)

    def demand(self, gains: np.ndarray, width: float) -> None:
        """The next pattern has to hide enough of what held this secret."""
        useful = np.where((self._high > 0) & ~self._unsaid, gains, 0.0)
        self._cuts.append(csr_array(useful.reshape(1, -1)))
        self._bounds.append(WIDTH - width)

    def cheapest(self, cost: np.ndarray, keep: np.ndarray | None = None) -> tuple[np.ndarray | None, bool]:
        """The cheapest pattern, with all that `keep` hides, and whether none is cheaper; None where there is none."""
        answer = milp(
            cost,
            integrality=np.ones(len(cost)),
            bounds=Bounds(self._low if keep is None else np.maximum(self._low, keep & (self._high > 0)), self._high),
            constraints=LinearConstraint(vstack(self._cuts, format="csr"), lb=np.array(self._bounds)),
            options={"node_limit": MOST_NODES, "mip_rel_gap": GAP},
        )
        return (None, False) if answer.x is None else (answer.x > 0.5, keep is None and answer.status == 0)
