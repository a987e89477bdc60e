"""Papers: what leaves as a printed page, in Chinese, English and Japanese."""
