"""For every test, doctest and notebook: no network, no screen, the same random seed."""

import os
import runpy
from pathlib import Path

import matplotlib
from hypothesis import HealthCheck, settings
from matplotlib import pyplot

OFFLINE = Path(__file__).parent / "tests" / "offline"

# Kernels and commands started by tests inherit it.
os.environ["PYTHONPATH"] = os.pathsep.join(
    [str(OFFLINE), *filter(None, [os.environ.get("PYTHONPATH")])]
)
# Not by MPLBACKEND: kernels would inherit it and draw nothing inline.
matplotlib.use("agg")
runpy.run_path(str(OFFLINE / "sitecustomize.py"))

collect_ignore = ["notebooks/run.py", "training", "tests/offline"]

# The same examples on every run, so that a change is what makes a test fail; HYPOTHESIS_PROFILE=explore
# looks for new ones.
for name, is_same in (("repeat", True), ("explore", False)):
    # never by the clock: a busy machine is no fault
    settings.register_profile(name, derandomize=is_same, deadline=None,
                              suppress_health_check=[HealthCheck.too_slow])  # fmt: skip
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeat"))


def pytest_runtest_teardown() -> None:
    """Close the figures of a test: examples in docstrings close none."""
    pyplot.close("all")
