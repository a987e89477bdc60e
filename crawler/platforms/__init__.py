"""One page object module a marketplace."""
