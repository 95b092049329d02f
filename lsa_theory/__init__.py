"""lsa_theory: derive, generate, simulate and judge the theory of linear self-attention trained in context."""
