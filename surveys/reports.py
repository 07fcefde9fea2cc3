"""What surveys tell the Board."""
