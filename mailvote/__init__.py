"""mailvote runs an organisation's elections by email: papers out, replies in, the count, the declaration."""

__version__ = "0.1.0"
