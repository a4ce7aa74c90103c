"""Indicators (to come): what is measured, its targets and its observations."""
