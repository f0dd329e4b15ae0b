"""Statements of ground that rules read, written with articles on one front: few, and four in five right elsewhere."""
