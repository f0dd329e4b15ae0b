"""Statements of ground that the trained reader finds, on any front, with a confidence."""
