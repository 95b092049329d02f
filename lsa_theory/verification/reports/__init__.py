"""The same judgements as a table for people, and as JSON, HTML and JUnit for programs and colleagues."""
