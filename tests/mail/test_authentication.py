"""What our own server says about a sender, believed by where it stands (interface.md 8, "Authentication")."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.mail.authentication import Authentication, TrustPolicy, authentication, stamped_at
from mailvote.mail.authresults import parse_results, stamped_by, without_comments
from mailvote.mail.message import read_message

JANE = "jane@x.example"
OURS = "mx.selg.example"
GENERIC = TrustPolicy(authserv_id=OURS)
GMAIL = TrustPolicy(provider="gmail")
M365 = TrustPolicy(provider="m365")
PASS, FAIL, NONE, INTERNAL = Authentication.PASS, Authentication.FAIL, Authentication.NONE, Authentication.INTERNAL
FOREIGN = (
    "Received: from a.example (a [192.0.2.1]) by mail.elsewhere.example with ESMTPS; Mon, 23 Nov 2026 09:00:00 +0000"
)


def result(*headers: str, policy: TrustPolicy = GENERIC) -> Authentication:
    content = "\n".join((*headers, f"From: {JANE}", "", "2")).encode()
    return authentication(read_message(content), JANE, policy)


def own(results: str) -> str:
    return f"Authentication-Results: {OURS}; {results}"


def test_a_generic_mailbox_without_an_authserv_id_is_not_configured() -> None:
    assert result(own("dmarc=pass header.from=x.example"), policy=TrustPolicy()) is Authentication.NOT_CONFIGURED


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ("dmarc=pass header.from=x.example", PASS),
        ("dmarc=pass (p=none dis=none) header.from=x.example", PASS),
        ("DMARC = Pass header.from=X.Example", PASS),
        ("spf=pass smtp.mailfrom=other.example; dmarc=pass header.from=x.example", PASS),
        ("dmarc=pass header.from=other.example", NONE),
        ("dmarc=pass", NONE),
        ("dmarc=fail header.from=x.example", FAIL),
        ("dmarc=fail header.from=x.example; dkim=pass header.d=x.example", FAIL),
        ("dmarc=none header.from=x.example; dkim=pass header.d=x.example", PASS),
        ("dkim=pass header.d=x.example header.s=s1 header.b=AbC/12+=", PASS),
        ("dkim=pass header.i=@x.example", PASS),
        ("dkim=pass header.d=mail.x.example", PASS),
        ("dkim=pass header.d=other.example", NONE),
        ("dkim=pass header.d=notx.example", NONE),
        ("dkim=pass header.d=example", NONE),
        ("dkim=fail header.d=x.example", FAIL),
        ("dkim=fail header.d=other.example; spf=pass smtp.mailfrom=jane@x.example", PASS),
        ("spf=pass smtp.mailfrom=jane@x.example", PASS),
        ("spf=softfail smtp.mailfrom=jane@x.example", NONE),
        ("spf=fail smtp.mailfrom=jane@x.example", FAIL),
        ("none", NONE),
        ('dkim=pass reason="header.d=x.example"', NONE),
        ("dkim=none (dmarc=pass header.from=x.example)", NONE),
        ('dkim=none reason="; dmarc=pass header.from=x.example"', NONE),
        ("dkim=pass header.d=x.example; garbage", NONE),
        ("dmarc=pass header.from=x.example (never closed", NONE),
    ],
)  # fmt: skip
def test_one_header_of_our_own_is_read_for_the_domain_in_from(results: str, expected: Authentication) -> None:
    assert result(own(results), FOREIGN) is expected


GOOD = "dmarc=pass header.from=x.example"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ((own(GOOD),), PASS),
        ((FOREIGN, own(GOOD)), NONE),
        (("Received: from b by mx.selg.example; date", own(GOOD), FOREIGN), PASS),
        ((own(GOOD), own("dmarc=fail header.from=x.example")), FAIL),
        ((own("dmarc=none"), own(GOOD)), FAIL),
        ((own("spf=pass smtp.mailfrom=x.example"), own("dkim=pass header.d=x.example")), PASS),
        ((own("garbage"), own(GOOD)), NONE),
        ((f"Authentication-Results: evil.{OURS}; {GOOD}",), NONE),
        ((f"Authentication-Results: {OURS}.evil; {GOOD}",), NONE),
        ((f"Authentication-Results: ({OURS}) evil.example; {GOOD}",), NONE),
        ((f"Authentication-Results: MX.SELG.EXAMPLE. 1; {GOOD}",), PASS),
        (("Authentication-Results-Original: " + own(GOOD),), NONE),
        (("Subject: hello\rAuthentication-Results: mx.selg.example; " + GOOD,), NONE),
        ((FOREIGN, "Subject: hello", own(GOOD)), NONE),
        (("Received: (qmail 1 invoked by uid 0)", own(GOOD)), NONE),
        ((), NONE),
    ],
)
def test_headers_are_merged_above_the_first_foreign_received(
    headers: tuple[str, ...], expected: Authentication
) -> None:
    assert result(*headers) is expected


def test_trusted_hosts_name_whose_received_is_believed() -> None:
    policy = TrustPolicy(authserv_id=OURS, trusted_hosts=("store.selg.example", OURS))
    headers = ("Received: from mx.selg.example by store.selg.example with LMTP; date", own(GOOD), FOREIGN)
    assert result(*headers, policy=policy) is PASS
    assert result(*headers) is NONE


@pytest.mark.parametrize("limit", ["l=100", "l = 0"])
def test_an_aligned_signature_that_leaves_the_end_unsigned_is_no_result(limit: str) -> None:
    assert result(own(GOOD), f"DKIM-Signature: v=1; d=x.example; {limit}; b=abc") is NONE
    assert result(own(GOOD), f"DKIM-Signature: v=1; d=other.example; {limit}; b=abc") is PASS


GMAIL_RESULT = (
    "Authentication-Results: mx.google.com;\n dkim=pass header.i=@x.example header.s=s1 header.b=aBc/1;\n"
    " spf=pass (google.com: domain of jane@x.example designates 192.0.2.1 as permitted sender) smtp.mailfrom=jane@x.example;\n"
    " dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=x.example"
)


def test_gmail_puts_its_results_first_and_no_other_is_read() -> None:
    received = "Received: from mail.x.example by mx.google.com with ESMTPS id 1; date"
    forged = "Authentication-Results: mx.google.com; dmarc=fail header.from=x.example"
    assert result("Delivered-To: s@x.example", received, GMAIL_RESULT, FOREIGN, policy=GMAIL) is PASS
    assert result(GMAIL_RESULT, forged, policy=GMAIL) is PASS
    assert result(forged, GMAIL_RESULT, policy=GMAIL) is FAIL
    assert result("Authentication-Results: other.example; spf=none", GMAIL_RESULT, policy=GMAIL) is NONE


M365_RESULT = (
    "Authentication-Results: spf=pass (sender IP is 192.0.2.1)\n smtp.mailfrom=x.example; dkim=pass (signature was verified)\n"
    " header.d=x.example;dmarc=pass action=none header.from=x.example;compauth=pass\n reason=100"
)
M365_NONE = (
    "Authentication-Results: dkim=none (message not signed) header.d=none;dmarc=none action=none header.from=x.example;"
)
AUTH_AS = "X-MS-Exchange-Organization-AuthAs: Internal"
ORIGINATING = "X-MS-Exchange-Organization-MessageDirectionality: Originating"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ((M365_RESULT,), PASS),
        ((M365_RESULT.replace("dmarc=pass", "dmarc=fail"),), FAIL),
        ((M365_RESULT.replace("header.from=x.example", "header.from=y.example"),), NONE),
        (("Authentication-Results: mx.evil.example; dmarc=pass header.from=x.example",), NONE),
        ((M365_NONE, M365_RESULT), NONE),
        ((M365_NONE, AUTH_AS, ORIGINATING), INTERNAL),
        ((AUTH_AS,), INTERNAL),
        ((M365_NONE, AUTH_AS.replace("Internal", "Anonymous")), NONE),
        ((M365_NONE, AUTH_AS, AUTH_AS.replace("Internal", "Anonymous")), NONE),
        ((M365_NONE, AUTH_AS, ORIGINATING.replace("Originating", "Incoming")), NONE),
        ((M365_RESULT.replace("=pass", "=softfail"), AUTH_AS), NONE),
        ((M365_NONE, "X-MS-Exchange-CrossTenant-AuthAs: Internal"), NONE),
        ((M365_NONE, "Subject: hello\rX-MS-Exchange-Organization-AuthAs: Internal"), NONE),
        ((M365_NONE, AUTH_AS, "Subject: a\rb"), NONE),
        ((), NONE),
    ],
)
def test_exchange_names_no_server_and_vouches_for_its_own_people(
    headers: tuple[str, ...], expected: Authentication
) -> None:
    assert result(*headers, policy=M365) is expected


def test_comments_are_dropped_however_nested_and_quoted() -> None:
    assert without_comments(r"a (b (c) \) d) e").split() == ["a", "e"]
    assert without_comments('a "(b" c').split() == ["a", "quoted", "c"]


@pytest.mark.parametrize(
    ("value", "host"),
    [
        ("from a.example (b [192.0.2.1]) by mx.example with ESMTP id 1; date", "mx.example"),
        ("by mx.example with SMTP id 1; date", "mx.example"),
        ("from (by mx.example) real.example by other.example; date", "other.example"),
        ("from by by mx.example; date", "mx.example"),
        ("from x y by mx.example", ""),
        ("(comment)", ""),
    ],
)
def test_a_received_names_its_host_in_one_place_only(value: str, host: str) -> None:
    assert stamped_by(value) == host


def test_the_newest_received_of_ours_tells_the_time() -> None:
    stamped = "Received: from a by mx.selg.example (b) id 1; Mon, 23 Nov 2026 10:00:00 +0100 (CET)"
    content = f"{stamped}\n{FOREIGN}\n\n2".encode()
    assert stamped_at(read_message(content), GENERIC) == datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert stamped_at(read_message(f"{FOREIGN}\n{stamped}\n\n2".encode()), GENERIC) is None
    assert stamped_at(read_message(b"Received: by mx.selg.example; nonsense\n\n2"), GENERIC) is None


@given(value=st.text(alphabet='abdkimrcsp=; ()"\\./1', max_size=80))
def test_no_results_raise(value: str) -> None:
    parse_results(value)
    stamped_by(value)
