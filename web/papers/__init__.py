"""Papers as PDF: signed agreements and labels, with every character of every name on them."""
