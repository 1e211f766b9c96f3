"""mailvote runs an organisation's votes by email: papers out, replies in, the count, the declaration."""

__version__ = "0.3.0"
