"""After filing: refusals, counter-statements, withdrawals, and what is written for each."""
