"""Zensical, Material's successor, builds the same pages from the same mkdocs.yml.

What is checked of the published site is checked of its pages too: the tests imported
here get them as their `site`. What Zensical lacks stands in the maintainers' page. Each
gap is looked for, so that the list ends with them.
"""

import re
from collections import Counter
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import built
import successor
import test_found
import test_policy
from pages import NOTEBOOKS, PAGES
from project import DOCS, name, report
from test_found import (  # noqa: F401
    test_copies_hold_the_code_and_the_outputs,
    test_every_page_has_a_card,
    test_every_page_links_to_the_feed,
    test_every_page_names_its_own_address,
    test_every_page_offers_its_markdown,
    test_feed_is_atom,
    test_feed_is_the_changelog,
    test_questions_are_answered_in_full,
    test_structured_data_says_what_the_page_says,
    test_what_is_shared_is_what_the_page_says,
)
from test_html import (  # noqa: F401
    test_answers_are_folded,
    test_every_page_fits_a_phone,
    test_every_page_names_its_language,
    test_headings_are_in_order,
)
from test_links import (  # noqa: F401
    bibliography,
    test_citations_name_authors_and_year,
    test_every_citation_is_defined,
    test_external_links_are_https_and_well_formed,
    test_internal_links_resolve,
    test_terms_have_a_meaning_to_show,
)
from test_offline import (  # noqa: F401
    test_hashes_are_those_of_the_files,
    test_worker_knows_every_page,
    told,
)
from test_policy import (  # noqa: F401
    policies,
    rules,
    test_every_page_begins_with_its_policy,
    test_hosts_can_read_their_files,
    test_hosts_send_what_the_pages_say,
    test_no_font_is_served,
    test_no_page_has_a_handler,
    test_only_what_never_changes_is_kept_forever,
    test_policy_begins_with_nothing,
    test_policy_lets_nothing_in,
    test_policy_names_exactly_the_scripts_of_the_page,
)
from test_site import (  # noqa: F401
    loads,
    pages,
    test_figures_say_what_they_show,
    test_formulas_are_mathml,
    test_lab_is_light,
    test_lab_is_loaded_where_it_is_used,
    test_no_markdown_is_left_over,
    test_no_page_loads_from_another_host,
    test_no_stylesheet_loads_from_another_host,
    test_pages_are_told_apart,
    weight,
)
from test_takeaway import (  # noqa: F401
    test_every_form_is_offered,
    test_pages_with_code_name_versions,
)

HEAVIER = 3 * 1024  # bytes, compressed, that a page may gain: Zensical's own rules
LIST = DOCS / "reference/maintaining.md"
MADE = {
    page: page.relative_to(DOCS).with_suffix("").as_posix().removesuffix("index")
    for page in PAGES
}
test_policy.THEME = Path(find_spec("zensical").origin).parent / "templates"
# It has no notebooks: what is shared of pages is asked of the others.
test_found.PATHS = {
    path: page for path, page in test_found.PATHS.items() if page not in NOTEBOOKS
}


@pytest.fixture(scope="session")
def site(site, tmp_path_factory) -> Path:
    """Build the site with Zensical, and leave beside it what MkDocs built."""
    folder = tmp_path_factory.mktemp("zensical")
    (folder / "mkdocs").symlink_to(site)
    successor.build(folder / "site")
    return folder / "site"


@pytest.fixture(scope="session")
def others(site) -> dict[str, BeautifulSoup]:
    """Parse what MkDocs made of the pages that Zensical builds, by path."""
    return {
        path.relative_to(site).as_posix(): built.parse(
            site.parent / "mkdocs" / path.relative_to(site)
        )
        for path in built.pages(site)
    }


def substance(page: BeautifulSoup) -> dict[str, list[str]]:
    """List what a page must not lose: headings, code, drawings, formulas and tables."""
    article = page.select_one("article, main")
    return {
        "headings": [
            h.get_text().rstrip("¶") for h in article.select("h1, h2, h3")
        ],
        "code": [code.get_text().strip() for code in article.select("pre code")],
        "drawings": [svg["aria-label"] for svg in article.select("svg[role=img]")],
        "formulas": [formula.get_text() for formula in article.select("math")],
        "cells": [cell.get_text() for cell in article.select("th, td")],
        "folded": [
            one.get_text() for one in article.select("details, .tabbed-set")
        ],
        "parts": [
            part.name for part in article.find_all(lambda tag: "-" in tag.name)
        ],
    }


