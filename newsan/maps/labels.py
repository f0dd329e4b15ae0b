"""Where the labels of a map stand: on no other label, mark or leader, or nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from shapely import STRtree, box, buffer, linestrings, points, shortest_line, union
from shapely.geometry.base import BaseGeometry

from newsan.charts.house import INK
from newsan.wording import counted

# Points from a mark to its label; degrees round the mark, the best for a label first where all are free.
_GAPS = (2.5, 6.0, 10.0, 15.0, 21.0, 28.0, 36.0, 46.0, 58.0)
_TURNS = np.arange(24) * 15.0 + 15.0
_PAD = np.array([2.5, 1.0])  # points beside and above a label that stay free
_LEADER = 4.0  # points from which a line leads from the mark to the label
_CORE = 1.5  # points from the middle of a mark that no other's leader may cross
# In points of distance, what a leader across the rim of a mark weighs, a label nearer to another mark, and what must not be.
_RIM, _NEARER, _CLASH = 60.0, 25.0, 1e4
_ROUNDS, _MOVES = 8, 240  # how often each label may move, and all of a crowded map together


class Mark(NamedTuple):
    """A mark on the map that no label may cover: where, in the map's own system, and its radius in points."""

    x: float
    y: float
    radius: float


class _Stands(NamedTuple):
    """All the stands that one label can have: its middle, its leader, both box and leader, and what each weighs."""

    middles: np.ndarray
    leaders: np.ndarray
    shapes: np.ndarray
    weights: np.ndarray


def place(
    ax: Axes, texts: Sequence[Any], at: Sequence[tuple[float, float]], marks: Sequence[Mark]
) -> int:
    """
    Put labels beside the points they name, with a line to those that stand off, and return how many points lack one.

    Every label takes, turn by turn, the nearest stand at which it touches no mark, label or leader, until none
    moves: each move lowers what all weigh together. Where that is not enough, those that come first, the most
    important, keep their room.
    """
    if not texts:
        return 0
    ax.figure.canvas.draw()
    point = ax.figure.dpi / 72
    drawn = ax.transData.transform(np.reshape([(m.x, m.y) for m in marks], (-1, 2))) / point
    radii = np.array([m.radius for m in marks])
    where = ax.transData.transform(at) / point
    room = box(*(np.array(ax.bbox.extents) / point + np.array([1, 1, -1, -1])))
    other = [artist for artist in (*ax.texts, ax.get_legend()) if artist and artist not in texts]
    words = [box(*(np.array(artist.get_window_extent().extents) / point)) for artist in other]
    stands = [
        _find_stands(text, xy, drawn, radii, words, room, point)
        for text, xy in zip(texts, where, strict=True)
    ]
    chosen = _leave_out(
        stands, min(_settle(stands), _settle(stands, is_reversed=True), key=lambda s: s[0])[1]
    )
    back = ax.transData.inverted()
    for n, text in enumerate(texts):
        if n not in chosen:
            text.remove()
            continue
        text.set(
            position=back.transform(stands[n].middles[chosen[n]] * point), ha="center", va="center"
        )
        leader = stands[n].leaders[chosen[n]]
        if np.hypot(*(leader[1] - leader[0])) > _LEADER:
            ax.plot(
                *back.transform(leader * point).T, color=INK, linewidth=0.6, zorder=5, gid="leader"
            )
    return len({tuple(at[n]) for n in range(len(texts)) if n not in chosen})


def _find_stands(
    text: Any, xy: np.ndarray, drawn: np.ndarray, radii: np.ndarray, words: list[BaseGeometry], room: BaseGeometry,
    point: float,
) -> _Stands:  # fmt: skip
    """Return where a label can stand round its point, in points, and what each stand weighs by itself."""
    text.set(ha="center", va="center")
    extent = text.get_window_extent()
    half = np.array([extent.width, extent.height]) / point / 2
    is_own = np.hypot(*(drawn - xy).T) < 0.5
    own = radii[is_own].max(initial=0.0)
    gap, turn = (each.ravel() for each in np.meshgrid(_GAPS, np.radians(_TURNS), indexing="ij"))
    along = np.column_stack([np.cos(turn), np.sin(turn)])
    middles = xy + along * (own + gap)[:, None] + np.clip(1.5 * along, -1, 1) * half
    low, high = middles - half, middles + half
    ends = np.array([line.coords[1] for line in shortest_line(points(xy), box(*low.T, *high.T))])
    low, high = low - _PAD, high + _PAD
    boxes = box(*low.T, *high.T)
    far = np.hypot(*(ends - xy).T)
    starts = xy + (ends - xy) * np.minimum(1, own / np.maximum(far, 1e-9))[:, None]
    leaders = np.stack([starts, ends], axis=1)
    lines = linestrings(leaders)
    others, cores = (STRtree(buffer(points(drawn[~is_own]), r)) for r in (radii[~is_own], _CORE))
    weights = gap + 1.5 * (1 - np.cos(turn - np.radians(_TURNS[0]))) + _RIM * _count(lines, others)
    weights += _CLASH * (
        _count(boxes, others) + _count(boxes, STRtree(words)) + _count(lines, cores)
    )
    if len(others):
        weights += _NEARER * (
            others.query_nearest(boxes, return_distance=True, all_matches=False)[1] < gap
        )
    weights += 100 * _CLASH * ~np.array([room.contains(one) for one in boxes])
    return _Stands(middles, leaders, union(boxes, lines), weights)


def _count(shapes: np.ndarray, others: STRtree) -> np.ndarray:
    """Return how many of the others each shape touches."""
    return np.bincount(others.query(shapes, predicate="intersects")[0], minlength=len(shapes))


def _settle(stands: list[_Stands], *, is_reversed: bool = False) -> tuple[float, dict[int, int]]:
    """
    Set labels one after the other, then move each to the stand that weighs least beside the others, until none moves.

    Return what all weigh together, and the stand of each.
    """
    chosen: dict[int, int] = {}
    weighs: dict[int, float] = {}
    order = range(len(stands))
    for _ in range(min(_ROUNDS, 1 + _MOVES // len(stands))):
        before = dict(chosen)
        for n in reversed(order) if is_reversed else order:
            weights = _weigh(stands, n, chosen)
            chosen[n] = int(weights.argmin())
            weighs[n] = float(weights[chosen[n]])
        if chosen == before:
            break
    return sum(weighs.values()), chosen


def _leave_out(stands: list[_Stands], chosen: dict[int, int]) -> dict[int, int]:
    """Return a stand for each label, the first given first, that touches nothing: its own, or the best that is left."""
    free: dict[int, int] = {}
    for n in range(len(stands)):
        weights = _weigh(stands, n, free)
        stand = chosen[n] if weights[chosen[n]] < _CLASH else int(weights.argmin())
        if weights[stand] < _CLASH:
            free[n] = stand
    return free


def _weigh(stands: list[_Stands], n: int, chosen: dict[int, int]) -> np.ndarray:
    """Return what each stand of a label weighs beside the stands of others."""
    others = STRtree([stands[k].shapes[stand] for k, stand in chosen.items() if k != n])
    return stands[n].weights + _CLASH * _count(stands[n].shapes, others)


def word_left_out(n: int) -> str:
    """Write how many places are not named for want of room; nothing where all are."""
    return f"{counted(n, 'place')} without room for a label. " if n else ""
