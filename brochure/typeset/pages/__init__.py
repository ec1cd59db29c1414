"""The pages as they came out, in plain tuples: whoever asks about them reads these."""
