"""制作: an order becomes files: the way through the stages, and who walks it."""
