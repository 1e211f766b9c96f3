"""A whole election on an embedded mail server, in a minute."""
