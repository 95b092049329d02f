"""What the form of trees and flows shows: that sums are symmetric, that trees are smooth, that letters stay inside."""
