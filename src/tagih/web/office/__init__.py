"""Set-up and back office: imports, suspense, calendars, codes, people, reports."""
