"""The program on real pages and titles, where they are at hand."""
