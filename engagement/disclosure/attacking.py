"""How closely the hidden counts can be worked out from the shown ones: linear programmes, as an attacker would."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import block_array, block_diag, csr_array
from scipy.sparse.csgraph import connected_components

from engagement.disclosure.systems import System

WIDTH = 5  # a secret count must be possible over a range at least this wide
CLOSE = 1e-6
AT_ONCE = 8  # programmes solved as one: they do not touch each other, and each call costs more than its work


@dataclass(frozen=True)
class Reach:
    """How wide a secret's range is, up to `WIDTH`, and what showing of each other cell costs it at most.

    A shown cell holds a secret back: without end where it would have to grow, down to zero where it would have to
    shrink. The programme's prices say by how much. `way` marks the cells that move along: while they are all hidden,
    the secret keeps this range, whatever else is shown.
    """

    secret: int
    width: float
    gains: np.ndarray
    way: np.ndarray


def reaches(system: System, hidden: np.ndarray, secrets: Sequence[int]) -> Iterator[Reach]:
    """The range of each of `secrets` while `hidden` is hidden. Unknowns move from their true values, never below 0.

    Hidden cells that no chain of equations ties together cannot move each other, so each such part is attacked alone.
    """
    wanted = set(secrets)
    for cells, rows in _parts(system, hidden):
        inside = [number for number, cell in enumerate(cells) if cell in wanted]
        for start in range(0, len(inside), AT_ONCE):
            yield from _together(system, cells, rows, inside[start : start + AT_ONCE])


def _parts(system: System, hidden: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The hidden cells that hang together, and the equations they stand in."""
    at = np.flatnonzero(hidden)
    among = system.equations[:, at]
    ties = csr_array(abs(among))
    count, part = connected_components(block_array([[None, ties.T], [ties, None]], format="csr"), directed=False)
    for number in range(count):
        cells = at[part[: len(at)] == number]
        if len(cells):
            yield cells, np.flatnonzero(part[len(at) :] == number)


def _together(system: System, cells: np.ndarray, rows: np.ndarray, secrets: Sequence[int]) -> Iterator[Reach]:
    equations = system.equations[rows, :]
    among = equations[:, cells]
    aims = [(secret, sign) for secret in secrets for sign in (1.0, -1.0)]
    cost = np.zeros((len(aims), len(cells)))
    bounds = np.empty((len(aims), len(cells), 2))
    bounds[:, :, 0], bounds[:, :, 1] = -system.values[cells], np.inf
    for number, (secret, sign) in enumerate(aims):
        cost[number, secret] = -sign
        bounds[number, secret] = (max(-system.values[cells[secret]], -WIDTH), WIDTH)
    answer = linprog(
        cost.ravel(),
        A_eq=block_diag([among] * len(aims), format="csr") if len(rows) else None,
        b_eq=np.zeros(len(aims) * len(rows)) if len(rows) else None,
        bounds=bounds.reshape(-1, 2),
        method="highs",
    )
    if answer.status != 0:
        raise ArithmeticError(answer.message)
    moved = answer.x.reshape(len(aims), len(cells))
    prices = np.reshape(answer.eqlin.marginals, (len(aims), len(rows)))
    worth = -(prices @ equations) if len(rows) else np.zeros((len(aims), len(system.values)))
    worth[:, cells] = 0.0
    gains = np.where(worth < -CLOSE, float(WIDTH), np.where(worth > CLOSE, worth * system.values, 0.0))
    for number, secret in enumerate(secrets):
        up, down = 2 * number, 2 * number + 1
        width = float(moved[up, secret] - moved[down, secret])
        way = np.zeros(len(system.values), bool)
        way[cells] = (abs(moved[[up, down]]) > 0).any(axis=0)
        yield Reach(int(cells[secret]), width, np.minimum(gains[up] + gains[down], WIDTH), way)


class Attacks:
    """Attacks pattern after pattern, and remembers what kept each secret safe, so as not to ask again."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._ways: dict[int, list[np.ndarray]] = {int(secret): [] for secret in np.flatnonzero(system.secret)}

    def too_close(self, hidden: np.ndarray) -> list[Reach]:
        """The secrets that this pattern gives away; empty for a safe one."""
        return list(self._close(hidden))

    def safe(self, hidden: np.ndarray) -> bool:
        return next(self._close(hidden), None) is None

    def _close(self, hidden: np.ndarray) -> Iterator[Reach]:
        shown = ~hidden
        unsure = [secret for secret, ways in self._ways.items() if all((way & shown).any() for way in ways)]
        for reach in reaches(self._system, hidden, unsure):
            if reach.width < WIDTH - CLOSE:
                yield reach
            else:
                self._ways[reach.secret].append(reach.way)
