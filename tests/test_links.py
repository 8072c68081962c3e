"""Every link leads somewhere, and every citation to the paper that it names."""

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from markdown import markdown

from built import pages, parse, place
from pages import PAGES, lines
from project import ROOT, closest, mkdocs_yml, name, report

ADDRESS = {"href", "src", "data", "data-src", "poster", "action", "xlink:href"}
ARXIV = "https://arxiv.org/abs/"
UNLINKED = re.compile(r"\bet al\b|\b[A-Z]\w+, (?:19|20)\d\d\b")


def plain(words: str) -> str:
    """Return the letters of a name, small and without accents, as a key has them."""
    letters = unicodedata.normalize("NFKD", words).casefold()
    return re.sub("[^a-z]", "", letters)


def addresses(page: Path) -> Iterator[tuple[Tag, str]]:
    """Yield each element of a built page that has an address, and the address."""
    for tag in parse(page).find_all(True):
        for attribute in ADDRESS & tag.attrs.keys():
            if not tag[attribute].startswith("data:"):
                yield tag, tag[attribute]


@functools.cache
def anchors(file: Path) -> list[str]:
    """List the ids on a built page."""
    return [tag["id"] for tag in parse(file).find_all(id=True)]


@functools.cache
def home() -> str:
    """Return the path at which the site is published, as 404.html writes it."""
    return urlsplit(mkdocs_yml().get("site_url") or "/").path.rstrip("/") + "/"


def target(site: Path, page: Path, address: str) -> tuple[Path, str]:
    """Return the file that an address on a built page leads to, and the anchor."""
    here = home() + page.relative_to(site).as_posix()
    path = unquote(urlsplit(urljoin(here, address)).path).removeprefix(home())
    file = site / path / "index.html" if path[-1:] in {"", "/"} else site / path
    return file, unquote(urlsplit(address).fragment)


def test_internal_links_resolve(site):
    """Each address within the site is that of a file, and each anchor an id in it."""
    complaints = []
    for page in pages(site):
        for tag, address in addresses(page):
            if urlsplit(address).scheme or urlsplit(address).netloc:
                continue
            file, anchor = target(site, page, address)
            words = address, f"#{anchor}" * bool(anchor), tag.get_text().strip()
            if not file.is_file():
                complaints.append(
                    f"{place(site, page, *words)}: {address} leads to no file. Link to"
                    " a page by its path under docs/, as in [text](glossary.md)."
                )
            elif anchor and anchor not in anchors(file):
                complaints.append(
                    f"{place(site, page, *words)}: {address} leads to no anchor of"
                    f" {place(site, file)}.{closest(anchor, anchors(file))}"
                )
    report(complaints)


def test_terms_have_a_meaning_to_show(site):
    """A paragraph stands right below each term that a link leads to: glossary.js."""
    source = site / "reference/glossary/index.html"
    complaints = []
    for page in pages(site):
        for link in parse(page).select("article a[href*='glossary/#']"):
            file, anchor = target(site, page, link["href"])
            term = parse(source).find(id=anchor)
            text = term.find_next_sibling() if term else None
            if file != source or not text or text.name != "p" or not text.text:
                complaints.append(
                    f"{place(site, page, link['href'], f'#{anchor}')}: {anchor} is no"
                    " term with a paragraph right below it. Write one into"
                    f" {place(site, source)}, or mend the link."
                )
    report(complaints)


def test_sitemap_lists_pages(site):
    """Each address in sitemap.xml is that of a page of the site."""
    listed = re.findall(
        "<loc>(.*?)</loc>", (site / "sitemap.xml").read_text("utf-8")
    )
    report(
        f"sitemap.xml: {address} is no page of the site. Mend site_url in mkdocs.yml,"
        " or the sitemap under docs/overrides."
        for address in listed
        if not target(site, site / "index.html", urlsplit(address).path)[
            0
        ].is_file()
    )


def test_readme_links_resolve():
    """Each link of the README and the files beside it is that of a file here."""
    report(
        f"{name(file)}: {link['href']} is no file. Mend the link to “{link.text}”."
        for file in ROOT.glob("*.md")
        for link in BeautifulSoup(
            markdown(file.read_text("utf-8"), extensions=["fenced_code"]),
            "html.parser",
        ).select("a[href]")
        if not urlsplit(link["href"]).scheme
        and not (ROOT / urlsplit(link["href"]).path).exists()
    )


def test_external_links_are_https_and_well_formed(site):
    """Each link out of the site has https, a host, and no stray character."""
    report(
        f"{place(site, page, address)}: {address} is no good address of another site."
        " Write it as https://host/path, without spaces or a full stop at its end."
        for page in pages(site)
        for _, address in addresses(page)
        if (urlsplit(address).scheme or urlsplit(address).netloc)
        and not re.fullmatch(
            r"https://([a-z0-9-]+\.)+[a-z]{2,}(/[^\s<>\"{}|\\^`]*[^\s.,;:)\]])?/?",
            address,
        )
    )


@dataclass
class Entry:
    """An entry of the bibliography: its key, authors, year, and links out."""

    key: str
    authors: list[str]
    year: str
    links: list[Tag]
    place: str


