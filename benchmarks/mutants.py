"""
Change the code of a room in small ways, one at a time, and count the changes that no test notices.

    make mutants                                          # ten minutes, going on where the last run ended
    python benchmarks/mutants.py --room ground --minutes 60 --workers 2
    python benchmarks/mutants.py --minutes 0              # the table of what was tried so far
    python benchmarks/mutants.py --cover                  # look again which tests run which lines
    python benchmarks/mutants.py --again                  # try the survivors once more, with the tests of today

A mutant is one change by an operator of cosmic-ray ("+" for "-", "and" for "or", a number one more, a loop not begun).
Places of a room that can be changed are drawn alike, whether a test runs them or not, then one of the changes of each;
annotations are none, nor is what does not compile. Files are changed in copies of what git has, never in the checkout.

Tests of a mutant are those that run its line (unit, property, golden, doctests; not those in processes of their own), the
cheapest first and within 90 seconds of a core; of a line that runs at import those of its function, or of its module. The
first that fails kills it; so does a process that dies, or takes more than 15 seconds and twice the time of its tests, where
the same tests pass without the change and within that time. A test is a killer only after it has passed without the change,
and is dropped if it does not. A line that no test runs leaves a survivor. Some survivors differ from the code in nothing
that anyone could see, so the share killed is a lower bound of what it would be without them.

Results are in build/mutants/seed-1.json, what runs what in build/mutants/coverage; --cover looks it up again for tests
that changed, or for all where the package did. A room whose files changed begins anew. cosmic-ray is in `newsan[mutants]`.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import ctypes
import functools
import hashlib
import importlib
import itertools
import json
import multiprocessing
import os
import random
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import coverage
import hypothesis
import pytest

ROOMS = {
    "identity": "newsan/actors", "ground": "newsan/frontline", "stance": "newsan/stance",
    "quotes": "newsan/quotes", "readers": "newsan/readers",
}  # fmt: skip
TESTS = ("tests/unit/*.py", "tests/property/*.py", "tests/golden/*.py", "newsan/*")
LEFT_OUT = {"test_scaling.py"}  # it takes times, which other work on the machine changes
BOUND, BYTES = 90, 8_000_000_000  # seconds of tests for a mutant; memory
UNSURE = ("no test", "no end")  # what ends tests beside one of them: looked at every time
SLACK = 15  # seconds beside twice what tests take, after which they are taken to have no end
SLICE = 20  # mutants whose tests are looked up at once
OPTIONS = [*("-o", "addopts=", "-c", "pyproject.toml", "--import-mode=importlib", "--doctest-modules"),
           *("-q", "-p", "no:nbval", "-p", "no:cacheprovider", "-p", "no:xdist"),
           # they are there before pytest is
           *("-W", "ignore::pytest.PytestAssertRewriteWarning")]  # fmt: skip


# ---------------------------------------------------------------- mutants


def sites(text: str) -> dict[Any, list[tuple[str, int]]]:
    """Return the places of a file that can be changed, each with its operators and their count up to there."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.operators.provider import OperatorProvider

    nodes, found = list(ast_nodes(get_ast(text))), {}
    asides = [n.children[1] if n.type == "annassign" else getattr(n, "annotation", None)
              for n in nodes if n.type in ("annassign", "param", "funcdef")]  # fmt: skip
    spans = [(aside.start_pos, aside.end_pos) for aside in asides if aside]
    for name in OperatorProvider():
        if OperatorProvider()[name].arguments():
            continue
        operator = OperatorProvider()[name]()
        try:
            places = [place for node in nodes for place in operator.mutation_positions(node)]
        except AttributeError:  # not every `except` can be read by the operator for them
            continue
        for count, (begin, end) in enumerate(places):
            typing = "TYPE_CHECKING" in text.splitlines()[begin[0] - 1]
            if not typing and not any(a <= begin and end <= b for a, b in spans):
                found.setdefault((begin, end), []).append((name, count))
    return found


def mutated(text: str, operator: str, count: int) -> str:
    """Return the text of a file with one change."""
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.operators.provider import OperatorProvider

    return mutate_code(text, OperatorProvider()[operator](), count)


