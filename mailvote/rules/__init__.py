"""The constitution as pure functions over frozen values: no clock, no file, no database, no mail."""
