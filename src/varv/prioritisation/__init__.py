"""Step 4, prioritisation (to come): statements, votes, opinion groups, niches and rankings."""
