"""The commands `lsa-theory verify`, list, show, errata and new: one a file, loaded when it is called."""
