"""Where facts are kept: tables, repositories, blobs by digest and the unit of work."""
