"""The strict From: one plain address, or nobody (mail.md 3)."""

import pytest

from mailvote.mail.message import read_message
from mailvote.mail.sender import Sender, Unidentified, identify


def identified(*headers: str) -> Sender | Unidentified:
    return identify(read_message("\n".join((*headers, "", "2")).encode()))


@pytest.mark.parametrize(
    ("value", "address", "name"),
    [
        ("jane@x.example", "jane@x.example", ""),
        ("<jane@x.example>", "jane@x.example", ""),
        ("Jane.Smith@X.Example", "jane.smith@x.example", ""),
        ("Dr. Jane Smith <jane@x.example>", "jane@x.example", "Dr. Jane Smith"),
        ('"SMITH, Jane (BELL STREET)" <jane@x.example>', "jane@x.example", "SMITH, Jane (BELL STREET)"),
        ('"tom@y.example" <jane@x.example>', "jane@x.example", "tom@y.example"),
        ("=?utf-8?q?J=C3=A5n?= <jane@x.example>", "jane@x.example", "Jån"),
        ("jane+votes@x.example", "jane+votes@x.example", ""),
        ("jane@xn--bcher-kva.example", "jane@xn--bcher-kva.example", ""),
    ],
)
def test_one_plain_address_is_the_sender(value: str, address: str, name: str) -> None:
    assert identified(f"From: {value}") == Sender(address=address, name=name)


@pytest.mark.parametrize(
    "value",
    [
        "jane@x.example, tom@y.example",
        "Jane <jane@x.example>, Tom <tom@y.example>",
        "Practice: jane@x.example;",
        "jane@x.example (Jane)",
        "Jane (tom@y.example) <jane@x.example>",
        "tom@y.example <jane@x.example>",
        "<tom@y.example> <jane@x.example>",
        "Jane <@route.example:jane@x.example>",
        '"jane"@x.example',
        '"jane <tom@y.example>',
        "=?utf-8?q?jane=40x.example?=",
        "=?utf-8?q?jane?=@x.example",
        "jåne@x.example",
        "jane@[192.0.2.1]",
        "jane@localhost",
        "jane@@x.example",
        "jane @x.example",
        "jane@x.example>",
        "undisclosed",
        "",
        "a" * 2000 + "@x.example",
    ],
)
def test_anything_else_is_nobody(value: str) -> None:
    assert isinstance(identified(f"From: {value}"), Unidentified)


def test_two_froms_are_nobody_and_both_are_named() -> None:
    sender = identified("From: jane@x.example", "From : tom@y.example")
    assert isinstance(sender, Unidentified)
    assert sender.named == ("jane@x.example", "tom@y.example")


def test_what_an_unplain_from_names_is_told() -> None:
    sender = identified("From: Practice: Jane <jane@x.example>, =?utf-8?q?tom=40y.example?=;")
    assert isinstance(sender, Unidentified)
    assert sender.named == ("jane@x.example", "tom@y.example")


@pytest.mark.parametrize("name", ["Reply-To", "Cc", "Resent-From", "Return-Path", "X-From"])
def test_no_other_header_grants_anything(name: str) -> None:
    assert isinstance(identified(f"{name}: jane@x.example"), Unidentified)
    assert identified("From: tom@y.example", f"{name}: jane@x.example") == Sender(address="tom@y.example", name="")


@pytest.mark.parametrize(
    ("value", "via"),
    [
        ("jane@x.example", ""),
        ("Secretary <sec@x.example>", "sec@x.example"),
        ("Sec (x) <sec@x.example>", "(unreadable)"),
        ("nonsense", "(unreadable)"),
    ],
)
def test_a_sender_that_differs_is_exposed(value: str, via: str) -> None:
    sender = identified("From: jane@x.example", f"Sender: {value}")
    assert isinstance(sender, Sender)
    assert sender.via == via
