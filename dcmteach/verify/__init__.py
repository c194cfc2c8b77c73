"""Read what was written as a stranger would: leaks, conformance, the profile row by row."""
