"""One source, two alternatives: what each kind of block becomes in text."""

from mailvote.mail.ashtml import as_html
from mailvote.mail.astext import WIDTH, as_text
from mailvote.mail.wording import form_block, paragraphs, quoted
from tests.mail.visible import read_html


def test_prose_is_wrapped_and_emphasis_is_left_to_html() -> None:
    text = as_text(f"**Bold** and *slanted* {'word ' * 30}\n")
    assert text.startswith("Bold and slanted word")
    assert max(map(len, text.splitlines())) <= WIDTH


def test_lists_keep_their_marks_and_indent_what_is_wrapped() -> None:
    text = as_text(f"- one {'word ' * 20}\n- two\n\n3. three\n4. four\n")
    assert text.splitlines()[1].startswith("  word")
    assert text.endswith("- two\n\n3. three\n4. four\n")
    assert {"ul", "ol", "li"} <= read_html(as_html("- one\n\n1. two\n", "")).tags


def test_a_web_address_follows_its_label_and_a_mail_link_is_its_label_alone() -> None:
    source = "[The rules](https://x.example/a), [write](mailto:a@x.example), [https://x.example/](https://x.example/)\n"
    assert as_text(source) == "The rules: https://x.example/a, write, https://x.example/\n"


def test_a_table_stands_in_columns_with_numbers_to_the_right() -> None:
    source = "| Name | Votes |\n|:---|---:|\n| A long name | 4 |\n| B | 12 |\n"
    assert as_text(source).splitlines() == [
        "Name         Votes",
        "-----------  -----",
        "A long name      4",
        "B               12",
    ]


def test_a_pipe_in_a_value_does_not_end_its_cell() -> None:
    assert as_text("| a\\|b | \\\\\\| |\n|---|---|\n| c | d |\n").splitlines()[0] == "a|b  \\|"


def test_a_quotation_is_marked_on_every_line() -> None:
    assert as_text(quoted("one\n\ntwo\n")) == "> one\n>\n> two\n"


def test_a_form_stays_as_it_is_and_no_line_of_it_ends_it() -> None:
    lines = ("start election", "Title: **x** <b>", "", "```", "Note: " + "y" * 100)
    text = as_text(f"Before\n\n{form_block(lines)}\n\nAfter\n")
    assert text == "Before\n\n" + "\n".join(lines) + "\n\nAfter\n"
    html = as_html(str(form_block(lines)), "")
    assert "<div>Title: **x** &lt;b&gt;</div>" in html
    assert "<div><br></div>" in html


def test_short_lines_of_a_note_stay_lines_and_wrapped_ones_flow() -> None:
    long = "This line was surely broken by a mail program that wraps at seventy-six"
    assert as_text(f"{paragraphs(f'- one{chr(10)}- two{chr(10)}{long}{chr(10)}columns.')}\n") == (
        "- one\n- two\nThis line was surely broken by a mail program that wraps at seventy-six\ncolumns.\n"
    )


def test_no_markup_of_html_is_ever_let_through() -> None:
    html = as_html('<b onclick="x">hi</b> <!-- c --> ![a](http://x.example/y.png)\n', "</title><script>")
    assert not {"b", "img", "script"} & read_html(html).tags
