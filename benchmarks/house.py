"""
Print how big the rooms of newsan are: lines, files, patterns, words listed in code, functions.

    python benchmarks/house.py

Patterns are calls of `re` with a pattern written out; words listed are strings in sets, lists, tuples and keys
of dictionaries written out, and the words of `"...".split()`. Function lengths and depths are
medians and greatest; comments are per 100 lines. `tests/unit/test_package.py` holds upper bounds.
"""

from __future__ import annotations

import ast
import io
import statistics
import tokenize
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "newsan"
_CALLS = frozenset(
    ("compile", "match", "search", "fullmatch", "sub", "split", "findall", "finditer")
)
_BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try)


@dataclass(frozen=True)
class Size:
    """What a room holds."""

    lines: int
    files: int
    patterns: int
    words: int
    functions: int
    median_function: float
    longest_function: int
    deepest: int
    comments: float


def rooms(package: Path = PACKAGE) -> dict[str, list[Path]]:
    """Return the modules of each room: a package, or a module of its own."""
    found: dict[str, list[Path]] = {}
    for path in sorted(package.rglob("*.py")):
        if path != package / "__init__.py":
            name = path.relative_to(package).parts[0].removesuffix(".py")
            found.setdefault(name, []).append(path)
    return found


def measure(paths: list[Path]) -> Size:
    """Return the size of a room, given its modules."""
    texts = [path.read_text(encoding="utf-8") for path in paths]
    trees = [ast.parse(text) for text in texts]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    functions = [n for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = [1 + function.end_lineno - function.lineno for function in functions]
    lines = sum(len(text.splitlines()) for text in texts)
    return Size(
        lines=lines,
        files=len(paths),
        patterns=sum(map(is_pattern, nodes)),
        words=sum(len(list(words(tree))) for tree in trees),
        functions=len(functions),
        median_function=statistics.median(lengths or [0]),
        longest_function=max(lengths, default=0),
        deepest=max(map(depth, functions), default=0),
        comments=round(100 * sum(map(comments, texts)) / max(lines, 1), 1),
    )


def is_pattern(node: ast.AST) -> bool:
    """
    Tell whether a node is a call of `re` with a pattern written out.

    Examples
    --------
    >>> [is_pattern(ast.parse(code, mode="eval").body) for code in ("re.search('a', b)", "re.search(a, b)")]
    [True, False]
    """
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in _CALLS
        and bool(node.args)
        and (node.func.attr == "compile" or isinstance(node.args[0], ast.Constant | ast.JoinedStr))
    )


def words(tree: ast.AST) -> Iterator[str]:
    """
    Yield the words listed in code, not those that name columns or what a module exports.

    Examples
    --------
    >>> list(words(ast.parse("A = {'rain', 'snow'}; B = 'dry wet'.split(); frame[['start', 'end']]")))
    ['rain', 'snow', 'dry', 'wet']
    """
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Subscript):
            yield from words(node.value)
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            continue
        elif isinstance(node, ast.Set | ast.List | ast.Tuple | ast.Dict):
            held = node.keys if isinstance(node, ast.Dict) else node.elts
            yield from (w.value for w in held if isinstance(w, ast.Constant) and _is_word(w.value))
            yield from words(node)
        elif isinstance(node, ast.Call) and _is_split(node):
            yield from node.func.value.value.split()
        else:
            yield from words(node)


def _is_word(value: object) -> bool:
    return isinstance(value, str) and any(map(str.isalpha, value)) and "_" not in value


def _is_split(node: ast.Call) -> bool:
    return (
        isinstance(node.func, ast.Attribute)
        and node.func.attr == "split"
        and isinstance(node.func.value, ast.Constant)
        and isinstance(node.func.value.value, str)
    )


def depth(node: ast.AST) -> int:
    """
    Return how many blocks stand within each other in a function; `elif` is no deeper than its `if`.

    Examples
    --------
    >>> depth(ast.parse("if a:\\n    pass\\nelif b:\\n    for c in b:\\n        pass"))
    2
    """
    inner = max(map(depth, ast.iter_child_nodes(node)), default=0)
    if isinstance(node, ast.If) and len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
        return max(1, *(1 + depth(child) for child in node.body), depth(node.orelse[0]))
    return inner + isinstance(node, _BLOCKS)


def comments(text: str) -> int:
    """Return how many comments a module has."""
    found = tokenize.generate_tokens(io.StringIO(text).readline)
    return sum(token.type == tokenize.COMMENT for token in found)


def main() -> None:
    """Print a row a room, and one for all."""
    by_room = rooms()
    by_room["all"] = [path for paths in by_room.values() for path in paths]
    names = [field.name.replace("_", " ") for field in fields(Size)]
    print(f"| room | {' | '.join(names)} |\n|---|{'---:|' * len(names)}")
    for name, paths in by_room.items():
        print(f"| {name} | {' | '.join(map(str, astuple(measure(paths))))} |")


if __name__ == "__main__":
    main()
