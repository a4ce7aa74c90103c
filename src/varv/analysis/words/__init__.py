"""What the numbers find in a file, in the words and the language of the pages."""

from varv.analysis.words.told import Told, refusal, told

__all__ = ["Told", "refusal", "told"]
