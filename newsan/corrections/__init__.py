"""What a reader corrected, kept as a table beside the data and applied again on every run."""

from newsan.corrections.rows import BY, apply, apply_acts, keep
from newsan.corrections.table import read, write

__all__ = ["BY", "apply", "apply_acts", "keep", "read", "write"]
