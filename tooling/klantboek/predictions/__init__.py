"""What the past of a book says about its future, and how far that can be trusted."""
