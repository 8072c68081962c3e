"""What tests of the lab's arithmetic share: how examples are made, and a bare page."""

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "lab",
    derandomize=True,  # the same examples in every run
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("lab")


@pytest.fixture(scope="module")
def bare(browser, address):
    """Open an address of the site that runs no script of its own."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address + "assets/images/pictures.txt")
    yield page
    context.close()
