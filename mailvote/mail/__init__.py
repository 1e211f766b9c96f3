"""Understanding and writing mail: pure functions over frozen values, with no clock, no file and no SQL."""
