"""The contract type of our own: it names what is not allowed, and nothing that is."""

import grimp
import pytest

from tools.import_contracts import MayImport


@pytest.fixture
def graph() -> grimp.ImportGraph:
    made = grimp.ImportGraph()
    for module in ("app", "app.rules", "app.rules.decide", "app.words", "app.wire"):
        made.add_module(module)
    for outside in ("datetime", "socket", "numpy"):
        made.add_module(outside, is_squashed=True)
    return made


def check(graph: grimp.ImportGraph, imported: str, **options: object) -> list[str]:
    """What a contract says of one import by app.rules.decide."""
    graph.add_import(importer="app.rules.decide", imported=imported, line_number=7, line_contents="import x")
    row = {"source_modules": ["app.rules"], "may_import": ["app.words"], "libraries": "none", **options}
    contract = MayImport(name="rules", session_options={"root_packages": ["app"]}, contract_options=row)
    result = contract.check(graph, verbose=False)
    breaches = [f"{importer} -> {target}" for importer, target, _ in result.metadata["breaches"]]
    assert result.kept == (not breaches and not result.metadata["missing"])
    return [*result.metadata["missing"], *breaches]


@pytest.mark.parametrize("imported", ["app.words", "app.rules", "datetime", "socket"])
def test_what_the_row_allows(graph: grimp.ImportGraph, imported: str) -> None:
    assert check(graph, imported) == []


@pytest.mark.parametrize("imported", ["app.wire", "app", "numpy"])
def test_what_the_row_does_not_allow(graph: grimp.ImportGraph, imported: str) -> None:
    assert check(graph, imported) == [f"app.rules.decide -> {imported}"]


def test_parts_of_the_standard_library_can_be_forbidden(graph: grimp.ImportGraph) -> None:
    assert check(graph, "socket", forbidden=["socket"]) == ["app.rules.decide -> socket"]


def test_libraries_can_be_allowed(graph: grimp.ImportGraph) -> None:
    assert check(graph, "numpy", libraries="any") == []


def test_an_excepted_module_is_another_rows_matter(graph: grimp.ImportGraph) -> None:
    assert check(graph, "app.wire", except_modules=["app.rules.decide"]) == []


def test_a_row_about_nothing_is_broken(graph: grimp.ImportGraph) -> None:
    assert check(graph, "app.words", source_modules=["app.ruels"]) == ["app.ruels"]
