"""What a platform would refuse or doubt, one small function a question."""
