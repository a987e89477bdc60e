"""The desk for programs: everything on the pages, as JSON."""
