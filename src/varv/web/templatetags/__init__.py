"""Template tags: the design system."""
