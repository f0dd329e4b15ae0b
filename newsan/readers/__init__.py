"""One file per on-disk format: bytes in, article records out, nothing else."""
