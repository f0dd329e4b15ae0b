"""The tagger: tokens, structure, network, chain, loading, and what it tags."""

from __future__ import annotations

import importlib.util
import itertools
import lzma
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from newsan import tagger
from newsan.errors import ReadError
from newsan.tagger import links, model, spans, structure
from newsan.tagger.decode import best_labels, posteriors
from newsan.tagger.network import Network
from newsan.tagger.tokens import HASHED, flags, fold_marks, form, hashed, pieces

TRAINING = Path(__file__).parents[2] / "training" / "tagger"
WORDS = ["<unk>", "<pad>", "the", "said", '"', ",", ".", "mayor"]
STYLES = ['"{}"', "“{}”", "«{}»", "„{}“", "‘{}’", "''{}''"]
WIDTH, AXES = 8, 6
HASHED_WIDTHS = {"last_3": 24, "first_3": 24, "shape": 16, "last_2": 16}


def random_arrays(seed: int = 0) -> dict[str, np.ndarray]:
    dice = np.random.default_rng(seed)
    shapes = model.shapes(WIDTH, len(WORDS), AXES, HASHED_WIDTHS, 2)
    arrays = {k: dice.normal(0, 0.5, v).astype(np.float32) for k, v in shapes.items()}
    arrays["temperature"] = np.array(1.5)
    arrays["version"], arrays["dilations"] = np.array(model.VERSION), np.array([1, 4], np.int8)
    return arrays


def written(folder: Path, arrays: dict[str, np.ndarray]) -> tuple[Path, Path]:
    weights, words = folder / "tagger.npz", folder / "words.txt.xz"
    np.savez(weights, **arrays)
    words.write_bytes(lzma.compress(("\n".join(WORDS) + "\n").encode()))
    return weights, words


def columns(text: str) -> tuple[list[str], np.ndarray]:
    found = pieces(text)[1]
    bits = np.array([flags(p) for p in found], np.uint8)
    return [p.rstrip() for p in found], structure.read(bits, np.array([0])).columns


# --- tokens ---------------------------------------------------------------------------------


def test_pieces_add_up_to_the_text() -> None:
    text = '  The U.S. envoy\'s 21st visit -- "brief" -- cost $1,200.50...\n\nDon’t ask.  '
    lead, found = pieces(text)
    assert text == " " * lead + "".join(found)
    tokens = [p.rstrip() for p in found]
    assert {"U.S.", "'s", "21st", "--", "1,200.50", "...", "Don’t"} <= set(tokens)


def test_form_folds_marks_apostrophes_and_dashes() -> None:
    assert form("Don’t") == form("DON'T") == "don't"
    assert len({form(m) for m in ('"', "“", "”", "«", "»", "''", "``")}) == 1
    assert form("--") == form("–") == form("—")


def test_hashed_rows_lie_in_their_tables() -> None:
    for token in ("Kessrin", "a", "“", "\ud800", "ЛАВРІК", "1,200"):
        assert all(
            0 <= row < size for row, size in zip(hashed(token), HASHED.values(), strict=True)
        )


@pytest.mark.parametrize("style", STYLES)
def test_fold_marks_keeps_offsets(style: str) -> None:
    text = style.format("It’s late") + ", Kessrin’s aide said."
    assert len(fold_marks(text)) == len(text)


# --- structure ------------------------------------------------------------------------------


@pytest.mark.parametrize("style", STYLES)
def test_every_style_of_marks_reads_alike(style: str) -> None:
    text = "She said " + style.format("no more") + " on Monday."
    tokens, found = columns(fold_marks(text))
    states = dict(zip(tokens, found[:, 0].tolist(), strict=True))
    assert [states[w] for w in ("said", "no", "more", "on")] == [0, 1, 1, 0]
    assert found[2, 0] == structure.OPENING
    assert found[5, 0] == structure.CLOSING


def test_mixed_marks_pair_with_each_other() -> None:
    tokens, found = columns('“One two" he said. "Three four” ended it.')
    inside = [t for t, state in zip(tokens, found[:, 0], strict=True) if state == structure.INSIDE]
    assert inside == ["One", "two", "Three", "four"]


def test_a_paragraph_begins_outside_quotations() -> None:
    tokens, found = columns("“One never closed\nTwo starts anew.")
    assert found[tokens.index("Two"), 0] == structure.OUTSIDE
    assert found[:, 2].tolist() == [1, 0, 0, 0, 1, 0, 0, 0]


def test_sentences_begin_after_what_closes_behind_a_full_stop() -> None:
    tokens, found = columns("“Go.” He left. Mr. Vant stayed (late.) Dorna slept. “Why?” she asked.")
    starts = [t for t, s in zip(tokens, found[:, 1], strict=True) if s]
    assert starts == ["“", "He", "Mr.", "Dorna", "“"]


