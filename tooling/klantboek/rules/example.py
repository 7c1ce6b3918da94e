"""The examples in the rules' documentation, laid out as they would stand in files."""

from klantboek.yaml import read, write


def laid_out(example: str) -> str:
    """Give the one-line YAML of an example as block style; several files each get a line with their name."""
    value = read(example.encode(), "example").value
    if all(key.endswith(".yaml") for key in value):
        return "\n".join(f"# {file}\n{write(record)}" for file, record in value.items())
    return write(value)
