"""What is written is whole, or as it was: killed at every step, on a full disk, damaged, or by two at once."""

from __future__ import annotations

import ast
import json
import multiprocessing
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

import newsan as ns
from newsan import writing
from newsan.analysis import Analysis
from newsan.errors import ReadError, WriteError

PACKAGE = Path(ns.__file__).parent
OLD = [{"id": "a", "text": "“It rained,” said Mara Ostrell. “It rained all day,” Ivo Teller said."}]
NEW = [
    {"id": "b", "text": "“It is dry in Sudzha,” Tove Ardal said on Friday.", "date": "2031-05-02"}
]

# Forks for each number a process that is killed at the nth thing that it does to a file of its folder: one start for all.
KILLED = """
import json, os, signal, sys
import geopandas, pyarrow.parquet, pyproj, scipy.stats, textblob  # once, not in each that is forked
import newsan as ns
from newsan.analysis import Analysis
from newsan import corpus, places, sentiment, writing
source = sys.argv[1]
def watch(at, folder):
    count = 0
    def seen(event, args):
        nonlocal count
        if event in ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree"):
            if args and isinstance(args[0], (str, os.PathLike)) and os.fspath(args[0]).startswith(folder):
                count += 1
                if count == at:
                    os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(seen)
    {work}
    print(count, flush=True)
for at, folder in json.loads(sys.argv[2]):
    if not (child := os.fork()):
        watch(at, folder)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == (signal.SIGKILL if at else 0), at
"""


