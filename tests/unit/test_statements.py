"""The trained reader of what statements do: its network, its file, what it may be asked."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import numpy as np
import pytest

from newsan import lexicons, schema
from newsan.document import Document
from newsan.errors import ReadError
from newsan.tagger import statements, structure
from newsan.tagger.model import shipped
from newsan.tagger.statements import CERTAINTIES, Stated, cut
from newsan.tagger.tokens import fold_marks, form, hashed, pieces

TRAINING = Path(__file__).parents[2] / "training" / "stance"
TEXT = (
    "Mayor Tera Vost denied on Monday that the dam at Velm had been mined. "
    "“If the army shells us again, we will close the bridge,” she said."
)


def stated(text: str, content: str, cue: str = "", speaker: str = "") -> Stated:
    """Return where the parts of a statement stand in a text."""
    spans = (
        (text.index(w), text.index(w) + len(w)) if w else None for w in (content, cue, speaker)
    )
    return Stated(*spans)


DENIAL = stated(TEXT, "that the dam at Velm had been mined", "denied", "Mayor Tera Vost")
THREAT = stated(TEXT, "If the army shells us again, we will close the bridge,", "said", "she")


def arrays() -> dict[str, np.ndarray]:
    """Return the arrays of the shipped file."""
    with np.load(lexicons.file("statements.npz"), allow_pickle=False) as file:
        return {name: file[name] for name in file.files}


def test_a_reading_lies_in_its_sentences_and_its_chances_are_chances() -> None:
    readings = statements.shipped_network().read(TEXT, [DENIAL, THREAT])
    for reading, sentence in zip(readings, (TEXT[:69], TEXT[70:]), strict=True):
        assert reading is not None
        whole = TEXT.index(sentence)
        assert reading.starts[0] == whole and reading.ends[-1] == whole + len(sentence)
        assert reading.acts.sum() == pytest.approx(1, abs=1e-5)
        assert reading.certainties.sum() == pytest.approx(1, abs=1e-5)
        np.testing.assert_allclose(reading.polarities.sum(axis=1), 1, atol=1e-5)
        assert ((reading.targets >= 0) & (reading.targets <= 1)).all()
        assert not reading.condition[reading.parts != statements.CONTENT].any()
        assert reading.starts[0] <= reading.decided[0] < reading.decided[1] <= reading.ends[-1]
    acts = [schema.ACTS[r.acts.argmax()] for r in readings if r is not None]
    assert acts[0] == "deny"
    assert acts[1] in ("threaten", "promise")


def test_statements_do_not_see_each_other() -> None:
    network = statements.shipped_network()
    both = network.read(TEXT, [THREAT, DENIAL])
    alone = [network.read(TEXT, [s])[0] for s in (THREAT, DENIAL)]
    for one, other in zip(both, alone, strict=True):
        assert one is not None and other is not None
        np.testing.assert_allclose(one.acts, other.acts, atol=1e-5)
        np.testing.assert_allclose(one.targets, other.targets, atol=1e-5)


def test_a_document_reads_each_statement_once() -> None:
    document = Document(TEXT)
    first, again = document.statements([DENIAL, DENIAL])
    assert first is again is document.statements([DENIAL])[0]


@pytest.mark.parametrize("span", [(0, 0), (5, 5), (1000, 1010)])
def test_what_holds_no_word_has_no_reading(span) -> None:
    assert statements.shipped_network().read(TEXT, [Stated(span)]) == [None]
    assert statements.shipped_network().read("", [Stated((0, 0))]) == [None]


def test_a_long_statement_is_cut() -> None:
    words = ["word"] * 1000
    text = " ".join(words)
    starts = np.arange(1000) * 5
    first, last, part = cut(Stated((0, len(text))), starts, starts + 4, np.ones(1000, np.int64))
    assert (first, last - first) == (0, statements.LONGEST)
    assert (part == statements.CONTENT).all()


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
    np.savez(tmp_path / "statements.npz", **{k: v for k, v in held.items() if v is not None})
    with pytest.raises(ReadError, match=message):
        statements.load(tmp_path / "statements.npz")
    with pytest.raises(ReadError, match="training/stance"):
        statements.load(tmp_path / "none.npz")


def test_the_shipped_file_is_plain_and_small() -> None:
    assert lexicons.file("statements.npz").stat().st_size < 1_500_000  # type: ignore[attr-defined]
    assert not any(a.dtype == object for a in arrays().values())


def test_numpy_gives_what_torch_gives(monkeypatch) -> None:
    torch = pytest.importorskip("torch", reason="needs the extra `train`")
    pytest.importorskip("transformers", reason="needs the extra `train`")
    if not TRAINING.exists():
        pytest.skip("not a checkout")
    monkeypatch.syspath_prepend(str(TRAINING))
    for name in ("networks", "examples", "labels", "heads", "texts"):
        sys.modules.pop(name, None)
    heads = importlib.import_module("heads")
    model = statements.load(Path(str(lexicons.file("statements.npz"))))
    known = len(shipped().words)
    words = torch.tensor(model.weights["words.weight"])
    tables = [torch.tensor(model.weights[f"hashed.{k}.weight"]) for k in range(4)]
    net = heads.SmallStance(words[:known], words[known:], tables, model.width).eval()
    own = {
        n: torch.tensor(w)
        for n, w in model.weights.items()
        if n.split(".")[0] not in ("words", "hashed")
    }
    missing, unexpected = net.load_state_dict(own, strict=False)
    assert not unexpected and all(m.startswith(("words", "more", "hashed")) for m in missing)
    reading = statements.StatementNetwork(model).read(TEXT, [DENIAL])[0]
    assert reading is not None
    found = pieces(fold_marks(TEXT[:70]))[1]
    tokens = [p.rstrip() for p in found]
    bits = statements.StatementNetwork(model)
    numbers = bits.numbers(found)
    columns = structure.read(bits.bits[numbers], np.zeros(1, np.int64)).columns
    batch = {
        "features": torch.tensor([[(model.words.get(form(t), 0), *hashed(t)) for t in tokens]]),
        "columns": torch.tensor(np.column_stack((columns, reading.parts)))[None],
        "mask": torch.ones(1, len(tokens), dtype=torch.bool),
    }
    with torch.no_grad():
        scores = net.heads(net(batch), torch.tensor(reading.parts)[None])
    np.testing.assert_allclose(reading.acts, scores["act"][0].softmax(-1), atol=2e-4)
    np.testing.assert_allclose(reading.certainties, scores["certainty"][0].softmax(-1), atol=2e-4)
    np.testing.assert_allclose(reading.targets, scores["target"][0].sigmoid(), atol=2e-4)
    np.testing.assert_allclose(reading.polarities, scores["polarity"][0].softmax(-1), atol=2e-4)
    assert len(CERTAINTIES) == scores["certainty"].shape[1]
