"""The frame of every page: one file that needs nothing else, readable on a telephone and in the dark, no scripts."""

from html import escape

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'"
_STYLE = """
:root { color-scheme: light dark; --page: #f3f5f7; --card: #fff; --ink: #1a1f24; --soft: #4d5761; --line: #d5dbe1;
  --link: #0b5cad; --tint: #eef5fc; --good: #14653a; --bad: #8f2f12; --bar: #7db0e0; }
@media (prefers-color-scheme: dark) { :root { --page: #14181c; --card: #1d2329; --ink: #eceff2; --soft: #b3bdc7;
  --line: #4a5661; --link: #9cc9ff; --tint: #20303f; --good: #7fd4a3; --bad: #f2a48c; --bar: #3f6f9c; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--page); color: var(--ink); overflow-wrap: break-word;
  font: 16px/1.5 -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
a { color: var(--link); }
h1 { font-size: 1.375rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.125rem; line-height: 1.3; margin: 1.5rem 0 .5rem; }
p, ul { margin: 0 0 .75rem; }
ul { padding-left: 1.25rem; }
.soft { color: var(--soft); font-size: .875rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 1.25rem; }
@media (max-width: 30rem) { .card { padding: 1rem; } }
table { border-collapse: collapse; width: 100%; margin: 0 0 .75rem; }
th, td { text-align: left; vertical-align: top; font-weight: normal; padding: .4rem .6rem .4rem 0;
  border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-size: .875rem; }
td.number, th.number { text-align: right; padding-right: 0; font-variant-numeric: tabular-nums; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
"""


def page(title: str, content: str, *, style: str = "") -> str:
    """A complete document; `content` and `style` are HTML and CSS of ours, in which all foreign text is escaped."""
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}{style}</style>\n</head>\n<body>\n{content}</body>\n</html>\n"
    )
