"""入稿検査: whether a print shop will take the file, found in the file alone."""
