"""Quotations and claims of others set against the articles: what stands there, what was changed, whose words."""

from newsan.verification.verdicts import Verification, verify

__all__ = ["Verification", "verify"]
