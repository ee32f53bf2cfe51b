"""What naming the formats costs."""

from tests.fixtures.paths import ROOT
from tests.fixtures.processes import python


def test_naming_the_formats_loads_no_parser():
    code = (
        "import sys, types; root = types.ModuleType('vectorstore'); root.__path__ = sys.argv[1:]; "
        "sys.modules['vectorstore'] = root; import vectorstore.parsing; "
        "parsers = 'lxml', 'pypdfium2', 'openpyxl', 'docx', 'markdown_it', 'charset_normalizer'; "
        "print([name for name in parsers if name in sys.modules])"
    )
    assert python(code, ROOT / "vectorstore").strip() == "[]"