def bytes_of(folder: Path) -> dict[str, bytes]:
    files = (p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def visible(folder: Path) -> dict[str, bytes]:
    return {name: data for name, data in bytes_of(folder).items() if ".newsan." not in name}


def killed(work: str, source: Path, at: Mapping[int, Path]) -> str:
    """Do the work into each folder, killed at its step; 0 is killed at none, and prints how many there are."""
    places = json.dumps([(step, str(folder)) for step, folder in at.items()])
    done = subprocess.run(
        [sys.executable, "-c", KILLED.format(work=work), str(source), places],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def analyses(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    base = tmp_path_factory.mktemp("saved")
    return ns.analyse(OLD).save(base / "old"), ns.analyse(NEW).save(base / "new")


def test_who_is_killed_at_any_step_leaves_the_old_or_the_new(
    analyses: tuple[Path, Path], tmp_path: Path
) -> None:
    old, new = map(visible, analyses)
    work = "Analysis.load(source).save(folder)"
    whole = Path(shutil.copytree(analyses[0], tmp_path / "all"))
    total = int(killed(work, analyses[1], {0: whole}))
    assert total > 30
    steps = {
        *range(1, total, max(1, total // 8)),
        total - 40,
        total - 20,
        *range(total - 4, total),
    }
    places = {at: tmp_path / f"at-{at}" for at in sorted(steps)}
    for folder in places.values():
        shutil.copytree(analyses[0], folder)
        (folder / "mine.txt").write_text("precious")
    killed(work, analyses[1], places)
    seen = set()
    for at, folder in places.items():
        loaded = Analysis.load(folder)
        is_new = loaded.articles["article_id"].tolist() == ["b"]
        seen.add(is_new)
        there = visible(folder)
        assert there.pop("mine.txt") == b"precious"
        assert there == (new if is_new else old), at
        Analysis.load(analyses[1]).save(folder)  # the lock of the dead is taken over
        after = bytes_of(folder)
        del after["mine.txt"]
        assert after == new
    assert seen == {True, False}


def test_a_corpus_that_is_killed_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    source = tmp_path / "source.jsonl"
    lines = [json.dumps({"id": f"r{i}", "text": f"“{i},” said Mara Ostrell."}) for i in range(3)]
    source.write_text("\n".join(lines), encoding="utf-8")
    ns.corpus.run(source, tmp_path / "whole", partition=1)
    whole = bytes_of(tmp_path / "whole")
    assert not any(".newsan." in name for name in whole)
    places = {at: tmp_path / f"at-{at}" for at in (3, 12, 25, 45, 60)}
    killed("ns.corpus.run(source, folder, partition=1)", source, places)
    for at, out in places.items():
        if (out / "run" / "done.json").exists():
            with pytest.raises(
                ReadError, match="broken off, or goes on: run `newsan corpus` again"
            ):
                ns.corpus.load(out, "quotes")
        ns.corpus.run(source, out, partition=1)
        assert bytes_of(out) == whole, at


def test_a_full_disk_leaves_the_old(analyses: tuple[Path, Path], tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(disk)]
    if (
        os.name != "posix"
        or not shutil.which("mount")
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("no small file system can be mounted here; see the test of a limit")
    try:
        folder = Path(shutil.copytree(analyses[0], disk / "build"))
        old = bytes_of(folder)
        later = Analysis.load(analyses[1])
        free = shutil.disk_usage(disk).free
        refused = 0
        for left in range(0, 600_000, 60_000):
            filler = disk / "filler"
            filler.write_bytes(b"0" * (free - left))
            try:
                later.save(folder)
            except WriteError as error:
                assert "Cannot write the frames to" in str(error) and "pace" in str(error)
                assert bytes_of(folder) == old
                refused += 1
            else:
                break
            finally:
                filler.unlink()
        assert refused
        later.save(folder)
        assert bytes_of(folder) == bytes_of(analyses[1])
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("limit", [0, 100, 1_000])
def test_a_file_that_cannot_grow_leaves_the_old(
    analyses: tuple[Path, Path], tmp_path: Path, limit: int
) -> None:
    folder = Path(shutil.copytree(analyses[0], tmp_path / "build"))
    later = Analysis.load(analyses[1])
    page = tmp_path / "report.html"
    page.write_text("old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        with pytest.raises(WriteError, match="Cannot write the frames to"):
            later.save(folder)
        with pytest.raises(WriteError, match="Cannot write the report to"):
            later.report(page)
        with pytest.raises(WriteError, match="Cannot write the figure to"):
            ns.figures.save(
                ns.charts.claim_board(later.claims), "01-x", folder=tmp_path / "figures"
            )
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert bytes_of(folder) == bytes_of(analyses[0])
    assert page.read_text() == "old" and not bytes_of(tmp_path / "figures")
    assert not list(tmp_path.glob(".newsan*"))


@pytest.mark.parametrize("name", ["quotes", "sentiment", "mentions", "ledger"])
def test_a_mixture_is_refused_by_name(
    analyses: tuple[Path, Path], tmp_path: Path, name: str
) -> None:
    folder = Path(shutil.copytree(analyses[0], tmp_path / "build"))
    shutil.copy(analyses[1] / f"{name}.parquet", folder)
    with pytest.raises(ReadError, match=rf"{name}\.parquet cannot be read \(it is not as it was"):
        Analysis.load(folder)


def without_hashes(folder: Path) -> None:
    path = folder / "newsan.json"
    told = json.loads(path.read_text())
    del told["files"]
    path.write_text(json.dumps(told))


@pytest.mark.parametrize("name", ["quotes", "sentiment", "rhetoric"])
def test_a_mixture_without_hashes_is_refused_by_its_ids(
    analyses: tuple[Path, Path], tmp_path: Path, name: str
) -> None:
    folder = Path(shutil.copytree(analyses[0], tmp_path / "build"))
    without_hashes(folder)
    note = Analysis.load(folder).ledger.iloc[-1]
    assert note["source"] == folder.as_posix() and "without hashes" in note["what"]
    ns.analyse([*NEW, *OLD, {"id": "c", "text": "“Dry,” Ivo Teller said."}]).save(tmp_path / "more")
    shutil.copy(tmp_path / "more" / f"{name}.parquet", folder)
    with pytest.raises(ReadError, match=rf"files of more than one analysis, as .*{name}\.parquet"):
        Analysis.load(folder)


def test_ids_that_lead_nowhere_are_said_and_kept(tmp_path: Path) -> None:
    from dataclasses import replace

    made = ns.analyse(OLD)
    cut = replace(made, quotes=made.quotes.iloc[:1]).save(tmp_path / "cut")
    note = Analysis.load(cut).ledger.iloc[-1]
    assert note["kind"] == "lost" and "sentiment.parquet" in note["what"]


def damage(path: Path, how: str) -> None:
    if how == "deleted":
        path.unlink()
    elif how == "cut":
        path.write_bytes(path.read_bytes()[:-50])
    else:
        path.write_bytes(bytes(path.stat().st_size))


@pytest.mark.parametrize("how", ["cut", "deleted", "zeroed"])
@pytest.mark.parametrize("name", ["quotes.parquet", "done.json"])
def test_a_damaged_part_is_refused_and_then_made_again(tmp_path: Path, how: str, name: str) -> None:
    records = [{"id": f"r{i}", "text": f"“{i},” said Mara Ostrell."} for i in range(2)]
    out = tmp_path / "out"
    ns.corpus.run(records, out, partition=1)
    whole = bytes_of(out)
    damage(out / "part-00001" / name, how)
    with pytest.raises(ReadError, match=rf"part-00001/{name}.*run `newsan corpus` again"):
        ns.corpus.load(out, "quotes")
    problems = ns.corpus.run(records, out, partition=1)
    assert problems["kind"].tolist() == ["repaired"]
    assert problems["source"][0].endswith("part-00001")
    assert name in problems["problem"][0] and "made again" in problems["problem"][0]
    assert {n: b for n, b in bytes_of(out).items() if not n.startswith("run/")} == {
        n: b for n, b in whole.items() if not n.startswith("run/")
    }
    assert ns.corpus.run(records, out, partition=1).empty
    assert bytes_of(out) == whole


def test_a_part_that_is_gone_is_missed_and_made_again(tmp_path: Path) -> None:
    records = [{"id": f"r{i}", "text": f"“{i},” said Mara Ostrell."} for i in range(2)]
    ns.corpus.run(records, tmp_path, partition=1)
    shutil.rmtree(tmp_path / "part-00000")
    with pytest.raises(ReadError, match=r"part-00000/done\.json is missing"):
        ns.corpus.load(tmp_path, "articles")
    assert "is missing" in ns.corpus.run(records, tmp_path, partition=1)["problem"][0]
    assert len(ns.corpus.load(tmp_path, "articles")) == 2


def hold(folder: str, held: object, go: object) -> None:
    with writing.locked(Path(folder)), writing.locked(Path(folder), ".newsan.run.lock"):
        held.set()
        go.wait(60)


def test_a_second_run_waits_or_refuses(
    analyses: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(analyses[0], tmp_path / "build"))
    old = bytes_of(folder)
    later = Analysis.load(analyses[1])
    context = multiprocessing.get_context("spawn")
    held, go = context.Event(), context.Event()
    other = context.Process(target=hold, args=(str(folder), held, go))
    other.start()
    try:
        assert held.wait(60)
        monkeypatch.setattr(writing, "WAIT_S", 0.2)
        refusal = (
            rf"build is being written by another process \({other.pid} on .*give another folder"
        )
        for write in (
            lambda: later.save(folder),
            lambda: later.report(folder / "report.html"),
            lambda: ns.corpus.run(NEW, folder),
        ):
            with pytest.raises(WriteError, match=refusal):
                write()
        assert visible(folder) == old
        monkeypatch.setattr(writing, "WAIT_S", 60.0)
        threading.Timer(0.3, go.set).start()
        later.save(folder)  # waits until the other is done
        assert bytes_of(folder) == bytes_of(analyses[1])
    finally:
        go.set()
        other.join()


def test_who_reads_waits_for_what_is_being_moved(
    analyses: tuple[Path, Path], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(analyses[0], tmp_path / "build"))
    ready = Path(shutil.copytree(analyses[1], folder / ".newsan.ready"))
    (ready / "areas.csv").replace(folder / "areas.csv")
    assert Analysis.load(folder).articles["article_id"].tolist() == ["b"]
    assert bytes_of(folder) == bytes_of(analyses[1])


def test_links_devices_and_modes_stay_what_they_are(tmp_path: Path) -> None:
    real, link = tmp_path / "real.html", tmp_path / "link.html"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    with writing.replace(link) as fresh:
        fresh.write_text("new")
    assert link.is_symlink() and real.read_text() == "new" and real.stat().st_mode & 0o777 == 0o640
    with writing.replace(os.devnull) as fresh:
        fresh.write_text("nothing")
    assert not Path(os.devnull).is_file()


def test_a_folder_in_the_place_of_a_file_is_named_before_anything_is_moved(tmp_path: Path) -> None:
    (tmp_path / "b.txt").mkdir()
    with (
        pytest.raises(WriteError, match="is a folder"),
        writing.together(tmp_path) as fresh,
    ):
        (fresh / "a.txt").write_text("a")
        (fresh / "b.txt").write_text("b")
    assert [p.name for p in tmp_path.iterdir()] == ["b.txt"]


def test_two_figures_at_once_are_both_recorded(tmp_path: Path) -> None:
    from matplotlib.figure import Figure

    names = [f"0{i}-x" for i in range(6)]
    save = [
        threading.Thread(target=ns.figures.save, args=(Figure(), n), kwargs={"folder": tmp_path})
        for n in names[:1]
    ]
    for thread in save:
        thread.start()
    for name in names[1:]:
        ns.figures.save(Figure(), name, folder=tmp_path)
    for thread in save:
        thread.join()
    assert sorted(json.loads((tmp_path / "figures.json").read_text())) == names


WRITES = {"write_text", "write_bytes", "to_parquet", "writelines"}
WAYS = {"replace", "together"}


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: p.relative_to(PACKAGE).as_posix()
)
def test_nobody_writes_but_by_the_one_way(path: Path) -> None:
    if path.name == "writing.py":
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        calls = {
            n.func.attr
            for n in ast.walk(function)
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)
        }
        if not calls & WRITES or function.name == "write_frame":
            continue
        assert calls & WAYS, f"{function.name} writes {calls & WRITES} by itself"


def test_tables_of_verdicts_are_written_together(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from newsan.cli import app

    (tmp_path / "a.txt").write_text(OLD[0]["text"], encoding="utf-8")
    pd.DataFrame({"text": ["It rained all day"]}).to_csv(tmp_path / "rows.csv", index=False)
    out = tmp_path / "out"
    CliRunner().invoke(
        app, ["verify", str(tmp_path / "rows.csv"), str(tmp_path / "a.txt"), "--out", str(out)]
    )
    assert sorted(p.name for p in out.iterdir()) == [
        "differences.csv",
        "missed.csv",
        "verdicts.csv",
    ]
