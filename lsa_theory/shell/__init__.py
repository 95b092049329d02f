"""What a terminal asks of a command: examples in its help, words completed by Tab, a pager for what is long."""
