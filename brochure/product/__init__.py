"""What is made: pieces and their sizes, for whom, and the folder of a project."""
