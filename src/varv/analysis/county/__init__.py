"""The whole county: whether we reach all municipalities, beside what these are like."""
