"""The duties of the election office, one per module: they fetch, decide through the pure core, store and post."""
