"""Step 5, policy mix (to come): measures, projects, funds, their rules and the portfolio."""
