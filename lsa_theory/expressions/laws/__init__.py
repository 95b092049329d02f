"""Laws beside the Gaussian one, a file each."""
