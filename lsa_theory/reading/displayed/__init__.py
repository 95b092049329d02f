"""What stands around the formulas of a display: quantifiers, reasons above a relation, small orders."""
