"""What is observed: estimates over prompts with their errors."""
