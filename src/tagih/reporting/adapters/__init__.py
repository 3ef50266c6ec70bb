"""Documents of a report: a workbook and a printed page. Bytes out, nothing stored."""
