"""The verdicts on a file, for eyes, for HR and for machines."""
