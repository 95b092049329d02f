"""What is estimated, from how many prompts, with which error."""
