"""Mail servers on loopback for the tests: Debian's Dovecot, an SMTP sink, and servers that misbehave on purpose."""
