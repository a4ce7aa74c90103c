"""What papers say: pure functions from what is known of a round to blocks, part by part."""
