"""Two records made one, a record under another number, a number out of use: with every reference to it."""
