"""Pages of analysis, by what they are about; those of the desk begin with ``desk``."""
