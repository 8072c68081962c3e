"""What a page is first drawn with stands inside it; the rest waits for a touch.

A page that waits for no other file is drawn after one round trip. So the rules that may
fit what it holds are copied into it, and its stylesheets move into a noscript element:
without script they apply at once, and with it the loader adds them at the first touch.
Then every rule stands again after its copy and in its order, so nothing is missed that
was left out. Spaces and elements that no reader sees leave the page too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import tinycss2

LINK = re.compile(r'[ \t]*<link rel="stylesheet" href="[^"]*?(assets/[^"]+)">\n*')
LOADER = 'id="bundle"'  # a page without it keeps its stylesheets
MODULE = re.compile(r'(?:from|import|src=) ?"[^"]*?([\w-]+\.js)"')
# What a script calls an element, a class or an attribute: no sentence.
CALLED = re.compile(r'"([a-z][a-z\d-]*(?: [a-z][a-z\d-]*)?)"')
WORD, VARIABLE = re.compile(r"[\w-]+"), re.compile(r"--[\w-]+")
VOID = {"base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}

# ---- Stylesheets

# States that begin with a touch, and so with all rules. The focus waits for none.
TOUCHED = {"hover", "active"}
ANY_OF = {"is", "where", "matches"}
# What shows nothing in a page that nobody touches.
IDLE = re.compile(
    r"transition|animation|cursor$|scroll-(?:behavior|snap)|-webkit-tap-|touch-action"
)
# Colours: one-by-one.css sets them on the body, whatever the scheme.
BODY, SCHEME = (
    "[data-md-color-scheme]",
    re.compile(r":root$|\[data-md-color-scheme="),
)
GROUPS = {"media", "supports", "container"}


@dataclass
class Part:
    """What a selector asks of one element, and how that stands to the one before."""

    combinator: str = " "
    names: set[str] = field(default_factory=set)
    any_of: list[list["Selector"]] = field(default_factory=list)
    somewhere: list[list["Selector"]] = field(default_factory=list)
    place: int = 0
    touched: bool = False


@dataclass
class Selector:
    """A selector as text, and its parts."""

    text: str
    parts: list[Part]


@dataclass
class Rule:
    """A rule, a group of rules, or something that is kept as it is."""

    head: str = ""
    selectors: list[Selector] = field(default_factory=list)
    declarations: list[tuple[str, str]] = field(default_factory=list)
    inside: list["Rule"] = field(default_factory=list)


def small(tokens: list, tight: str = ",") -> str:
    """Write tokens without comments or idle spaces."""
    tokens, kept = [token for token in tokens if token.type != "comment"], []
    for place, token in enumerate(tokens):
        if token.type == "whitespace":
            beside = [
                tokens[i] for i in (place - 1, place + 1) if 0 <= i < len(tokens)
            ]
            if len(beside) < 2 or any(
                one.type == "literal" and one.value in tight for one in beside
            ):
                continue
            kept.append(" ")
        elif token.type == "function":
            kept.append(f"{token.name}({small(token.arguments, tight)})")
        elif token.type == "() block":
            kept.append(f"({small(token.content, tight)})")
        else:
            kept.append(token.serialize())
    return "".join(kept)


def split(tokens: list) -> list[list]:
    """Split a list of selectors at its commas."""
    parts = [[]]
    for one in tokens:
        if one == ",":
            parts.append([])
        elif one.type != "comment":
            parts[-1].append(one)
    return parts


def attribute(tokens: list) -> Iterator[str]:
    """Name what a selector asks of an attribute, as far as that is exact."""
    words = [one.value for one in tokens if one.type in ("ident", "string")]
    yield f"[{words[0]}"
    if tokens.count("=") and len(words) > 1:
        yield f"[{words[0]}={words[1]}"


def selector(tokens: list) -> Selector:
    """Find out what a selector asks for; what is unknown asks for nothing."""
    while tokens and tokens[-1].type == "whitespace":
        tokens.pop()
    parts, before = [Part()], None
    for one in tokens:
        if one.type == "whitespace" or one in (">", "+", "~"):
            if before not in (None, " "):
                parts.append(Part())
            if one.type != "whitespace":
                parts[-1].combinator = one.value
            before = " "
            continue
        part = parts[-1]
        if one.type == "ident" and before == ":":
            part.touched |= one.value in TOUCHED
            part.names |= {"html"} if one.value == "root" else set()
        elif one.type == "ident":
            part.names.add(f".{one.value}" if before == "." else one.value)
        elif one.type == "hash":
            part.names.add(f"#{one.value}")
        elif one.type == "[] block":
            part.names.update(attribute(one.content))
        elif one.type == "function":
            inside = split(one.arguments)
            if one.name in ANY_OF:
                part.any_of.append(list(map(selector, inside)))
            elif one.name == "has":
                part.somewhere.append(list(map(selector, inside)))
            elif one.name == "nth-child" and small(one.arguments).isdecimal():
                part.place = int(small(one.arguments))
        before = one
    return Selector(small(tokens, ",>~"), parts)


def rules(nodes: list) -> list[Rule]:
    """Parse the rules of a stylesheet or of a group in one."""
    found = []
    for node in nodes:
        if node.type == "qualified-rule":
            inside = tinycss2.parse_blocks_contents(
                node.content, skip_comments=True, skip_whitespace=True
            )
            declarations = [
                (
                    one.name,
                    f"{one.name}:{small(one.value)}{'!important' * one.important}",
                )
                if one.type == "declaration"
                else ("", f"{small(one.prelude)}{{{small(one.content)}}}")
                for one in inside
                if one.type in ("declaration", "qualified-rule", "at-rule")
            ]
            selectors = [selector(one) for one in split(node.prelude)]
            found.append(Rule(selectors=selectors, declarations=declarations))
        elif node.type == "at-rule" and node.lower_at_keyword != "charset":
            head = f"@{node.at_keyword} {small(node.prelude, ',')}".strip()
            if node.lower_at_keyword in GROUPS:
                inside = tinycss2.parse_rule_list(
                    node.content, skip_comments=True, skip_whitespace=True
                )
                found.append(Rule(head, inside=rules(inside)))
            else:
                found.append(Rule(f"{head}{{{small(node.content)}}}"))
    return found


@cache
def stylesheet(file: Path) -> list[Rule]:
    """Parse a stylesheet, once."""
    return rules(
        tinycss2.parse_stylesheet(
            file.read_text("utf-8"), skip_comments=True, skip_whitespace=True
        )
    )


# ---- A page

# What inline scripts give these before the page is touched.
SET_BY_SCRIPT = {"html": {".js"}, "body": {"[data-md-color-scheme=slate"}}


class Shape:
    """An element's names; those alike in these, and in all above, are one."""

    def __init__(self, names: frozenset[str] = frozenset(), above=None, tag=""):
        self.names, self.above, self.below, self.most = names, above, {}, 0
        self.scripted = "-" in tag or bool(above and above.scripted)


