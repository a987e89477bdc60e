"""The report for a court or an authority."""
