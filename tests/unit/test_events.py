"""The trained reader of what texts say of ground: its network, its file, what it may be asked."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import numpy as np
import pytest

from newsan.errors import ReadError
from newsan.tagger import events, pairs, structure
from newsan.tagger.model import shipped
from newsan.tagger.tokens import form, hashed, kind, pieces

TRAINING = Path(__file__).parents[2] / "training" / "ground"
TEXT = (
    "Orrast troops seized the town of Kestrin on Monday. Veldan guns shelled Lower Tamm, "
    "though the staff denied that Kestrin had fallen."
)


def arrays() -> dict[str, np.ndarray]:
    """Return the arrays of the shipped file."""
    from newsan import lexicons

    with np.load(lexicons.file("events.npz"), allow_pickle=False) as file:
        return {name: file[name] for name in file.files}


def test_events_lie_in_their_text_and_their_chances_are_chances() -> None:
    found = next(events.events([TEXT]))
    assert [TEXT[e.start : e.end] for e in found][:2] == ["seized", "shelled"]
    for event in found:
        assert 0 < event.relations.sum() <= 1 + 1e-6
        assert event.statuses.sum() == pytest.approx(1, abs=1e-5)
        low, high = event.window
        assert 0 <= low <= event.start < event.end <= high <= len(TEXT)
        for role in events.ROLES:
            assert ((event.roles[role] >= 0) & (event.roles[role] <= 1)).all()
            assert 0 <= event.chance(role, low, high) <= 1
        assert event.chance("agent", high + 1, high + 9) == 0


@pytest.mark.parametrize("text", ["", " ", "\n\n", ".", "Nothing happened.", "a" * 5000])
def test_texts_that_say_nothing_have_no_event(text: str) -> None:
    assert next(events.events([text])) == []


def test_each_text_is_read_by_itself() -> None:
    alone = [next(events.events([t])) for t in (TEXT, "It rained.", TEXT)]
    together = list(events.events([TEXT, "It rained.", TEXT]))
    assert [[e.start for e in found] for found in alone] == [
        [e.start for e in found] for found in together
    ]


def test_a_window_is_the_sentence_and_the_two_before() -> None:
    sentence = np.array([1, 1, 2, 3, 3, 4, 5])
    assert pairs.window(5, sentence) == (2, 6)
    assert pairs.window(0, sentence) == (0, 2)


def test_columns_are_one_of_each_group() -> None:
    kinds = np.array([kind(t) for t in "They , and he took the town of Tamm .".split()])
    sentence = np.ones(len(kinds), np.int64)
    found = pairs.columns(4, 0, len(kinds), sentence, kinds, np.array([4]))
    assert found.shape == (len(kinds), pairs.COLUMNS)
    np.testing.assert_array_equal(found.sum(axis=1), 6)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"version": np.array(99)}, "version 99"),
        ({"input.weight": None}, "input.weight"),
        ({"more_words": np.frombuffer(b"one", np.uint8)}, "other tables"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, change, message) -> None:
    held = arrays() | change
    np.savez(tmp_path / "events.npz", **{k: v for k, v in held.items() if v is not None})
    with pytest.raises(ReadError, match=message):
        events.load(tmp_path / "events.npz")


def test_a_missing_or_pickled_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="training/ground"):
        events.load(tmp_path / "none.npz")
    np.savez(tmp_path / "events.npz", version=np.array([{}], dtype=object))
    with pytest.raises(ReadError, match="Cannot read"):
        events.load(tmp_path / "events.npz")


def test_numpy_gives_what_torch_gives(monkeypatch) -> None:
    torch = pytest.importorskip("torch", reason="needs the extra `train`")
    pytest.importorskip("transformers", reason="needs the extra `train`")
    if not TRAINING.exists():
        pytest.skip("not a checkout")
    monkeypatch.syspath_prepend(str(TRAINING))
    for name in ("networks", "examples"):
        sys.modules.pop(name, None)
    networks = importlib.import_module("networks")
    model = events.shipped_events()
    known = len(shipped().words)
    words = torch.tensor(model.weights["words.weight"])
    tables = [torch.tensor(model.weights[f"hashed.{k}.weight"]) for k in range(4)]
    net = networks.Student(words[:known], words[known:], tables, model.width).eval()
    own = {
        n: torch.tensor(w)
        for n, w in model.weights.items()
        if n.split(".")[0] not in ("words", "hashed")
    }
    missing, unexpected = net.load_state_dict(own, strict=False)
    assert not unexpected and all(m.startswith(("words", "more", "hashed")) for m in missing)
    found = next(events.events([TEXT]))
    tokens = [p.rstrip() for p in pieces(TEXT)[1]]
    network = events.EventNetwork(model)
    numbers = network.numbers(pieces(TEXT)[1])
    bits = network.bits[numbers]
    columns = structure.read(bits, np.zeros(1, np.int64)).columns
    batch = {
        "features": torch.tensor([[(model.words.get(form(t), 0), *hashed(t)) for t in tokens]]),
        "columns": torch.tensor(columns)[None],
        "mask": torch.ones(1, len(tokens), dtype=torch.bool),
    }
    with torch.no_grad():
        states = net(batch)[0]
        chances = net.heads.relation(states).softmax(-1).numpy()
        at = np.flatnonzero(1 - chances[:, 0] > events.LEAST)
        assert len(at) == len(found)
        sentence, kinds = np.cumsum(columns[:, 1]), np.array([kind(t) for t in tokens])
        for event, t in zip(found, at.tolist(), strict=True):
            np.testing.assert_allclose(event.relations, chances[t, 1:], atol=2e-4)
            first, last = pairs.window(t, sentence)
            seen = torch.tensor(pairs.columns(t, first, last, sentence, kinds, at))
            scores = net.heads.roles(states, t, first, last, seen)
            wanted = scores[:, 0].softmax(0)[:-1].numpy()
            np.testing.assert_allclose(event.roles["agent"], wanted, atol=2e-4)
            places = scores[:-1, 3].sigmoid().numpy()
            np.testing.assert_allclose(event.roles["places"], places, atol=2e-4)
