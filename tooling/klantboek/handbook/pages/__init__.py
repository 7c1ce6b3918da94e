"""The kinds of page: one module each, with a function ``pages`` that gives them for an edition."""