def test_documents_do_not_change_each_others_structure() -> None:
    texts = ["“One never closed", "Two. Three.\nFour", "“Five” six."]
    bits = [np.array([flags(p) for p in pieces(t)[1]], np.uint8) for t in texts]
    starts = np.cumsum([0] + [len(b) for b in bits[:-1]])
    together = structure.read(np.concatenate(bits), starts).columns
    apart = [structure.read(b, np.array([0])).columns for b in bits]
    np.testing.assert_array_equal(together, np.concatenate(apart))


def test_codes_number_the_joint_table() -> None:
    bits = np.array([flags(p) for p in pieces("“No,” he said.\nYes.")[1]], np.uint8)
    found = structure.read(bits, np.array([0]))
    rows = np.indices(structure.SIZES).reshape(len(structure.SIZES), -1).T
    np.testing.assert_array_equal(rows[found.codes], found.columns)


# --- the chain ------------------------------------------------------------------------------


def by_hand(scores: np.ndarray, steps: np.ndarray, start: np.ndarray, end: np.ndarray) -> tuple:
    """Score every label sequence of one paragraph."""
    n, labels = scores.shape
    best, total, shares = None, 0.0, np.zeros(scores.shape)
    for path in itertools.product(range(labels), repeat=n):
        score = start[path[0]] + end[path[-1]] + sum(scores[t, y] for t, y in enumerate(path))
        score += sum(steps[a, b] for a, b in itertools.pairwise(path))
        weight = np.exp(score)
        total += weight
        shares[np.arange(n), path] += weight
        if best is None or score > best[0]:
            best = score, path
    return list(best[1]), shares / total


def test_chain_agrees_with_every_sequence_tried() -> None:
    dice = np.random.default_rng(3)
    lengths = [1, 4, 2, 4, 3]
    starts = np.cumsum([0, *lengths[:-1]])
    scores = dice.normal(0, 2, (sum(lengths), 3))
    chain = dice.normal(0, 2, (3, 3)), dice.normal(0, 2, 3), dice.normal(0, 2, 3)
    labels, chances = best_labels(scores, starts, *chain), posteriors(scores, starts, *chain)
    for a, n in zip(starts, lengths, strict=True):
        path, shares = by_hand(scores[a : a + n], *chain)
        assert labels[a : a + n].tolist() == path
        np.testing.assert_allclose(chances[a : a + n], shares, rtol=1e-9)


# --- the network ----------------------------------------------------------------------------


def test_numpy_gives_what_torch_gives() -> None:
    torch = pytest.importorskip("torch", reason="needs the extra `train`")
    if not TRAINING.exists():
        pytest.skip("not a checkout")
    spec = importlib.util.spec_from_file_location("tagger_training", TRAINING / "network.py")
    trained = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(trained)
    torch.manual_seed(0)
    net = trained.Tagger(torch.randn(len(WORDS), AXES), WIDTH).eval()
    with torch.no_grad():
        for weight in net.parameters():
            weight.add_(torch.randn_like(weight) * 0.2)
    weights = {name: value.numpy() for name, value in net.state_dict().items()}
    weights["temperature"] = np.float32(1)
    words = {word: row for row, word in enumerate(WORDS)}
    network = Network(model.Model(weights, trained.DILATIONS, words))
    texts = ["“The end,” mayor Vant said.\nNo more.", "Short.", "The mayor " * 30]
    found = [pieces(t)[1] for t in texts]
    numbers = network.numbers([p for f in found for p in f])
    starts = np.cumsum([0] + [len(f) for f in found[:-1]])
    where = structure.read(network.bits[numbers], starts)
    scores = network.scores(network.states(numbers, where.codes, starts))
    for a, pieces_of in zip(starts, found, strict=True):
        tokens = [p.rstrip() for p in pieces_of]
        rows = [(words.get(form(t), 0), *hashed(t)) for t in tokens]
        here = torch.tensor(where.columns[a : a + len(rows)])[None]
        with torch.no_grad():
            states = net(torch.tensor(rows)[None], here, torch.ones(1, len(rows)))
            wanted = net.scores(states)[0].numpy()
        np.testing.assert_allclose(scores[a : a + len(rows)], wanted, atol=2e-4)


