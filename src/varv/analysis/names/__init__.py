"""What codes and verdicts are called on every page and in every file, in the reader's language.

The numbers know codes, and titles in English; here is the only place that says them to people.
"""
