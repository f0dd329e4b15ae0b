"""What newsan brings with it when it is installed, as CycloneDX: `make sbom` writes `docs/sbom.cdx.json`.

Give it the Python of an environment that holds what `hashes.txt` names and nothing else.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SBOM = ROOT / "docs" / "sbom.cdx.json"
# Licences that a package has in its files only, not in its metadata.
READ = {"vaderSentiment": "MIT"}


def listed(python: str) -> dict[str, object]:
    """Return the packages of an environment with versions, licences and needs, without addresses."""
    done = subprocess.run(
        [sys.executable, "-m", "cyclonedx_py", "environment", python, "--pyproject",
         "pyproject.toml", "--output-reproducible", "--of", "JSON", "-o", "-"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    bom = json.loads(done.stdout)
    for package in [*bom["components"], *bom["metadata"]["tools"]["components"]]:
        package.pop("externalReferences", None)
        package.pop("description", None)
        if licence := READ.get(package["name"]):
            package["licenses"] = [{"license": {"acknowledgement": "concluded", "id": licence}}]
    return bom


if __name__ == "__main__":
    SBOM.write_text(json.dumps(listed(sys.argv[1]), indent=1) + "\n", encoding="utf-8")
