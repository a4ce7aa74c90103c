"""Reach: who takes part from which municipality and sector, from counts that apps register."""
