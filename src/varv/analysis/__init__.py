"""Step 1, analysis: cited evidence; datasets, runs and findings are to come."""
