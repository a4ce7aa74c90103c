"""Step 3, vision (to come): where an area wants to be, with versions and goals."""
