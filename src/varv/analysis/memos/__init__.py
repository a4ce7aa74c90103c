"""Memos: texts with live figures, frozen when they are published, and sent with a meeting."""
