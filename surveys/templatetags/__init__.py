"""Tags for pages of surveys."""