def test_zensical_builds_the_same_pages(pages, others):  # noqa: F811
    """Each page holds the same, and none of the Markdown is dropped."""
    report(
        f"{path}: built by Zensical, the {part} differ. It reads mkdocs.yml or a"
        " template otherwise: use what both understand."
        for path, page in pages.items()
        for part, content in substance(page).items()
        if content != substance(others[path])[part]
    )


def test_zensical_builds_every_page(pages):  # noqa: F811
    """Each Markdown page of docs/ is there, and the page for wrong addresses."""
    wanted = {
        f"{path}/index.html".lstrip("/").replace("//", "/")
        for page, path in MADE.items()
        if page not in NOTEBOOKS
    }
    report(
        f"{path} is not built by Zensical. See nav and exclude_docs in mkdocs.yml."
        for path in sorted(
            {*wanted, "404.html", "lecture/slides.html"} - pages.keys()
        )
    )


def test_templates_are_ours(pages):  # noqa: F811
    """The button for the scheme, the mark, the menu and our styles are on each page."""
    wanted = {
        ".md-header button.scheme span[data-scheme] svg": 2,
        ".md-header__button.md-logo .mark": 1,
        ".md-header button.menu": 1,
        "link[href$='assets/stylesheets/one-by-one.css']": 1,
        "link[href$='assets/stylesheets/figures.css']": 1,
        "script#bundle[data-src]": 1,
        "[role=dialog][aria-label]": 1,
    }
    report(
        f"{path}: Zensical makes {len(page.select(one))} of {one}, not {number}. See"
        " docs/overrides: it extends a template whose words or blocks differ."
        for path, page in pages.items()
        if path != "lecture/slides.html"
        for one, number in wanted.items()
        if len(page.select(one)) != number
    )


class Tags(HTMLParser):
    """What a page has twice in one tag, as "tag attribute"."""

    def __init__(self, html: str):
        """Read a page."""
        super().__init__()
        self.twice: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        """Note each attribute that stands more than once."""
        counted = Counter(key for key, _ in attrs)
        self.twice += [
            f"{tag} {key}" for key, count in counted.items() if count > 1
        ]


def test_no_attribute_stands_twice(site):
    """No tag has an attribute twice, as where we mend what Zensical has mended."""
    report(
        f"{path.relative_to(site)}: twice the same attribute in one tag: {twice}. See"
        " replace() in docs/overrides/main.html."
        for path in built.pages(site)
        for twice in Tags(path.read_text("utf-8")).twice
    )


def test_pages_are_no_heavier(site, pages, others):  # noqa: F811
    """A page and what it loads weigh at most 3 KiB more than built by MkDocs."""
    report(
        f"{path} weighs {now - before:,} bytes more than built by MkDocs: at most"
        f" {HEAVIER:,}. Look for what tests/publish/trim.py does not know."
        for path, page in pages.items()
        for now in [weight(site, path, loads(page))]
        for before in [weight(site.parent / "mkdocs", path, loads(others[path]))]
        if now > before + HEAVIER
    )


def test_gaps_are_those_of_the_list(site, pages):  # noqa: F811
    """What Zensical lacks is what the maintainers' page says that it lacks."""
    found = {
        "Notebooks": not any((site / MADE[page]).is_dir() for page in NOTEBOOKS),
        "Links to notebooks": any(
            page.select("article a[href$='notebooks/cost.py']")
            for page in pages.values()
        ),
        "The same search": (site / "search.json").exists(),
        "The first click": True,  # tests/browser/test_zensical.py
    }
    section = LIST.read_text("utf-8").partition("## When Material ends")[2]
    listed = re.findall(r"^\| \*\*(.+?)\*\*", section.partition("\n## ")[0], re.M)
    gaps = [gap for gap, there in found.items() if there]
    assert listed == gaps, (
        f"{name(LIST)}: “When Material ends” lists {listed}, and Zensical lacks {gaps}."
        " Begin a row of its table with **each of these**, and with no other."
    )
