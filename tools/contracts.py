"""A contract of our own for import-linter: modules with a private name are imported only inside their package."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PrivateModules(Contract):
    """Every direct importer of `PACKAGE.NAME` (or below it) lies inside PACKAGE, or in `allowed_importers`."""

    names = fields.SetField(subfield=fields.StringField())
    allowed_importers = fields.SetField(subfield=fields.StringField(), required=False, default=set())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        found = []
        for module in sorted(graph.modules):
            parent = self._owner(module)
            if parent is None:
                continue
            for importer in sorted(graph.find_modules_that_directly_import(module)):
                if not self._is_inside(importer, {parent, *(self.allowed_importers or set())}):
                    found.append((importer, module, graph.get_import_details(importer=importer, imported=module)))
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported, details in check.metadata["found"]:
            lines = ", ".join(str(detail["line_number"]) for detail in details)
            output.print_error(f"{importer} imports the private {imported} (line {lines})", bold=False)

    def _owner(self, module: str) -> str | None:
        parts = module.split(".")
        for place, part in enumerate(parts[2:], start=2):
            if part in self.names:
                return ".".join(parts[:place])
        return None

    @staticmethod
    def _is_inside(module: str, places: set[str]) -> bool:
        return any(module == place or module.startswith(f"{place}.") for place in places)
