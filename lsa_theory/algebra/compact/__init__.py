"""The shortest equal form: what an author would write, found by a stated search and checked by the normal form."""
