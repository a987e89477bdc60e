"""One signal a file: a function whose docstring the analyst reads."""
