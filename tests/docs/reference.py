"""The reference pages, generated from what they describe: the commands and the schemas."""

from collections.abc import Iterator
from inspect import cleandoc

import click

from klantboek.cli.app import app
from klantboek.shapes import KINDS, Shape, Type, shape_of


def commands_page() -> str:
    """Give the page about the command line."""
    ctx = click.Context(app, info_name="klantboek")
    lines = ["# Commands", "", cleandoc(app.help or ""), ""]
    for name in app.list_commands(ctx):
        lines += _command(f"klantboek {name}", app.get_command(ctx, name), ctx)
    lines += [
        "## Exit codes",
        "",
        "0 is clean, 1 means findings, 2 means wrong use; other numbers name one error each.",
    ]
    return "\n".join(lines) + "\n"


def _command(name: str, command: click.Command | None, above: click.Context) -> Iterator[str]:
    assert command is not None
    ctx = click.Context(command, info_name=name.rpartition(" ")[2], parent=above)
    if isinstance(command, click.Group):
        for sub in command.list_commands(ctx):
            yield from _command(f"{name} {sub}", command.get_command(ctx, sub), ctx)
        return
    usage = " ".join(command.collect_usage_pieces(ctx))
    yield from (
        f"## {name}",
        "",
        f"`{name} {usage}`",
        "",
        cleandoc(command.help or "").replace("\b\n", ""),
        "",
    )
    given = [one for one in command.get_params(ctx) if isinstance(one, click.Option)]
    options = [parameter.get_help_record(ctx) for parameter in given]
    written = [record for record in options if record and "--help" not in record[0]]
    if written:
        yield from ("| Option | What it does |", "|---|---|")
        yield from (f"| `{_cell(option)}` | {_cell(text)} |" for option, text in written)
        yield ""


def fields_page(kind: str) -> str:
    """Give the page about the fields of one kind of record."""
    shape = shape_of(kind)
    folder = KINDS[kind].folder
    where = f"One file each in `records/{folder}/`." if folder else "The file `records/book.yaml`."
    lines = [f"# {shape.title}", "", f"{shape.description} {where}", ""]
    lines += ["| Field | Title | Dutch | What it is |", "|---|---|---|---|"]
    for one in shape.walk():
        if one is not shape:
            name = one.path.partition(".")[2]
            lines.append(
                f"| `{name}`{'*' if one.required else ''} | {_cell(one.title)} | {_cell(one.title_nl)} | {_field(one)} |"
            )
    return "\n".join([*lines, "", "\\* must be there."]) + "\n"


def _field(shape: Shape) -> str:
    item = shape.items or shape
    parts = [_cell(shape.description), f"*{_type(shape)}*"]
    if item.choices:
        parts.append(" · ".join(f"`{choice}`" for choice in item.choices))
    if item.reference:
        parts.append(f"refers to {item.reference.replace('vocabulary/', 'the vocabulary ')}")
    if shape.sensitivity:
        parts.append(f"sensitivity: {shape.sensitivity}")
    return "<br>".join(part for part in parts if part)


def _type(shape: Shape) -> str:
    if shape.type is Type.LIST and shape.items is not None:
        return f"list of {shape.items.type}"
    return shape.format or shape.type


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
