"""Sentences of our own made from frames (`frames.txt`), with other invented names each time."""

from __future__ import annotations

import random
import re
from pathlib import Path

FRAMES = Path(__file__).with_name("frames.txt")
_STAR = re.compile(r"\*(\w+)\*")
_SLOT = re.compile(r"\b[ABOPQRN]\b")
_STEMS = "Orr Vel Kest Tarv Hald Mor Sann Lhaz Ubar Katem Zhor Ilv Drask Brann Ost Quel Arr Pell Gann Yelm".split()
_PLACE = "ada aro burg by cor dal eth field gora ham i ino ivka ka la mar nia o ost ova pol ra sk tal ura ville yin".split()
_TROOPS = (
    "{} troops", "{} forces", "{} soldiers", "the {} army", "{} units", "the {} military", "{} paratroopers",
    "{} marines", "the {} armed forces", "{} rebels", "the {} militia", "fighters of the {} Front", "the {} Guard",
)  # fmt: skip
_SAYS = (
    "the general staff",
    "a spokesman",
    "the governor",
    "Mara Ostrell",
    "an officer",
    "the ministry",
    "the mayor",
)
_LEADS = (
    "",
    "",
    "",
    "On Tuesday ",
    "Overnight ",
    "According to the ministry, ",
    "A spokesman said that ",
    "Officials say ",
)
_MORE = ("", "", " It rained.", " Talks go on.", " Nobody was hurt.")


def made(dice: random.Random, times: int = 1) -> list[tuple[str, str, dict]]:
    """Return name, text and record, as `examples.labelled` does, of each frame so many times."""
    found = []
    for number, line in enumerate(FRAMES.read_text(encoding="utf-8").splitlines()):
        if not line.startswith("#"):
            found += [_filled(f"frame-{number}-{k}", line, dice) for k in range(times)]
    return found


def _filled(name: str, line: str, dice: random.Random) -> tuple[str, str, dict]:
    head, _, frame = line.partition("|")
    stems = dice.sample(_STEMS, 6)
    adjective = [s + dice.choice(("ish", "ian", "an", "i", "ese")) for s in stems[:2]]
    words = {
        "A": dice.choice(_TROOPS).format(adjective[0]),
        "B": dice.choice(_TROOPS).format(adjective[1]),
        "N": dice.choice(_SAYS),
        "O": f"{dice.choice(_STEMS)}{dice.choice(_PLACE)} {dice.choice(('Oblast', 'Province', 'region'))}",
        **{k: s + dice.choice(_PLACE) for k, s in zip("PQR", stems[2:], strict=False)},
    }
    lead = dice.choice(_LEADS)
    parts, spans, stars, at = [lead], {}, [], len(lead)
    for piece in re.split(r"(\*\w+\*|\b[ABOPQRN]\b)", frame.strip()):
        if star := _STAR.fullmatch(piece):
            piece = star.group(1)
            stars.append([at, at + len(piece)])
        elif _SLOT.fullmatch(piece):
            slot, piece = piece, words[piece]
            skip = 4 if piece.startswith("the ") else 0
            spans.setdefault(slot, [at + skip, at + len(piece)])
        parts.append(piece)
        at += len(piece)
    text = "".join(parts)
    text = text[:1].upper() + text[1:] + dice.choice(_MORE)
    rows = []
    for trigger, said in zip(stars, [s.split() for s in head.split("/") if s.strip()], strict=True):
        relation, status, agent, patient, *places = said
        rows.append({
            "trigger": trigger, "relation": relation.split(","), "status": status.split(","), "side": None,
            "agent": spans.get(agent), "patient": spans.get(patient), "when": None, "optional": False,
            "places": [spans[p] for p in places if p != "-"],
        })  # fmt: skip
    return name, text, {"rows": rows, "skipped": []}