def drawn(root: Path, folder: str, seed: int) -> Iterator[dict[str, Any]]:
    """Yield the mutants of a room in an order that the seed makes."""
    texts = {str(p.relative_to(root)): p.read_text() for p in sorted((root / folder).rglob("*.py"))}
    places = [(file, *way) for file, text in texts.items() for way in sorted(sites(text).items())]
    random.Random(seed).shuffle(places)
    for file, place, ways in places:
        operator, count = random.Random(f"{seed}:{file}:{place}").choice(ways)
        text, new = texts[file], mutated(texts[file], operator, count)
        try:
            same = ast.dump(ast.parse(text)) == ast.dump(ast.parse(new))
        except SyntaxError:
            continue
        if not same:
            pairs = zip(text.splitlines(), [*new.splitlines(), ""], strict=False)
            line, (a, b) = next((n, p) for n, p in enumerate(pairs, 1) if p[0] != p[1])
            if operator == "RemoveDecorator":
                line, a, b = place[0][0], text.splitlines()[place[0][0] - 1], ""
            said = {"file": file, "line": line, "old": a.strip(), "new": b.strip()}
            yield said | {"operator": operator, "count": count, "places": len(places)}


# ---------------------------------------------------------------- tests, in processes that begin with all but newsan


class Watch:
    """Run only the tests asked for, in their order; note what each took and which failed."""

    def __init__(self, wanted: list[str] | None = None) -> None:
        self.order = None if wanted is None else {test: n for n, test in enumerate(wanted)}
        self.seconds: dict[str, float] = {}
        self.passed: list[str] = []
        self.failed: list[str] = []

    def pytest_configure(self) -> None:
        """Let hypothesis give the same examples every time, and make no failing one smaller."""
        phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
        hypothesis.settings.register_profile(
            "mutants", hypothesis.settings(), derandomize=True, deadline=None, phases=phases
        )
        hypothesis.settings.load_profile("mutants")

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep the tests asked for."""
        if self.order is not None:
            items[:] = sorted((i for i in items if i.nodeid in self.order), key=lambda i: self.order[i.nodeid])  # fmt: skip

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file that cannot be imported."""
        self.failed += [report.nodeid] * report.failed

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Note the processor's seconds of a test, as other work may be going on."""
        began = sum(os.times()[:4])
        yield
        self.seconds[item.nodeid] = sum(os.times()[:4]) - began

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what came of a test."""
        self.failed += [report.nodeid] * report.failed
        self.passed += [report.nodeid] * (report.when == "call" and report.passed)


def forked(copy: Path, work: Callable[[], Any], seconds: float) -> Any:
    """Return what a piece of work gives in a process that knows of newsan what the copy has; None if it gives nothing."""
    inside, outside = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            os.setsid()
            with contextlib.suppress(AttributeError):  # on Linux it ends with who began it
                ctypes.CDLL(None).prctl(1, signal.SIGKILL)
            nowhere = os.open(os.devnull, os.O_RDWR)
            for stream in range(3):
                os.dup2(nowhere, stream)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            os.chdir(copy)
            sys.path.insert(0, str(copy))
            os.environ["PYTHONPATH"] = str(copy)
            resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            answer = json.dumps(work()).encode()
            os.close(inside)
            with open(outside, "wb") as out:  # noqa: PTH123
                out.write(answer)
        finally:
            os._exit(0)
    os.close(outside)
    heard, until = b"", time.monotonic() + 60 + 10 * seconds
    while select.select([inside], [], [], max(0, until - time.monotonic()))[0]:
        if not (chunk := os.read(inside, 65536)):
            break
        heard += chunk
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(inside)
    return json.loads(heard) if heard else None


def measured(unit: str, data: Path, sources: list[str]) -> dict[str, float]:
    """Run a file of tests with its coverage; return what each test that passes took."""
    os.environ["COVERAGE_FILE"] = str(data)
    Path(".coveragerc").write_text("[run]\nrelative_files = true\n")
    watch = Watch()
    sources = [f"--cov={source}" for source in sources]
    pytest.main([*OPTIONS, *sources, "--cov-context=test", "--cov-report=", unit], [watch])
    return {test: watch.seconds[test] for test in watch.passed if test not in watch.failed}


def unit_of(test: str) -> str:
    """Return what is run for a test: its file, or the whole room, where a module by itself could hide a function."""
    file = Path(test.split("::")[0])
    return "/".join(file.parts[:2]) if file.parts[0] == "newsan" else str(file)


def killer(tests: dict[str, float]) -> dict[str, Any]:
    """Run tests, file by file, till one fails or takes far too long; return which it was and how many passed."""
    files = [*dict.fromkeys(map(unit_of, tests))]
    passed, size = 0, 1
    sys.dont_write_bytecode, os.environ["PYTHONDONTWRITEBYTECODE"] = True, "1"
    while files:  # one file, then two, then four: most mutants need no more than the first
        batch, files, size = files[:size], files[size:], 2 * size
        chosen = [test for test in tests if unit_of(test) in batch]
        most = int(time.process_time() + SLACK + 2 * sum(tests[test] for test in chosen))
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))
        watch = Watch(chosen)
        code = pytest.main([*OPTIONS, "-x", *batch], [watch])
        passed += len(watch.passed)
        if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            return {"by": (watch.failed or UNSURE)[0], "ran": passed}
    return {"by": None, "ran": passed}


# ---------------------------------------------------------------- which tests run a line


def digest(root: Path, path: str) -> str:
    """Return a hash of a Python file, or of all in a folder."""
    files = [root / path] if path.endswith(".py") else sorted((root / path).rglob("*.py"))
    held = b"".join(str(f.relative_to(root)).encode() + f.read_bytes() for f in files)
    return hashlib.sha256(held).hexdigest()[:16]


class Cover:
    """Which tests run a line, and what each takes."""

    def __init__(self, home: Path, root: Path) -> None:
        self.root, self.data, self.seconds = root, coverage.CoverageData(no_disk=True), {}
        for path in sorted(home.glob("*.json")):
            self.seconds |= json.loads(path.read_text())["seconds"]
            if path.with_suffix(".sqlite").exists():
                part = coverage.CoverageData(str(path.with_suffix(".sqlite")))
                part.read()
                self.data.update(part)

    @functools.cache  # noqa: B019
    def lines(self, file: str) -> dict[int, set[str]]:
        """Return the tests of each line of a file."""
        contexts = self.data.contexts_by_lineno(file)
        found = {n: {c.rpartition("|")[0] for c in names} for n, names in contexts.items()}
        return {n: names & self.seconds.keys() for n, names in found.items() if names != {""}}

    def of(self, file: str, line: int) -> list[str]:
        """Return all tests that run a line: of a line that runs at import, of what it is the head of."""
        ran, tree = self.lines(file), ast.parse((self.root / file).read_text())

        def within(*spans: range) -> set[str]:
            return set().union(*(ran.get(n, ()) for n in itertools.chain(*spans)))

        functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
        bodies = {range(f.body[0].lineno, f.end_lineno + 1): f for f in functions}
        if any(line in body for body in bodies):
            kinds = ast.stmt | ast.excepthandler
            around = (
                n
                for n in ast.walk(tree)
                if isinstance(n, kinds) and n.lineno <= line <= n.end_lineno
            )
            last = max(around, key=lambda n: n.lineno)
            end = last.body[0].lineno if getattr(last, "body", None) else last.end_lineno + 1
            return sorted(ran.get(line) or within(range(last.lineno, end)))
        heads = [body for body, f in bodies.items()
                 if min(n.lineno for n in (f, *f.decorator_list)) <= line < body.start]  # fmt: skip
        names = ran.get(line, set()) | within(*(heads or bodies)) or within(ran)
        beside = sorted((self.root / file).parent.glob("*.py"))
        held = [self.lines(str(path.relative_to(self.root))).values() for path in beside]
        return sorted(names or set().union(*itertools.chain(*held)))

    def cheapest(self, tests: list[str]) -> dict[str, float]:
        """Return the cheapest tests, as fit into the bound, and what each takes: first files with many tests a second."""
        tests = sorted(tests, key=lambda t: (self.seconds[t], t))
        spent = itertools.accumulate(self.seconds[t] for t in tests)
        tests = [t for t, s in zip(tests, spent, strict=True) if s <= BOUND]
        counts, took = Counter(map(unit_of, tests)), Counter[str]()
        for test in tests:
            took[unit_of(test)] += self.seconds[test]
        cost = {unit: (1 + took[unit]) / n for unit, n in counts.items()}  # 1 second to collect it
        tests.sort(key=lambda t: (cost[unit_of(t)], unit_of(t)))
        return {test: self.seconds[test] for test in tests}


# ---------------------------------------------------------------- the work of one process


class Bench:
    """A copy of the tree, and the tests known to pass, or not to, without a change."""

    def __init__(self, copies: Any, until: float, trusted: set[str], broken: set[str]) -> None:
        self.copy, self.until, self.trusted, self.broken = copies.get(), until, trusted, broken

    def try_out(self, mutant: dict[str, Any], seconds: dict[str, float]) -> dict[str, Any]:
        """Return a mutant with what came of it; without, if time is over."""
        path = self.copy / mutant["file"]
        text = path.read_text()
        changed, mutant["broken"] = mutated(text, mutant["operator"], mutant["count"]), []
        while time.time() < self.until:
            tests = {test: took for test, took in seconds.items() if test not in self.broken}
            most = SLACK + 2 * sum(tests.values())
            try:
                self.write(path, changed)
                answer = forked(self.copy, functools.partial(killer, tests), most)
            finally:
                self.write(path, text)
            mutant |= answer or {"by": "no end", "ran": 0}
            by = mutant["by"]
            if by is None or by in self.trusted:
                return mutant | {"outcome": "killed" if by else "survived"}
            names = [*tests]
            last = next((n for n, t in enumerate(names) if by in (t, t.split("::")[0])), len(names))
            again = {test: tests[test] for test in names[: last + 1]}
            check = forked(self.copy, functools.partial(killer, again), most) or {"by": "no end"}
            if check["by"] is None:
                self.trusted |= {by} - {*UNSURE}
                return mutant | {"outcome": "killed"}
            if check["by"] not in tests:
                return mutant | {"outcome": "undecided"}
            self.broken.add(check["by"])
            mutant["broken"].append(check["by"])
        return mutant

    @staticmethod
    def write(path: Path, text: str) -> None:
        """Write a file so that no compiled one is taken for it."""
        path.write_text(text)
        for compiled in path.parent.glob(f"__pycache__/{path.stem}.*.pyc"):
            compiled.unlink()


BENCH: list[Bench] = []


def begin(*given: Any) -> None:
    """Make the bench of a process of the pool."""
    BENCH[:] = [Bench(*given)]


def covered(task: tuple[str, Path, str, list[str]]) -> None:
    """Measure a file of tests in a process of the pool, and keep it."""
    unit, path, stamp, sources = task
    if time.time() < BENCH[0].until:
        data = path.with_suffix(".sqlite")
        data.unlink(missing_ok=True)
        seconds = forked(BENCH[0].copy, lambda: measured(unit, data, sources), 3600)
        kept = {"stamp": stamp, "seconds": seconds or {}}
        path.write_text(json.dumps(kept, indent=1))
        took = sum(kept["seconds"].values())
        print(f"{unit}: {len(kept['seconds'])} tests pass, {took:.0f} seconds", flush=True)


def tried(task: tuple[int, tuple[dict[str, Any], dict[str, float]]]) -> dict[str, Any]:
    """Try a mutant in a process of the pool."""
    return BENCH[0].try_out(*task[1]) | {"number": task[0]}


@contextlib.contextmanager
def pool(root: Path, workers: int, *given: Any) -> Iterator[Any]:
    """Give processes with a copy each of what git has, that have imported all that tests import but newsan."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as home:
        first = Path(home, "0")
        listed = subprocess.check_output(["git", "ls-files", "-z"], cwd=root, text=True)
        for file in filter(None, listed.split("\0")):
            if (root / file).is_file():
                (first / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(root / file, first / file)
        for name in forked(first, functools.partial(imported, list(units(first))), 600) or ():
            with contextlib.suppress(Exception), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                importlib.import_module(name)
        if "newsan" in sys.modules:
            sys.exit("newsan is imported before any change: something that is installed imports it")
        context = multiprocessing.get_context("fork")
        copies = context.Queue()
        for number in range(workers):
            if number:
                shutil.copytree(first, Path(home, str(number)), symlinks=True)
            copies.put(Path(home, str(number)))
        with context.Pool(workers, begin, (copies, *given)) as made:
            yield made


def imported(files: list[str]) -> list[str]:
    """Import all tests, which leaves them compiled; return the packages that came with them."""
    pytest.main([*OPTIONS, "--collect-only", *files])
    return [name for name, module in sorted(sys.modules.items())
            if "site-packages" in (getattr(module, "__file__", None) or "")]  # fmt: skip


def units(root: Path) -> Iterator[str]:
    """Yield files of tests, and the rooms of the package for their examples."""
    for path in sorted(path for pattern in TESTS for path in root.glob(pattern)):
        if path.name not in LEFT_OUT and (path.suffix == ".py" or any(path.glob("*.py"))):
            yield str(path.relative_to(root))


def table(rooms: dict[str, Any]) -> str:
    """Return what was tried, and the survivors."""
    from scipy.stats import binomtest

    rows, survivors = [], []
    for name, room in rooms.items():
        done = [m for m in room["mutants"] if "outcome" in m]
        killed = sum(m["outcome"] == "killed" for m in done)
        alive = [m for m in done if m["outcome"] == "survived"]
        row = f"{name:9} {killed + len(alive):5} {killed:6} {len(alive):8} {len(done) - killed - len(alive):9}"
        if n := killed + len(alive):
            low, high = binomtest(killed, n).proportion_ci(method="wilson")
            row += f"  {killed / n:.3f} [{low:.3f}, {high:.3f}]"
        rows.append(row)
        for m in sorted(alive, key=lambda m: (m["file"], m["line"])):
            ran = f"{m['ran']} of {m['of']} tests" if m["of"] else "no test runs it"
            survivors.append(f"{m['file']}:{m['line']} {m['operator']} | {m['old']} -> {m['new']}  ({ran})")  # fmt: skip
    head = "room      tried killed survived undecided  share killed"
    return "\n".join([head, *rows, "", *survivors])


def main() -> None:
    """Try mutants, add what came of them to the state, and print it."""
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("--room", choices=ROOMS, action="append", help="all of them if not given")
    parser.add_argument("--number", type=int, default=150, help="mutants of a room")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--cover", action="store_true", help="look again which tests run a line")
    parser.add_argument("--again", action="store_true", help="try survivors once more")
    parser.add_argument("--root", type=Path, default=Path(__file__).parents[1])
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    root, home = asked.root.resolve(), asked.root.resolve() / "build" / "mutants"
    (home / "coverage").mkdir(parents=True, exist_ok=True)
    path = home / f"seed-{asked.seed}.json"
    state = json.loads(path.read_text()) if path.exists() else {"rooms": {}, "broken": []}
    until = time.time() + 60 * asked.minutes

    def save() -> None:
        path.with_suffix(".new").write_text(json.dumps(state, indent=1))
        path.with_suffix(".new").replace(path)

    for name in asked.room or ROOMS if asked.minutes else ():
        stamp, old = digest(root, ROOMS[name]), state["rooms"].get(name)
        if not (root / ROOMS[name]).is_dir() or (
            old and old["stamp"] == stamp and len(old["mutants"]) >= asked.number
        ):
            continue
        if old and old["stamp"] != stamp:
            print(f"{name}: its files changed, so it begins anew", flush=True)
        new = list(itertools.islice(drawn(root, ROOMS[name], asked.seed), asked.number))
        if old and old["stamp"] == stamp:
            new[: len(old["mutants"])] = old["mutants"]
        state["rooms"][name] = {"stamp": stamp, "mutants": new}
        save()
    rooms = [state["rooms"][name] for name in asked.room or ROOMS if name in state["rooms"]]
    if asked.again:
        for mutant in itertools.chain(*(room["mutants"] for room in rooms)):
            if mutant.get("outcome") == "survived":
                del mutant["outcome"]
    queue = [m for row in itertools.zip_longest(*(room["mutants"] for room in rooms))
             for m in row if m and "outcome" not in m]  # fmt: skip
    package, todo = digest(root, "newsan"), []
    for unit in units(root):
        kept = home / "coverage" / f"{unit.replace('/', '-')}.json"
        stamp = f"{package} {digest(root, unit)}"
        if not kept.exists() or (asked.cover and json.loads(kept.read_text())["stamp"] != stamp):
            todo.append((unit, kept, stamp, [f for f in ROOMS.values() if (root / f).is_dir()]))
    if (todo or queue) and asked.minutes:
        trusted = {m["by"] for r in rooms for m in r["mutants"] if m.get("outcome") == "killed"}
        given = (until, trusted - {*UNSURE}, set(state["broken"]))
        with pool(root, asked.workers, *given) as processes:
            for _ in processes.imap_unordered(covered, todo):
                pass
            cover = Cover(home / "coverage", root) if time.time() < until else None
            while queue and time.time() < until:
                now, queue = queue[:SLICE], queue[SLICE:]
                tasks = []
                for mutant in now:
                    tests = cover.of(mutant["file"], mutant["line"])
                    tasks.append((mutant | {"of": len(tests)}, cover.cheapest(tests)))
                for mutant in processes.imap_unordered(tried, enumerate(tasks)):
                    state["broken"] += mutant.pop("broken")
                    now[mutant.pop("number")].update(mutant)
                    save()
    print(table(state["rooms"]))


if __name__ == "__main__":
    main()
