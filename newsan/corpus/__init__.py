"""The same steps over corpora too big for memory: partitions, resume, one process, several, or a Dask cluster."""

from newsan.corpus.queries import Corpus, open
from newsan.corpus.runs import run
from newsan.corpus.storage import files, load

__all__ = ["Corpus", "files", "load", "open", "run"]
