"""Tables of whole pages."""

from klantboek.handbook.listing import STEP, Column, Listing, text


def test_rows_after_the_first_hundred_are_told_apart_and_leave_out_where_cells_end() -> None:
    """The first ones stand whole; of the others it is known how many there are. What a user wrote stays escaped."""
    columns = [Column("Naam"), Column("Omzet", "n")]
    rows = [[text(f"</td>{number}"), text("7")] for number in range(STEP + 3)]
    ready = Listing.of(columns, rows)
    assert ready.rest_size == 3
    assert ready.body.count("<tr>") == ready.body.count("</tr>") == STEP
    assert ready.body.count("</td>") == 2 * STEP
    rest = "".join(ready.rest)
    assert rest.count("<tr>") == rest.count("</tr>") == 3
    assert "</td>" not in rest
    assert f"&lt;/td&gt;{STEP + 2}" in rest


def test_short_table_has_no_rest() -> None:
    """Nothing is told apart."""
    ready = Listing.of([Column("Naam")], [[text("Molen")]])
    assert ([*ready.rest], ready.rest_size) == ([], 0)
