"""One module for each format of an edition: `make(edition)` gives its bytes, always the same for the same edition.

What a module here makes is sealed by its digest. A change of its look changes the bytes of every edition sealed before,
and `verify` says so: change it knowingly, and never on the way to something else.
"""
