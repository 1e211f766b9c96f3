"""The text of PDF and Word files that strangers send: read in a process of its own, which no file can get out of."""