def test_importing_the_tagger_loads_no_torch() -> None:
    code = "import sys, newsan.tagger; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_pieces_are_forgotten_and_learnt_anew(tmp_path: Path, monkeypatch) -> None:
    network = Network(model.load(*written(tmp_path, random_arrays())))
    before = tagger.tag(["“No,” mayor Vant said."], network=network)
    monkeypatch.setattr("newsan.tagger.network.TYPES_KEPT", 1)
    tagger.tag(["Quite other words."], network=network)
    assert tagger.tag(["“No,” mayor Vant said."], network=network) == before


def test_threads_do_not_disturb_each_other() -> None:
    texts = [
        f"“No {k}{'x' * k},” Vant{k} said.\nThe {'y' * k} office denied it." for k in range(40)
    ]
    alone = tagger.tag(texts)
    with ThreadPoolExecutor(4) as pool:
        shared = list(pool.map(lambda text: tagger.tag([text])[0], texts))
    assert [[(s.start, s.end, s.role) for s in spans] for spans in shared] == [
        [(s.start, s.end, s.role) for s in spans] for spans in alone
    ]


# --- what belongs together ------------------------------------------------------------------


def linked(text: str) -> list[tuple[str, str, str]]:
    """Return content, cue and source of every content, as the shipped linker chooses them."""
    [(_, tokens)] = spans.read([text])
    found = spans.spans_of(tokens)
    edges, weights = links.edge_states(tokens, found), model.shipped().weights
    chosen = {}
    for name, roles in links.LINKS.items():
        held = links.pairs(tokens, found, *roles, barriers=tokens.text)
        best, chance = links.choose(weights, name, edges, held)
        assert ((chance > 0) & (chance <= 1 + 1e-6)).all()
        chosen[name] = dict(zip(held.own.tolist(), best.tolist(), strict=True))

    def words(k: int) -> str:
        if k < 0:
            return ""
        return text[tokens.start[found.first[k]] : tokens.end[found.last[k]]]

    return [
        (words(k), words(cue), words(chosen["source"].get(cue, -1)))
        for k, cue in chosen["cue"].items()
    ]


def test_each_content_goes_to_its_own_cue_and_source() -> None:
    text = (
        "“The bridge is closed,” Dorna Kessrin said. “It will stay closed.”\n\n"
        "Ivo Teller denied that it had moved, and the ministry said it would be inspected."
    )
    assert [(cue, source) for _, cue, source in linked(text)] == [
        ("said", "Dorna Kessrin"),
        ("said", "Dorna Kessrin"),
        ("denied", "Ivo Teller"),
        ("said", "the ministry"),
    ]


def test_nothing_is_linked_over_a_barrier() -> None:
    text = "“The bridge is closed,” Dorna Kessrin said.\n\n“It will stay closed.”"
    [(_, tokens)] = spans.read([text])
    found = spans.spans_of(tokens)
    wall = (tokens.start >= text.index("“It")).astype(int)
    held = links.pairs(tokens, found, spans.CONTENT, spans.CUE, barriers=wall)
    assert held.exists.any(axis=1).tolist() == [True, False]
    assert not held.features[~held.exists].any()
    best, _ = links.choose(model.shipped().weights, "cue", links.edge_states(tokens, found), held)
    assert best[1] == -1


def test_a_text_without_spans_has_no_pairs() -> None:
    [(_, tokens)] = spans.read(["Rain."])
    found = spans.spans_of(tokens, np.zeros(len(tokens.start), np.int8))
    held = links.pairs(tokens, found, spans.CONTENT, spans.CUE, barriers=tokens.text)
    best, chance = links.choose(
        model.shipped().weights, "cue", links.edge_states(tokens, found), held
    )
    assert len(best) == len(chance) == 0


# --- the same report another way ------------------------------------------------------------


