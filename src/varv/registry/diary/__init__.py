"""To and from the authority's own diary: records out with what is known of them, numbers back."""
