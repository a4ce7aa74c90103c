"""Files: stored once by content, checked for what they really are, and served safely."""
