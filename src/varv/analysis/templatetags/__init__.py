"""Tags of the analysis step."""
