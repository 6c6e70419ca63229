"""Identity documents as text: machine readable zones, Chinese identity numbers."""
