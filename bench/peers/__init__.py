"""Other checkers of YAML files: how each is installed, what schema it is given and how it is called."""
