"""What an expression is worth at an instance: numbers put in, in any arithmetic; knows no algebra."""
