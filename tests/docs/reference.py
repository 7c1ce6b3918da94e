"""The reference pages, generated from what they describe: the commands, the schemas and the figures."""

from collections.abc import Iterator
from inspect import cleandoc

import click

from klantboek.aggregates import Aggregate, Column, all_aggregates
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


def figures_page() -> str:
    """Give the page about the figures: each with its question, its formula and its columns."""
    lines = [
        "# Figures",
        "",
        "Each is a table in `klantboek query`, three files in `build/tables` and a page of the handbook.",
        "The day of the figures is the one that counts as today. Columns with a star together name a row.",
        "",
    ]
    for one in all_aggregates():
        lines += _figure(one)
    return "\n".join(lines).rstrip("\n") + "\n"


def _figure(one: Aggregate) -> Iterator[str]:
    yield from (f"## {one.name}", "", f"**{one.title['en']}** ({one.title['nl']}). {one.answers['en']}", "")
    yield from (one.formula["en"] + (f" *{one.source}.*" if one.source else ""), "")
    if one.people:
        about = " Small groups are left out, also inside the house." if one.opinions else ""
        yield from (f"About groups; `{one.people[0]}` counts the people in one.{about}", "")
    yield from ("| Column | Heading | Dutch | Holds |", "|---|---|---|---|")
    for column in one.columns:
        star = "*" if column.name in one.key else ""
        heading = f"{_cell(column.heading['en'])} | {_cell(column.heading['nl'])}"
        yield f"| `{column.name}`{star} | {heading} | {_column(column)} |"
    yield ""


def _column(column: Column) -> str:
    parts = [column.unit] if column.unit else []
    if column.reference:
        parts.append(f"refers to {column.reference.replace('vocabulary/', 'the vocabulary ')}")
    if column.like:
        parts.append(f"as `{column.like}`")
    parts += [" · ".join(f"`{choice}`" for choice in column.choices)] if column.choices else []
    return "<br>".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
