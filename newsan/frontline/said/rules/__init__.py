"""Statements of ground that rules read, written with articles on the front in Kursk Oblast: few, and nearly all right."""
