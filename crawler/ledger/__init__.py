"""The side of a scan that holds the database: it gives addresses out and keeps what came back."""
