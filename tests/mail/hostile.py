"""Messages made to cost time or memory: each is one mistake that a reader of mail can make, writ large."""

SIZE = 256 * 1024
HEAD = b"From: a@b.example\nTo: ballots@selg.example\nMIME-Version: 1.0\n"
TEXT = HEAD + b"Content-Type: text/plain; charset=utf-8\n\n"
HTML = HEAD + b"Content-Type: text/html; charset=utf-8\n\n"
WRAPPED = HEAD + b"Content-Type: application/pkcs7-mime\n\n\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n"


def nested(depth: int) -> bytes:
    """Multiparts in multiparts, none of them closed."""
    levels = (b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level) for level in range(depth))
    return HEAD + b"".join(levels) + b"Content-Type: text/plain\n\nVOTE 2\n"


def in_charset(name: str, content: bytes) -> bytes:
    return HEAD + f"Content-Type: text/plain; charset={name}\n\n".encode() + content


HOSTILE: dict[str, bytes] = {
    "a subject of encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 4000 + b"\n" + TEXT,
    "a subject of 320 kB": b"Subject: " + b"=?utf-8?q?a?= " * 25_000 + b"\n" + TEXT,
    "comments in From": b"From: " + b"(" * 60_000 + b"a@b.c\n\n2",
    "addresses in From": b"From: " + b"a@" * 30_000 + b"\n\n2",
    "open quotations in From": b"From: " + b'"\\' * 30_000 + b"\n\n2",
    "references": b"From: a@b.c\nReferences: " + b"<" * 60_000 + b"\n\n2",
    "thousands of headers": b"From: a@b.c\n" + b"X: y\n" * 13_000 + b"\n2",
    "a header folded hundreds of times": b"From: a@b.c\nSubject: a\n" + b" b\n" * 900 + b"\n2",
    "parameters": b"From: a@b.c\nContent-Type: text/plain" + b'; a="b' * 10_000 + b"\n\n2",
    "comments in Authentication-Results": b"From: a@b.c\nAuthentication-Results: " + b"(" * 60_000 + b"\n\n2",
    "ten levels of parts": nested(10),
    "five thousand levels of parts": nested(5000),
    "thirty thousand parts": MIXED + b"--b\n\nx\n" * 30_000,
    "lines almost boundaries": MIXED + (b"\n--b" + b" " * 500 + b"x") * 500,
    "nothing but line ends": TEXT + b"\n" * SIZE,
    "nothing but quote marks": TEXT + b">" * SIZE,
    "nothing but spaces": TEXT + b" " * SIZE,
    "lines almost dividers": TEXT + (b"-" * 990 + b"x\n") * 250,
    "lines almost rows of asterisks": TEXT + (b"*" + b" " * 990 + b"x\n") * 250,
    "lines almost attributions": TEXT + b"On 2026-01-01 @:\n" * 15_000,
    "lines almost header blocks": TEXT + (b"From" + b" " * 900 + b"x\n") * 280,
    "lines almost banners": TEXT + b"This message originated from outside\n" * 6500,
    "lines almost notices": TEXT + b"This message holds no news\n" * 2400,
    "lines almost stacked headers": TEXT + b"2026-01-01\nTo\n" * 5000,
    "lines almost taglines": TEXT + b"Sent from my iPhone <https://a.example/b> and more of it\n" * 1100,
    "lines almost titled dividers": TEXT + (b"---" + b"a" * 58 + b"-- \n") * 1000,
    "verbs of attributions": TEXT + b"On wrote schrieb wrote schrieb wrote schrieb wrote schrieb: @ 2026\n" * 900,
    "lines almost votes": TEXT + b"we would like to vote for we would like to vote for we would like\n" * 3000,
    "lines almost names": TEXT + b"Dr Jane Smyth Dr Arun Patell Dr Helen\n" * 6000,
    "a signature that never ends": TEXT + b"2\nKind regards\n" + b"Jane Smith Patel 2\n" * 12_000,
    "labels of codes": TEXT + b"Ballot paper code:\n" * 13_000,
    "combining marks": TEXT + ("2" + "\u0336" * 400 + "\n").encode() * 100,
    "letters that unfold": TEXT + "\ufdfa\n".encode() * 20_000,
    "soft line ends": HEAD + b"Content-Type: text/plain; format=flowed\n\n" + b"a \n" * 80_000,
    "damaged quoted-printable": HEAD + b"Content-Transfer-Encoding: quoted-printable\n\n" + b"=" * SIZE,
    "damaged base64": HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"Q=" * 100_000,
    "idna": in_charset("idna", b"a.xn--" * 40_000),
    "punycode": in_charset("punycode", b"a-bcdefg" * 30_000),
    "surrogates": in_charset("utf-16", b"\xd8\x00" * 100_000),
    "escapes": in_charset("iso-2022-jp", b"\x1b$B" * 80_000),
    "pieces of a signature": WRAPPED + b"\x30\x80" * 20_000 + b"\x24\x80" * 60_000,
    "signatures in signatures": WRAPPED * 2000,
    "nul": b"\0" * SIZE,
    "every byte": bytes(range(256)) * 1024,
    "open elements": HTML + b"<div>" * 39_000,
    "open tables": HTML + b"<div><table><td></div>" * 8900,
    "open formats": HTML + b"<b><i><a>" * 21_000,
    "list items": HTML + b"<ol>" + b"<li>x" * 39_000,
    "line breaks": HTML + b"<br>" * 49_000,
    "attributes": HTML + b"<p " + b" ".join(b"a%d=1" % number for number in range(20_000)),
    "styles": HTML + b"<p style='color: red; font-size: 12pt' class='a b c d'>x" * 4000,
}
