"""The stories of the demo, one module for each kind of ballot, and the people of the organisations."""
