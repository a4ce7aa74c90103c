"""The forms of the desk of analysis."""
