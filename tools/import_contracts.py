"""A contract for import-linter: a package imports what its row of docs/architecture.md allows, nothing else.

Looks at direct imports: what an allowed package imports in turn is held by its own contract. Fields:

``source_modules``  packages and modules the row speaks of, with everything below them
``may_import``      packages of this project that they may import, with everything below them
``except_modules``  packages or modules below the sources that another row speaks of
``libraries``       ``any``, or ``none``: the standard library only
``forbidden``       modules of the standard library that they may not import: what makes code impure
"""

import sys
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


def below(module: str, packages: set[str]) -> bool:
    """Whether ``module`` is one of ``packages`` or inside one."""
    return any(module == package or module.startswith(package + ".") for package in packages)


class MayImport(Contract):
    """Every import of ``source_modules`` is inside them, in ``may_import``, or outside this project as allowed."""

    type_name = "may_import"

    # In an instance import-linter puts the values themselves here: sets of strings and a string.
    source_modules: Any = fields.SetField(subfield=fields.StringField())
    may_import: Any = fields.SetField(subfield=fields.StringField(), required=False, default=set())
    except_modules: Any = fields.SetField(subfield=fields.StringField(), required=False, default=set())
    libraries: Any = fields.StringField(required=False, default="any")
    forbidden: Any = fields.SetField(subfield=fields.StringField(), required=False, default=set())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Collect the imports that break the row; a source that is not there breaks it too."""
        missing = sorted(source for source in self.source_modules if source not in graph.modules)
        breaches = [
            (importer, imported, graph.get_import_details(importer=importer, imported=imported))
            for importer in sorted(graph.modules)
            if below(importer, self.source_modules) and not below(importer, self.except_modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if not self._allowed(imported, graph)
        ]
        kept = not missing and not breaches
        return ContractCheck(kept=kept, metadata={"missing": missing, "breaches": breaches})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line an import: who imports what, and where."""
        for module in check.metadata["missing"]:
            output.print_error(f"{module}: expected a module of this name; there is none")
        for importer, imported, details in check.metadata["breaches"]:
            lines = ", ".join(str(detail["line_number"]) for detail in details)
            output.print_error(f"{importer} may not import {imported} (line {lines})")

    def _allowed(self, imported: str, graph: ImportGraph) -> bool:
        if not graph.is_module_squashed(imported):
            return below(imported, self.source_modules | self.may_import)
        if imported in sys.stdlib_module_names:
            return not below(imported, self.forbidden)
        return bool(self.libraries == "any")
