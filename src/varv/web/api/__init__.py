"""The read-only API: open data, never personal, never a meeting's secret link."""
