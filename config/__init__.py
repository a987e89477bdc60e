"""What an operator turns: typed settings, platform profiles, and the one reader of both."""
