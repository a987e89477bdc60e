"""Evidence of one page: everything that came over the wire, what it looked like, and how."""
