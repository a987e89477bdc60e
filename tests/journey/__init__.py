"""A page to a verified bundle, through the command line."""
