"""The inspector's pack: twelve months of chains from view to verdict that cannot be changed without it showing."""
