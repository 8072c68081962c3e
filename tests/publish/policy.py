"""A content security policy: each page runs the site's own scripts and no other.

A page carries it in a meta element, with the hashes of its own inline scripts, so that
it holds on any host. `_headers` (Netlify, Cloudflare) and `nginx.conf`, at the site's
root, repeat it with the hashes of all pages, and add what a meta element cannot say. A
browser applies both.
"""

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

CHARSET = re.compile(r'<meta charset="?utf-8"?\s*/?>', re.I)
SCRIPT = re.compile(
    r"""<script\b(?P<attributes>(?:"[^"]*"|'[^']*'|[^>"'])*)>(?P<text>.*?)</script\s*>""",
    re.I | re.S,
)
ATTRIBUTE = re.compile(r"""(?<![\w-])(src|type)\s*=\s*["']?([^"'\s>]*)""", re.I)
# Any other type is data, which no browser runs.
RUNS = {"", "module", "importmap", "speculationrules"}
RUNS |= {"text/javascript", "application/javascript"}
# Material and this project put a hash of a file's content into its name.
HASHED = re.compile(r"\.[0-9a-f]{8,}\.(?:min\.)?(?:css|js)$")

DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    # The styles of the first screen differ from page to page, tables and drawings have
    # style attributes, and reveal.js adds rules when it prints. A style can do little:
    # what it could ask for is limited below.
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",  # data: the theme's icons, in its stylesheet
    "connect-src": "'self' data:",  # data: a reader's own picture, in the lab
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "frame-src": "'self'",  # the window of a lecture's notes shows the slides
    "base-uri": "'none'",
    "form-action": "'self'",
}
# What the notes' window shows in a frame is of this site too.
HEADERS_ALONE = {"frame-ancestors": "'self'"}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FOREVER = "public, max-age=31536000, immutable"  # s: a year
ASK_AGAIN = "public, max-age=0, must-revalidate"


def inline(html: str) -> list[str]:
    """List the scripts of a page that a browser runs and that are in no file."""
    found = []
    for script in SCRIPT.finditer(html):
        given = dict(ATTRIBUTE.findall(script["attributes"]))
        if "src" not in given and given.get("type", "").lower() in RUNS:
            found.append(script["text"])
    return found


def hashed(script: str) -> str:
    """Return the source expression that lets a browser run a script."""
    text = script.replace("\r\n", "\n").encode()
    return f"'sha256-{b64encode(sha256(text).digest()).decode()}'"


def policy(scripts: Iterable[str], extra: dict[str, str] | None = None) -> str:
    """Write the policy that allows some inline scripts, given by their hashes."""
    own = {"script-src": " ".join([DIRECTIVES["script-src"], *scripts])}
    directives = DIRECTIVES | own | (extra or {})
    return ";".join(f"{name} {sources}" for name, sources in directives.items())


def _headers(headers: dict[str, str], hashed_files: list[str]) -> str:
    """Write `_headers`. The hosts that read it have browsers ask again unbidden."""
    rules = {"/*": headers}
    rules |= {f"/{file}": {"Cache-Control": FOREVER} for file in hashed_files}
    return "".join(
        f"{path}\n"
        + "".join(f"  {name}: {value}\n" for name, value in rule.items())
        for path, rule in rules.items()
    )


def read(text: str) -> dict[str, dict[str, str]]:
    """Read the headers of each path from the text of `_headers`."""
    rules: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if not line.startswith(" "):
            rules[line] = {}
            continue
        name, _, value = line.strip().partition(": ")
        rules[[*rules][-1]][name] = value
    return rules


def _nginx(headers: dict[str, str], hashed_files: list[str]) -> str:
    """Write the lines for nginx, which sends no header that it is not told to."""
    files = "|".join(map(re.escape, hashed_files))
    lines = [
        "# In a server block: include /path/to/this/site/nginx.conf;",
        f'set $cache "{ASK_AGAIN}";',
        f'if ($uri ~ "/(?:{files})$") {{ set $cache "{FOREVER}"; }}',
        "add_header Cache-Control $cache always;",
        *(
            f'add_header {name} "{value}" always;'
            for name, value in headers.items()
        ),
        "error_page 404 /404.html;",
    ]
    return "\n".join(lines) + "\n"


def apply(site: Path) -> None:
    """Give every page its policy, and the site the files that hosts read."""
    everywhere = set()
    for page in sorted(site.rglob("*.html")):
        html = page.read_bytes().decode()
        charset = CHARSET.search(html)
        if not charset:
            raise ValueError(
                f'{page.relative_to(site)} has no <meta charset="utf-8">, behind which'
                " its policy would stand. Add it to the page's template."
            )
        scripts = dict.fromkeys(map(hashed, inline(html)))
        everywhere.update(scripts)
        said = policy(scripts)
        meta = f'<meta http-equiv="Content-Security-Policy" content="{said}">'
        cut = charset.end()
        page.write_bytes((html[:cut] + meta + html[cut:]).encode())

    said = policy(sorted(everywhere), HEADERS_ALONE)
    headers = {"Content-Security-Policy": said} | HEADERS
    hashed_files = sorted(
        file.relative_to(site).as_posix()
        for file in site.rglob("*")
        if HASHED.search(file.name)
    )
    for name, write in {"_headers": _headers, "nginx.conf": _nginx}.items():
        (site / name).write_bytes(write(headers, hashed_files).encode())
