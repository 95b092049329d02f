"""What Wick's theorem works on: segments and strands of numbered letters, and outcomes written as polynomials."""
