"""What is shipped, and what it brings: files, pins, hashes and licences."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
BEGINS = re.compile(r"^([\w.-]+)==(\S+)(?: ; (.+?))?(?: \\)?$", re.MULTILINE)
# Permissive, or MPL-2.0, which asks for nothing of what stands beside it.
LICENCES = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "MIT", "MIT-CMU",
    "MPL-2.0", "PSF-2.0", "Python-2.0", "Zlib",
}  # fmt: skip
CLASSIFIED = {"Apache Software License", "BSD License", "Mozilla Public License 2.0 (MPL 2.0)"}

pytestmark = pytest.mark.skipif(not (ROOT / "hashes.txt").exists(), reason="not a checkout")


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def needed() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {Requirement(line).name for line in project["dependencies"]}


def pins(file: str) -> set[tuple[str, str, str]]:
    return set(BEGINS.findall((ROOT / file).read_text(encoding="utf-8")))


def components() -> dict[str, dict]:
    bom = json.loads((ROOT / "docs" / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert bom["bomFormat"] == "CycloneDX"
    return {plain(package["name"]): package for package in bom["components"]}


def licences(package: dict) -> set[str]:
    said = [one.get("license", one) for one in package.get("licenses", [])]
    names = [one.get("id") or one.get("expression") or one["name"] for one in said]
    return {part for name in names for part in re.split(r" AND | OR ", name)}


def test_every_download_that_newsan_needs_has_hashes_and_the_pinned_version() -> None:
    hashed, known = pins("hashes.txt"), pins("constraints.txt")
    assert needed() <= {name for name, _, _ in hashed}
    assert {pin[:2] for pin in hashed} <= {pin[:2] for pin in known}
    blocks = re.split(r"\n(?=\S)", (ROOT / "hashes.txt").read_text(encoding="utf-8").strip())
    assert len(blocks) == len(hashed)
    for block in blocks:
        first, *rest = block.splitlines()
        assert BEGINS.match(first) and rest, first
        assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?", h) for h in rest), first


def test_the_bill_of_materials_has_what_is_pinned_with_its_licence() -> None:
    packages, hashed = components(), pins("hashes.txt")
    assert needed() <= set(packages)
    elsewhere = {name for name, _, marker in hashed if "win32" in marker}
    assert {name for name, _, _ in hashed} - elsewhere == set(packages)
    for name, package in packages.items():
        assert (name, package["version"]) in {pin[:2] for pin in hashed}
        assert licences(package), name


def test_no_licence_asks_for_more_than_newsan_gives() -> None:
    allowed = LICENCES | {f"License :: OSI Approved :: {name}" for name in CLASSIFIED}
    assert {n: over for n, p in components().items() if (over := licences(p) - allowed)} == {}
    assert licences({"licenses": [{"expression": "MIT AND GPL-3.0-only"}]}) - allowed


def test_no_address_stands_in_pins_and_bill() -> None:
    for file in ("hashes.txt", "constraints.txt", "docs/sbom.cdx.json"):
        text = (ROOT / file).read_text(encoding="utf-8")
        assert set(re.findall(r"https?://[^/\"]+", text)) <= {"http://cyclonedx.org"}


def test_wheel_and_source_archive_hold_what_git_has_and_nothing_else() -> None:
    pytest.importorskip("hatchling", reason="newsan[test] is not installed")
    from hatchling.builders.sdist import SdistBuilder
    from hatchling.builders.wheel import WheelBuilder

    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("no git here")
    tracked = set(listed.stdout.split("\0"))
    package = {path for path in tracked if path.startswith("newsan/")}
    beside = {"README.md", "LICENSE", "NOTICE", "CHANGELOG.md", "CITATION.cff", "pyproject.toml"}
    beside |= {".gitignore"}
    for builder, expected in ((WheelBuilder, package), (SdistBuilder, package | beside)):
        held = {f.distribution_path for f in builder(str(ROOT)).recurse_included_files()}
        assert held <= expected and package <= held, held ^ expected
