"""Step 6, evaluation (to come): results chains, reviews, lessons, criteria, process health."""
