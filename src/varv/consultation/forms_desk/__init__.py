"""The forms of the staff desk, by page."""
