"""Whether a given name is somebody's own, spelt otherwise: Volodymyr, Wolodymyr."""

from __future__ import annotations

import re

from newsan.actors import given
from newsan.actors.registry import fold

_SOUNDS = (("kh", "h"), ("ph", "f"), ("x", "ks"), ("w", "v"), ("g", "h"), ("c", "k"), ("q", "k"))
_VOWELS = re.compile(r"[aeiouyj]|[^a-z]")
_ALIKE = str.maketrans("oeyijuhwcq", "aaaaaagvkk")  # first letters that spellings of a name share


def is_spelling(first: str, actor: dict[str, str]) -> bool:
    """
    Tell whether a given name is a spelling of a registry person's own, or an initial of it.

    The consonants must agree, the first letters be alike, and known given names be of one pronoun:
    what an alias of the registry spells otherwise counts too.

    Examples
    --------
    >>> from newsan.actors.registry import index
    >>> row = index().rows["volodymyr-zelenskyy"]
    >>> [is_spelling(n, row) for n in ("Wolodymyr", "V.", "Viktor", "Olena")]
    [True, True, False, False]
    """
    name = fold(first).strip(".")
    own = {fold(actor["name"]).split()[0]}
    own |= {
        n.split()[0] for n in fold(actor["aliases"]).split("|") if " " in n
    } & given.names().keys()
    if len(name) == 1:
        return any(n[0].translate(_ALIKE) == name.translate(_ALIKE) for n in own)
    pronoun = actor["pronouns"].split("/")[0]
    if pronoun in ("he", "she") and given.names().get(name, pronoun) != pronoun:
        return False
    return any(
        n == name or (_sound(n) == _sound(name) and n[0].translate(_ALIKE) == name[0].translate(_ALIKE))
        for n in own
    )  # fmt: skip


def _sound(name: str) -> str:
    """Return the consonants of a given name as transliterations share them, doubled ones once."""
    for letters, sound in _SOUNDS:
        name = name.replace(letters, sound)
    return re.sub(r"(.)\1", r"\1", _VOWELS.sub("", name))
