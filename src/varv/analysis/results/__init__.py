"""The results of runs: how they are shown, given out, compared, and held against findings."""