def above(shape: Shape) -> Iterator[Shape]:
    """List the shapes that a shape is inside of, from the nearest."""
    while shape := shape.above:
        yield shape


class Outline(HTMLParser):
    """The shapes in a page, and the names that its own scripts may give."""

    def __init__(self, html: str, scripts: str, asked: set[str]):
        super().__init__()
        self.asked = asked
        self.shapes: dict[str, list[Shape]] = {"": []}
        self.scripted: list[Shape] = []  # elements that a script fills
        self.path, self.tags, self.counts = [Shape()], [""], [0]
        said = WORD.findall(" ".join(CALLED.findall(scripts)))
        self.made = {mark + word for word in said for mark in ("", ".", "[")}
        self.feed(html)
        self.known = self.shapes.keys() | (self.made if self.scripted else set())

    def handle_starttag(self, tag: str, attrs: list):
        """Go down to an element."""
        names = {tag, *SET_BY_SCRIPT.get(tag, ())}
        for name, value in attrs:
            if name == "class":
                names.update("." + word for word in (value or "").split())
            names |= {"[" + name, f"[{name}={value}", f"#{value}"}
        key, above = frozenset(names & self.asked), self.path[-1]
        self.counts[-1] += 1
        above.most = max(above.most, self.counts[-1])
        if key not in above.below:
            above.below[key] = shape = Shape(key, above, tag)
            for name in ("", *key):
                self.shapes.setdefault(name, []).append(shape)
            if "-" in tag:
                self.scripted.append(shape)
        if tag not in VOID:
            self.path.append(above.below[key])
            self.tags.append(tag)
            self.counts.append(0)

    def handle_startendtag(self, tag: str, attrs: list):
        """Look at an element that closes itself."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str):
        """Go back up."""
        if tag in self.tags:
            at = len(self.tags) - self.tags[::-1].index(tag) - 1
            del self.path[at:], self.tags[at:], self.counts[at:]

    def has(self, wanted: Selector) -> bool:
        """Tell whether a selector may match anything before the first touch."""
        for part in wanted.parts:
            if part.touched or not part.names <= self.known:
                return False
        last = wanted.parts[-1].names
        shapes = min((self.shapes.get(name, []) for name in last or [""]), key=len)
        if self.scripted and last <= self.made | self.scripted[-1].names:
            shapes = [*shapes, *self.scripted]
        return any(self.fits(shape, wanted.parts) for shape in shapes)

    def fits(self, shape: Shape, parts: list[Part]) -> bool:
        """Tell whether the last of some parts may match here, the others around."""
        *others, part = parts
        made = False
        if not part.names <= shape.names:
            made = shape.scripted and part.names <= shape.names | self.made
            if not made:
                return False
        if part.touched or not shape.above:
            return False
        if part.place > shape.above.most and not made:
            return False
        for some in part.any_of:
            if not any(self.fits(shape, one.parts) for one in some):
                return False
        if not all(any(map(self.has, some)) for some in part.somewhere):
            return False
        if not others:
            return True
        around = [shape.above]
        if part.combinator in "+~":
            around = shape.above.below.values()
        elif part.combinator == " " or made:
            around = above(shape)
        return (made and self.fits(shape, others)) or any(
            self.fits(one, others) for one in around
        )


def asked_for(some: list[Rule] | list[Selector]) -> Iterator[str]:
    """List every name that a selector asks for."""
    for one in some:
        if isinstance(one, Rule):
            yield from asked_for([*one.selectors, *one.inside])
            continue
        for part in one.parts:
            yield from part.names
            for others in part.any_of + part.somewhere:
                yield from asked_for(others)


@cache
def names(file: Path) -> set[str]:
    """List every name that a stylesheet asks for, once."""
    return set(asked_for(stylesheet(file)))


def fitting(some: list[Rule], page: Outline) -> list[Rule]:
    """Keep the rules, and of their selectors those, that may match in a page."""
    return [
        Rule(
            rule.head,
            [one for one in rule.selectors if page.has(one)],
            rule.declarations,
            fitting(rule.inside, page),
        )
        for rule in some
    ]


def unshadowed(some: list[Rule]) -> list[Rule]:
    """Leave out declarations that a later rule of the same selectors makes again."""
    again, kept = {}, []
    for rule in reversed(some):
        names = [one.text for one in rule.selectors]
        over = set.intersection(*(again.get(one, set()) for one in names or [""]))
        left = [one for one in rule.declarations if one[0] not in over]
        kept.append(Rule(rule.head, rule.selectors, left, rule.inside))
        for one in names:
            again.setdefault(one, set()).update(
                name for name, _ in rule.declarations
            )
    return recoloured(kept[::-1], again.get(BODY, set()))


def recoloured(some: list[Rule], on_body: set[str]) -> list[Rule]:
    """Leave out the theme's colours where the body has the project's."""

    def over(rule: Rule, name: str) -> bool:
        schemes = all(SCHEME.match(one.text) for one in rule.selectors)
        return schemes and name[:2] == "--" and name in on_body

    return [
        Rule(
            rule.head,
            rule.selectors,
            [one for one in rule.declarations if not over(rule, one[0])],
            recoloured(rule.inside, on_body),
        )
        for rule in some
    ]


def written(some: list[Rule], asked: set[str]) -> Iterator[tuple[str, str]]:
    """Yield rules as text, with what they ask for; leave out what nothing asks for."""
    for rule in some:
        if rule.inside:
            inside = list(written(rule.inside, asked))
            body = "".join(text for text, _ in inside)
            asks = "".join(asks for _, asks in inside)
        else:
            body = asks = ";".join(
                text
                for name, text in rule.declarations
                if not IDLE.match(name) and (name[:2] != "--" or name in asked)
            )
        head = rule.head or ",".join(one.text for one in rule.selectors)
        if head.endswith("}") and "@keyframes" not in head:
            yield head, ""
        elif head and body:
            yield f"{head}{{{body}}}", asks


def first(files: list[Path], whole: set[Path], html: str, scripts: str) -> str:
    """Write the rules that an untouched page is drawn with."""
    page = Outline(html, scripts, set().union(*map(names, files)))
    kept = [
        rule
        for file in files
        for rule in (
            stylesheet(file) if file in whole else fitting(stylesheet(file), page)
        )
    ]
    kept = unshadowed(kept)
    asked, before = set(VARIABLE.findall(html + scripts)), None
    while asked != before:
        before = asked
        text = list(written(kept, asked))
        asked = asked.union(*(VARIABLE.findall(asks) for _, asks in text))
    return "".join(text for text, _ in text)


# ---- What a reader does not see

TABS = re.compile(
    r"<script>var (?:tabs|target)=.*?</script>\s*", re.S
)  # the theme's

# What Pygments marks in code, and one-by-one.css draws like the code around it: names,
# operators, punctuation and spaces.
PLAIN = ("n", "o", "p", "w")
UNMARKED = re.compile(rf'<span(?: class="(?:{"|".join(PLAIN)})")?>([^<]*)</span>')

COMMENT = re.compile(r"^ *(?:/\*\*.*?\*/|//[^\n]*)\n+", re.M | re.S)
KEPT = re.compile(
    r"(<(?:pre|textarea|style|script)\b.*?</(?:pre|textarea|style|script)>)", re.S
)
SPACE = r"[ \t\r\n]+"
# Around these no space shows: their boxes stand apart.
APART = (
    "article|body|details|div|fieldset|figcaption|figure|footer|form|g|h[1-6]|head|header|html|li"
    "|link|main|meta|nav|ol|p|path|rect|section|summary|table|tbody"
    "|td|th|thead|title|tr|ul"
)
AROUND = re.compile(rf"{SPACE}(?=</?(?:{APART})\b)|(</?(?:{APART})\b[^>]*>){SPACE}")


def unmarked(code: str) -> str:
    """Leave out the marks in code that are drawn like what is around them."""
    return UNMARKED.sub(r"\1", code)


def tidied(piece: str) -> str:
    """Leave out the spaces and comments of a piece of a page that show nowhere."""
    if piece.startswith("<script>"):
        return re.sub(r"\n(?:\s*//.*)?\s*", "\n", piece)
    if piece.startswith("<pre"):
        return unmarked(piece)
    if KEPT.match(piece):
        return piece
    piece = re.sub(
        r'<!--.*?-->| xmlns="http://www.w3.org/[^"]+"', "", piece, flags=re.S
    )
    return re.sub(SPACE, " ", AROUND.sub(r"\1", piece))


def without_idle_scripts(html: str) -> str:
    """Leave out the theme's scripts for tabs where there are none."""
    return html if 'class="tabbed-set' in html else TABS.sub("", html)


