"""
Read articles whose attributions are marked in the text itself.

    python training/tagger/marked.py FILE_OR_FOLDER ... [--out ARTICLES.jsonl]

A marked article has a head, the text and a table, parted by lines of `===`:

    date: 2027-05-14
    outlet: Veldany Post
    ===
    Bridge to open in June – mayor

    {s1:Mayor Ilva Tarn} {q1:said} on Friday {c1:that the bridge would open in June}.
    ===
    1 | who=Ilva Tarn; on=2027-05-14; via=; type=speech

`{s1:` `{q1:` `{c1:` open the source, cue and content of attribution 1, `}` closes what was opened
last; they may stand within each other, a span may belong to several (`{s1,2:She}`), and an
attribution may have a content in pieces. A file may hold several articles, parted by lines of `#####`.
Where the text is at fault the file and line are named.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

from newsan.actors.mention import slug
from newsan.actors.speakers import PRONOUNS
from newsan.schema import MEDIA
from newsan.text import Region, quoted_regions

QUOTED = 0.9  # of a direct content, between marks
_OPEN = re.compile(r"\{([sqc]\d+(?:,[sqc]?\d+)*):")
_ROLES = {"s": "source", "q": "cue", "c": "content"}
ROLES = tuple(_ROLES.values())
_FIELDS = ("who", "on", "via", "type")
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?$|$")


def read(path: Path) -> list[dict]:
    """
    Return the marked articles of a file.

    Returns
    -------
    list of dict
        Of each `id`, `publisher`, `date`, `text`, `attributions` (each with `id`, `source`, `cue`,
        `content` as lists of `[start, end)`, `kind`, `who`, `on`, `via`, `type`) and `ignore` (empty).

    Raises
    ------
    ValueError
        A part is missing, a mark is not closed or not opened, an attribution has no content or no
        row, or a row says what is not known.
    """
    written = path.read_text(encoding="utf-8").split("\n#####\n")
    name = f"{path.parent.name}-{path.stem}"
    if len(written) == 1:
        return [_article(written[0], name, path)]
    return [_article(text, f"{name}-{k:03}", path) for k, text in enumerate(written, 1)]


def _article(written: str, name: str, path: Path) -> dict:
    parts = re.split(r"^===(?:\n|$)", written, flags=re.MULTILINE)
    if len(parts) != 3:
        raise ValueError(f"{path}: {len(parts)} parts; a head, the text and a table are wanted")
    head = dict(re.findall(r"^(\w+):[ ]*(.*?)[ ]*$", parts[0], re.MULTILINE))
    text, spans = _unmarked(parts[1].strip(), path)
    regions, rows = quoted_regions(text), _rows(parts[2], path)
    numbers = {n for n, _, _, _ in spans}
    if numbers != set(rows):
        raise ValueError(f"{path}: {sorted(numbers ^ set(rows))} are marked or in the table only")
    found = []
    for number in sorted(numbers):
        attribution = {"id": str(number), "source": [], "cue": [], "content": [], "kind": None}
        for n, role, begin, end in spans:
            if n == number:
                attribution[role].append([begin, end])
        if not attribution["content"]:
            raise ValueError(f"{path}: attribution {number} has no content")
        attribution["kind"] = _kind(regions, attribution["content"])
        found.append(attribution | rows[number])
    return {
        "id": name, "publisher": head.get("outlet", ""), "date": head["date"], "text": text,
        "attributions": found, "ignore": [],
    }  # fmt: skip


def _unmarked(marked: str, path: Path) -> tuple[str, list[tuple[int, str, int, int]]]:
    """Return the plain text, and (number, role, begin, end) of each mark."""
    text, at, held, spans = "", 0, [], []
    for mark in re.finditer(_OPEN.pattern + r"|\}|\{", marked):
        text += marked[at : mark.start()]
        at = mark.end()
        line = marked.count("\n", 0, at) + 1
        if mark[1]:
            held.append((mark[1], len(text)))
        elif mark[0] == "{":
            raise ValueError(f"{path}: an open mark of no known kind in line {line} of the text")
        elif not held:
            raise ValueError(f"{path}: a mark is closed and none is open in line {line}")
        else:
            names, begin = held.pop()
            role = names[0]
            for name in names.split(","):
                role, number = (name[0], name[1:]) if name[0] in _ROLES else (role, name)
                spans.append((int(number), _ROLES[role], begin, len(text)))
    if held:
        raise ValueError(f"{path}: {{{held[-1][0]}: is never closed")
    return text + marked[at:], spans


def _kind(regions: list[Region], content: list[list[int]]) -> str:
    """Return direct where nine tenths of a content stand between marks, mixed where some do."""
    long = sum(b - a for a, b in content)
    quoted = sum(
        max(0, min(b, r.outer_end) - max(a, r.outer_start)) for a, b in content for r in regions
    )
    return "direct" if quoted >= QUOTED * long else "mixed" if quoted else "indirect"


def _rows(table: str, path: Path) -> dict[int, dict[str, str]]:
    """Return the rows of the table by number."""
    found = {}
    for line in filter(str.strip, table.splitlines()):
        number, _, rest = line.partition("|")
        row = dict.fromkeys(_FIELDS, "")
        for field in filter(str.strip, rest.split(";")):
            name, _, value = field.partition("=")
            if name.strip() not in row:
                raise ValueError(f"{path}: no field {name.strip()!r} is known: {line}")
            row[name.strip()] = value.strip()
        if (
            row["via"] not in ("", *MEDIA)
            or not _DAY.match(row["on"])
            or not number.strip().isdigit()
        ):
            raise ValueError(f"{path}: cannot be read: {line}")
        if row["type"] not in ("speech", "belief"):
            raise ValueError(f"{path}: type is speech or belief: {line}")
        found[int(number)] = row
    return found


def folder(paths: list[Path]) -> list[dict]:
    """
    Read marked articles: files, or all `.txt` of folders, in order of their names.

    What somebody quoted reports of others in turn is left out (`nested` names it): a tagger with one
    layer cannot say both, and the outer one counts.
    """
    files = [f for p in paths for f in (sorted(p.rglob("*.txt")) if p.is_dir() else [p])]
    articles = [article for file in files for article in read(file)]
    for article in articles:
        article["nested"] = [a for a in article["attributions"] if _is_nested(a, article)]
        article["attributions"] = [a for a in article["attributions"] if a not in article["nested"]]
    return articles


def _is_nested(attribution: dict, article: dict) -> bool:
    """Tell whether all of an attribution stands in quoted words or a turn that are another's content."""
    spans = [span for role in ROLES for span in attribution[role]]
    begin, end = min(s[0] for s in spans), max(s[1] for s in spans)
    return any(
        x <= begin and end <= y and (x, y) != (begin, end)
        for other in article["attributions"]
        if other is not attribution
        and (other["kind"] == "direct" or _is_turn(article["text"], other))
        for x, y in other["content"]
    )


def _is_turn(text: str, attribution: dict) -> bool:
    return [text[x:y] for x, y in attribution["cue"]] == [":"]


def _scored(article: dict) -> dict:
    """Add what scorers of attributions read: actor, day and medium, pronouns and their names."""
    for a in article["attributions"]:
        source = [article["text"][x:y] for x, y in a["source"]]
        a |= {
            "actor": slug(a["who"]) if a["who"][:1].isupper() else "",
            "said_on": a["on"] or None,
            "medium": a["via"] or None,
            "source_pron": " ".join(source).casefold() in PRONOUNS,
            "source_chain": [a["who"]] if a["who"][:1].isupper() else [],
            "source_heads": [],
        }
    return article


def main() -> None:
    """Check marked articles, and write them as JSON lines."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    articles = folder(args.paths)
    words = sum(len(a["text"].split()) for a in articles)
    n = sum(len(a["attributions"]) for a in articles)
    print(f"{len(articles)} articles, {words} words, {n} attributions")
    if args.out:
        lines = [json.dumps(_scored(a), ensure_ascii=False) for a in articles]
        args.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