@pytest.fixture(scope="session")
def bibliography(site) -> dict[str, Entry]:
    """Read the built bibliography; an entry opens with its authors and its year."""
    page = site / "reference/bibliography/index.html"
    entries = {}
    for paragraph in parse(page).select("article p"):
        key, words = paragraph.get("id", ""), paragraph.text
        if authors := re.match(r"(?P<names>[^()]+) \((?P<year>\d{4})\)\. ", words):
            entries[key] = Entry(
                key=key,
                authors=authors["names"].split(", "),
                year=authors["year"],
                links=paragraph.select("a[href^=http]"),
                place=place(site, page, authors[0]),
            )
    return entries


def citations(site: Path) -> Iterator[tuple[Path, str, str]]:
    """Yield (page, text, key) of each link to the bibliography from another page."""
    source = site / "reference/bibliography/index.html"
    for page in pages(site):
        for link in parse(page).select("article a[href*='#']"):
            file, key = target(site, page, link["href"])
            if file.resolve() == source.resolve() != page.resolve():
                yield page, link.get_text(), key


def test_entries_agree_with_their_keys(bibliography):
    """An entry's key is its first author's last name and its year, as lin2013."""
    report(
        f"{entry.place}: the key “{entry.key}” and “{entry.authors[0]} ({entry.year})”"
        " disagree. The key is the first author's last name and the year."
        for entry in bibliography.values()
        if entry.key != f"{plain(entry.authors[0].split()[-1])}{entry.year}"
    )


def test_papers_have_their_own_address(bibliography):
    """A link to arXiv shows its identifier, which has the entry's year, only there."""
    links = [
        (entry, link) for entry in bibliography.values() for link in entry.links
    ]
    seen = [link["href"] for _, link in links]
    report(
        f"{entry.place}: [{link.text}]({link['href']}) should read"
        f" [arXiv:ID]({ARXIV}ID) with an ID of {entry.year} that no other entry has."
        for entry, link in links
        if urlsplit(link["href"]).netloc.endswith("arxiv.org")
        and not (
            re.fullmatch(
                rf"arXiv:{entry.year[2:]}(0[1-9]|1[0-2])\.\d{{4,5}}", link.text
            )
            and link["href"] == ARXIV + link.text.removeprefix("arXiv:")
            and seen.count(link["href"]) == 1
        )
    )


def test_links_to_papers_are_in_the_bibliography(site, bibliography):
    """A page that links to a paper itself uses the address of an entry."""
    known = [
        link["href"] for entry in bibliography.values() for link in entry.links
    ]
    report(
        f"{place(site, page, address)}: {address} is not in the bibliography."
        f"{closest(address, known)} Cite it by its key, bibliography.md#KEY."
        for page in pages(site)
        for _, address in addresses(page)
        if urlsplit(address).netloc.endswith("arxiv.org") and address not in known
    )


def test_every_citation_is_defined(site, bibliography):
    """Each link into the bibliography is to the key of an entry."""
    report(
        f"{place(site, page, f'#{key}', text)}: “{text}” cites {key}, which is no entry"
        f" of the bibliography.{closest(key, list(bibliography))}"
        for page, text, key in citations(site)
        if key not in bibliography
    )


def test_every_entry_is_cited(site, bibliography):
    """Each entry of the bibliography is cited on another page."""
    cited = {key for _, _, key in citations(site)}
    report(
        f"{entry.place}: no page cites {entry.key}. Cite it, or delete the entry."
        for entry in bibliography.values()
        if entry.key not in cited
    )


def short(entry: Entry) -> str:
    """Cite an entry as the pages do: Lin et al., 2013, or Tan and Le, 2019."""
    last = [author.split()[-1] for author in entry.authors]
    names = " and ".join(last) if len(last) < 3 else f"{last[0]} et al."
    return f"{names}, {entry.year}"


def test_citations_name_authors_and_year(site, bibliography):
    """A citation in words has the names and the year that its entry has."""
    report(
        f"{place(site, page, f'[{text}]')}: “{text}” is how no page cites {key}."
        f" Write “{short(bibliography[key])}”, or the name of the network."
        for page, text, key in citations(site)
        if key in bibliography
        and re.search(r"\d{3}| et | al\b", text)
        and text != short(bibliography[key])
    )


def test_citations_are_links():
    """A page cites by a link to the bibliography, never in words alone."""
    report(
        f"{name(page)}:{number}: “{words[0]}” cites without a link. Write"
        " [Lin et al., 2013](bibliography.md#lin2013)."
        for page in PAGES
        for number, line in lines(page)
        if (words := UNLINKED.search(re.sub(r"\[[^]]*\]\([^)]*\)", "", line)))
    )


def test_pages_with_code_name_their_source(site):
    """A page that shows a snippet cites what it restates or whose block it builds."""
    citing = {page for page, _, _ in citations(site)}
    report(
        f"{place(site, page)} shows code and cites nothing. Link to the source in the"
        " bibliography: [Lin et al., 2013](../reference/bibliography.md#lin2013)."
        for page in pages(site)
        if parse(page).select("article .language-python") and page not in citing
    )