def alternated(article: dict, seed: int) -> dict | None:
    spec = importlib.util.spec_from_file_location("alternate", TRAINING / "alternate.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made.alternated(article, random.Random(seed), share=1.0)


@pytest.mark.skipif(not TRAINING.exists(), reason="not a checkout")
@pytest.mark.parametrize("seed", range(40))
def test_rewritten_reports_keep_their_words_and_their_neighbours(seed: int) -> None:
    text = (
        "It is May.\n\nMara Ostrell said the bridge that Teller built was closed. “Nobody came,” "
        "Ivo Teller said.\n\nThe ministry denied it."
    )
    span = lambda words: [[text.index(words), text.index(words) + len(words)]]  # noqa: E731
    plain = {
        "source": span("Mara Ostrell"),
        "cue": span("said"),
        "content": span("the bridge that Teller built was closed"),
        "kind": "indirect",
    }
    other = {
        "source": span("Ivo Teller"),
        "cue": [[text.rindex("said"), text.rindex("said") + 4]],
        "content": span("“Nobody came,”"),
        "kind": "direct",
    }
    made = alternated(
        {"text": text, "attributions": [plain, other], "ignore": span("It is May.")}, seed
    )
    assert made is not None
    words = lambda spans: " ".join(made["text"][a:b] for a, b in spans)  # noqa: E731
    reports = [a for a in made["attributions"] if words(a["source"]).endswith("Mara Ostrell")]
    assert 1 <= len(reports) <= 2  # the sentence, and perhaps a headline of it
    for report in reports:
        content = words(report["content"]).casefold().removeprefix("that ")
        assert content == "the bridge that teller built was closed"
    assert any(words(a["content"]) == "“Nobody came,”" for a in made["attributions"])
    assert words(made["ignore"]) == "It is May."


# --- loading --------------------------------------------------------------------------------


def test_int8_weights_are_scaled_row_by_row(tmp_path: Path) -> None:
    arrays = random_arrays()
    arrays["words.weight"] = np.full((len(WORDS), AXES), 2, np.int8)
    arrays["words.weight.scale"] = np.arange(len(WORDS)).astype(np.float16)
    loaded = model.load(*written(tmp_path, arrays))
    assert loaded.weights["words.weight"][:, 0].tolist() == [2.0 * k for k in range(len(WORDS))]
    assert loaded.dilations == (1, 4)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"version": np.array(99)}, "version 99, not 3"),
        ({"version": None}, "version none"),
        ({"input.bias": None}, "lacks 'input.bias'"),
        ({"crf.end": None}, "crf.end is missing"),
        ({"crf.steps": np.zeros((3, 3))}, r"crf.steps has shape \(3, 3\), not \(7, 7\)"),
        ({"words.weight": np.zeros((3, AXES))}, r"words.weight has shape \(3, 6\)"),
        ({"words.weight": np.zeros((len(WORDS), AXES), np.int8)}, "words.weight.scale"),
        ({"crf.end": np.array([object()])}, "Object arrays cannot be loaded"),
    ],
)
def test_a_model_that_does_not_fit_is_refused(tmp_path: Path, change: dict, says: str) -> None:
    arrays = {k: v for k, v in (random_arrays() | change).items() if v is not None}
    weights, words = written(tmp_path, arrays)
    with pytest.raises(ReadError, match=says) as fault:
        model.load(weights, words)
    assert "training/tagger" in str(fault.value)


def test_files_that_are_no_model_are_refused(tmp_path: Path) -> None:
    weights, words = written(tmp_path, random_arrays())
    with pytest.raises(ReadError, match="Cannot read"):
        model.load(tmp_path / "absent.npz", words)
    (tmp_path / "text.npz").write_text("no archive", encoding="utf-8")
    with pytest.raises(ReadError, match="Cannot read"):
        model.load(tmp_path / "text.npz", words)
    (tmp_path / "plain.xz").write_text("not compressed", encoding="utf-8")
    with pytest.raises(ReadError, match="Cannot read"):
        model.load(weights, tmp_path / "plain.xz")


# --- the shipped model ----------------------------------------------------------------------


def tagged(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {role: [] for role in tagger.ROLES}
    for span in tagger.tag([text])[0]:
        found[span.role].append(text[span.start : span.end])
    return found


@pytest.mark.parametrize("style", STYLES)
def test_a_plain_quotation_in_every_style(style: str) -> None:
    found = tagged(style.format("We will not leave the valley,") + " Mayor Dorna Kessrin said.")
    assert found["source"] == ["Mayor Dorna Kessrin"]
    assert found["cue"] == ["said"]
    assert [c.strip("“”\"«»„‘’',") for c in found["content"]] == ["We will not leave the valley"]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The regional office said that the bridge would open in May.",
         "The regional office", "said", "the bridge would open in May"),
        ("The bridge will open in May, according to Ilo Vant, an engineer.",
         "Ilo Vant", "according to", "The bridge will open in May"),
        ("The ministry's spokesman told reporters that the bridge had been hit twice.",
         "spokesman", "told", "the bridge had been hit twice"),
    ],
)  # fmt: skip
def test_indirect_speech(text: str, source: str, cue: str, content: str) -> None:
    found = tagged(text)
    assert any(source in s for s in found["source"])
    assert cue in " ".join(found["cue"])
    assert any(content in c for c in found["content"])


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b", ".", '"'])
def test_next_to_nothing_holds_no_cue(text: str) -> None:
    assert tagged(text)["cue"] == []


def test_what_ships_is_small_and_free_of_rare_names() -> None:
    home = Path(model.__file__).parents[1] / "resources"
    assert sum(p.stat().st_size for p in home.glob("tagger*")) < 3_000_000
    assert len(model.shipped().words) < 25_000
