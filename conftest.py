"""The fixtures that the tests of the product and of the development tools share."""

pytest_plugins = [
    "tests.fixtures.library",
    "tests.fixtures.parsing",
    "tests.fixtures.service",
    "tests.fixtures.sites",
    "tests.fixtures.table",
]
