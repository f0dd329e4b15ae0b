"""Which Pythons and systems newsan installs on from wheels alone: `make matrix` resolves, and installs nothing.

Prints the tables of `docs/reliability.md`. uv answers for a Python and a system that are not this one.
"""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = {
    "Linux": "x86_64-manylinux_2_28",
    "Windows": "x86_64-pc-windows-msvc",
    "macOS 14": "aarch64-apple-darwin",
}
MAC = {"MACOSX_DEPLOYMENT_TARGET": "14.0"}  # uv asks for 13 otherwise; pyproj has no wheel for that
OLDEST = ("pandas", "geopandas", "matplotlib", "numpy", "pyarrow", "shapely", "scipy")


def resolve(python: str, system: str, *options: str) -> dict[str, str] | str:
    """Return the versions that would be installed, by package, or why nothing can be."""
    done = subprocess.run(
        [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet", "--no-header",
         "--no-annotate", "--only-binary", ":all:", "--python-version", python,
         "--python-platform", SYSTEMS[system], *options],
        cwd=ROOT, env=os.environ | MAC, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        return " ".join(done.stderr.split())
    pins = (line.split(";")[0].strip().split("==") for line in done.stdout.splitlines() if line)
    return dict(pins)


def main() -> None:
    """Print both tables: the pinned versions on each system, and the oldest ones that pyproject allows."""
    print(f"Resolved on {datetime.datetime.now(tz=datetime.UTC).date()}:\n")
    print("| Python |", " | ".join(SYSTEMS), "|\n|---|" + "---|" * len(SYSTEMS))
    for python in PYTHONS:
        found = [resolve(python, s, "--constraint", "constraints.txt") for s in SYSTEMS]
        cells = (f"{len(f)} wheels" if isinstance(f, dict) else f"none: {f[:200]}" for f in found)
        print(f"| {python} |", " | ".join(cells), "|", flush=True)
    oldest = resolve(PYTHONS[0], "Linux", "--resolution", "lowest-direct")
    if isinstance(oldest, str):
        sys.exit(f"The oldest versions do not go together: {oldest}")
    print(f"\nThe oldest that go together on {PYTHONS[0]}: "
          + ", ".join(f"{name} {oldest[name]}" for name in OLDEST) + ".")  # fmt: skip


if __name__ == "__main__":
    main()