def apply(site: Path) -> None:
    """Make each page of a built site light, and the scripts that pages begin with."""
    for file in (site / "assets/javascripts").glob("*.js"):
        if not file.name.endswith(".min.js"):
            file.write_text(COMMENT.sub("", file.read_text("utf-8")), "utf-8")
    pages = {
        page: html
        for page in sorted(site.rglob("*.html"))
        if LOADER in (html := without_idle_scripts(page.read_text("utf-8")))
    }
    links = {page: LINK.findall(html) for page, html in pages.items()}
    common = set.intersection(*map(set, links.values())) if links else set()
    for page, html in pages.items():
        scripts = [
            site / "assets/javascripts" / name for name in MODULE.findall(html)
        ]
        styles = first(
            [site / name for name in links[page]],
            {site / name for name in links[page] if name not in common},
            html,
            "".join(file.read_text("utf-8") for file in scripts if file.exists()),
        )
        later = "".join(link[0].strip() for link in LINK.finditer(html))
        before, after = re.split(LINK, html, maxsplit=1)[::2]
        page.write_text(
            "".join(map(tidied, KEPT.split(before)))
            + f"<style>{styles}</style><noscript>{later}</noscript>"
            + "".join(map(tidied, KEPT.split(LINK.sub("", after)))),
            "utf-8",
        )
