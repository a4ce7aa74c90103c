"""Words: translated content, Swedish sort keys, slugs, hostile characters, readability."""
