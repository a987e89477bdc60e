"""Pictures: decoded apart, told from each other by prints and by geometry, shown as evidence."""
