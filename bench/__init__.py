"""How fast the toolkit is, as ratios to pydicom measured in the same run: ``python -m bench``."""
